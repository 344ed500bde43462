package io.portcullis.admin;

import static io.portcullis.admin.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.Role;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.Sql;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** History that was altered behind the back of the API shows, and where its changes came from. */
@ExtendWith(PostgresExtension.class)
class HistoryChainApiTest {
  private static final String[] GUARDS = {
    "ALTER TABLE policy_change %s TRIGGER refuse_update",
    "ALTER TABLE policy_change %s TRIGGER refuse_truncate"
  };
  private static Portcullis portcullis;
  private static AdminClient admin;
  private static Sql sql;

  @BeforeAll
  static void start(DatabaseUrl database) throws SQLException {
    portcullis =
        Portcullis.start(database, Map.of("PORTCULLIS_TRUSTED_PROXIES", "127.0.0.0/8"), Role.BOTH);
    admin = portcullis.admin();
    sql = new Sql(database);
    Samples.fullProject(admin, "shop");
    for (String guard : GUARDS) {
      sql.run(guard.formatted("DISABLE"));
    }
    sql.run("CREATE TABLE kept AS SELECT * FROM policy_change");
  }

  @AfterAll
  static void stop() {
    portcullis.close();
  }

  @BeforeEach
  void putEverythingBack() throws SQLException {
    sql.run("ALTER TABLE policy_change DISABLE TRIGGER chain");
    sql.run("DELETE FROM policy_change");
    sql.run("INSERT INTO policy_change SELECT * FROM kept");
    sql.run("ALTER TABLE policy_change ENABLE TRIGGER chain");
    sql.run(
        "UPDATE policy_head SET policy_chain = (SELECT hash FROM kept ORDER BY rev DESC, ord DESC LIMIT 1)");
  }

  private static JsonObject verify(String query) {
    HttpResponse<String> answer = admin.get("/api/v1/changes/verification" + query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private static JsonObject policy(JsonObject verification) {
    return verification.getJsonArray("chains").getJsonObject(0);
  }

  @Test
  void whatTheServerWroteIsIntactAndItsNewestHashIsThatOfTheNewestChange() {
    JsonObject found = verify("");

    assertThat(found.getBoolean("intact")).as(found.encode()).isTrue();
    JsonObject newest =
        json(admin.get("/api/v1/changes?pageSize=1")).getJsonArray("items").getJsonObject(0);
    assertThat(policy(found).getString("hash")).isEqualTo(newest.getString("hash")).hasSize(64);
    assertThat(policy(found).getLong("rows")).isGreaterThanOrEqualTo(6);
  }

  @Test
  void aRowThatWasAlteredIsNamed() throws SQLException {
    sql.run("UPDATE policy_change SET actor = 'somebody else' WHERE rev = 3");

    assertBrokenAt(3);
  }

  @Test
  void aRowThatWasTakenOutIsNoticedAtTheNext() throws SQLException {
    sql.run("DELETE FROM policy_change WHERE rev = 3");

    assertBrokenAt(4);
  }

  @Test
  void theFirstAndTheLastRowCannotBeTakenOutEither() throws SQLException {
    sql.run("DELETE FROM policy_change WHERE rev = 1");
    assertBrokenAt(2);
    putEverythingBack();
    sql.run("DELETE FROM policy_change WHERE rev = (SELECT max(rev) FROM policy_change)");

    JsonObject found = verify("");
    assertThat(found.getBoolean("intact")).isFalse();
    assertThat(found.getJsonArray("problems").getString(0)).contains("newest rows");
  }

  private static void assertBrokenAt(long revision) {
    JsonObject found = verify("");
    assertThat(found.getBoolean("intact")).isFalse();
    assertThat(policy(found).getJsonObject("firstBroken"))
        .isEqualTo(new JsonObject().put("revision", revision).put("ord", 0));
  }

  @Test
  void aChainThatWasMadeAnewLacksTheHashThatWasNoted() throws SQLException {
    String noted = policy(verify("")).getString("hash");
    admin.create("/api/v1/projects/later", Samples.project("Later"));
    assertThat(verify("?expect=" + noted).getBoolean("intact")).isTrue();

    sql.run("UPDATE policy_change SET actor = 'somebody else' WHERE rev = 3");
    sql.run(
        """
        DO $$
        DECLARE
          p policy_change;
          h bytea := '';
        BEGIN
          FOR p IN SELECT * FROM policy_change ORDER BY rev, ord LOOP
            h := history_hash(h, p);
            UPDATE policy_change c SET hash = h WHERE c.rev = p.rev AND c.ord = p.ord;
          END LOOP;
          UPDATE policy_head SET policy_chain = h;
        END $$
        """);

    assertThat(verify("").getBoolean("intact")).isTrue();
    JsonObject found = verify("?expect=" + noted);
    assertThat(found.getBoolean("intact")).isFalse();
    assertThat(found.getJsonArray("problems").getString(0)).contains("written anew");
    assertThat(admin.get("/api/v1/changes/verification?expect=xyz").statusCode()).isEqualTo(400);
  }

  @Test
  void everyChangeTellsWhereItCameFrom() throws SQLException {
    admin.create("/api/v1/projects/near", Samples.project("Near"));
    admin.put(
        "/api/v1/projects/far",
        Samples.project("Far"),
        "X-Forwarded-For",
        "192.0.2.1, 198.51.100.7, 127.0.0.9");
    sql.run("INSERT INTO project (id, display_name) VALUES ('hand', 'Hand')");

    assertThat(source("near")).isEqualTo("127.0.0.1");
    assertThat(source("far")).isEqualTo("198.51.100.7");
    assertThat(source("hand")).isEqualTo("psql");
    assertThat(
            json(admin.get("/api/v1/changes?filter=sourceAddress==198.51.100.7"))
                .getJsonArray("items"))
        .isNotEmpty();
    assertThat(verify("").getBoolean("intact")).isTrue();
  }

  private static String source(String project) {
    return json(admin.get("/api/v1/changes?filter=project==" + project))
        .getJsonArray("items")
        .getJsonObject(0)
        .getString("sourceAddress");
  }
}
