package io.portcullis.admin;

import static io.portcullis.admin.Samples.header;
import static io.portcullis.admin.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.Sql;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A write that is sent again with its key is not done again. */
@ExtendWith(PostgresExtension.class)
class IdempotencyApiTest {
  private static final String KEY = "Idempotency-Key";

  private static DatabaseUrl url;
  private static Portcullis portcullis;
  private static AdminClient admin;
  private static Sql sql;
  private static String shop;

  @BeforeAll
  static void start(DatabaseUrl database) {
    url = database;
    portcullis = Portcullis.start(database);
    admin = portcullis.admin();
    sql = new Sql(database);
    shop = Samples.projectWithIssuer(admin, "shop");
  }

  @AfterAll
  static void stop() {
    portcullis.close();
  }

  private static void assertSameReceipt(HttpResponse<String> again, HttpResponse<String> first) {
    assertThat(again.statusCode()).isEqualTo(first.statusCode());
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(header(again, "ETag")).isEqualTo(header(first, "ETag"));
    assertThat(header(again, "Portcullis-Revision"))
        .isEqualTo(header(first, "Portcullis-Revision"));
    assertThat(header(again, "Portcullis-Confirmed")).startsWith("replicas=1; applied=1;");
  }

  @Test
  void everyKindOfWriteGivesTheSameReceiptAgain() throws SQLException {
    String path = shop + "/clients/every";
    JsonObject patch = new JsonObject().put("name", "Changed");

    HttpResponse<String> put = admin.put(path, Samples.client("Every"), KEY, "put");
    HttpResponse<String> patched = admin.patch(path, patch, "If-Match", "*", KEY, "patch");
    HttpResponse<String> deleted = admin.delete(path, "If-Match", "*", KEY, "delete");
    HttpResponse<String> restored = admin.post(path + "/restore", KEY, "restore");
    long head = sql.number("SELECT rev FROM policy_head");

    assertThat(put.statusCode()).isEqualTo(201);
    assertSameReceipt(admin.put(path, Samples.client("Every"), KEY, "put"), put);
    assertSameReceipt(admin.patch(path, patch, "If-Match", "*", KEY, "patch"), patched);
    assertSameReceipt(admin.delete(path, "If-Match", "*", KEY, "delete"), deleted);
    assertSameReceipt(admin.post(path + "/restore", KEY, "restore"), restored);
    assertThat(sql.number("SELECT rev FROM policy_head")).isEqualTo(head);
    assertThat(json(admin.get(path)).getString("state")).isEqualTo("enabled");
  }

  @Test
  void theReceiptSurvivesARestart() {
    String path = shop + "/clients/restart";
    HttpResponse<String> first = admin.put(path, Samples.client("R"), KEY, "restart");

    portcullis.close();
    portcullis = Portcullis.start(url);
    admin = portcullis.admin();

    assertSameReceipt(admin.put(path, Samples.client("R"), KEY, "restart"), first);
  }

  @Test
  void aKeyThatCameWithAnotherRequestIsRefused() {
    String path = shop + "/clients/key";
    admin.put(path, Samples.client("First"), KEY, "taken");

    for (HttpResponse<String> other :
        List.of(
            admin.put(path, Samples.client("Second"), KEY, "taken"),
            admin.put(path, Samples.client("First"), KEY, "taken", "If-Match", "*"),
            admin.put(path + "2", Samples.client("First"), KEY, "taken"),
            admin.delete(path, "If-Match", "*", KEY, "taken"))) {
      assertThat(other.statusCode()).isEqualTo(409);
      assertThat(json(other).getString("detail")).contains("another request", "new key");
    }
    assertThat(json(admin.get(path)).getString("name")).isEqualTo("First");
    assertThat(admin.get(path + "2").statusCode()).isEqualTo(404);
  }

  @Test
  void aRefusedWriteMayBeSentAgainWithItsKey() {
    String path = shop + "/clients/later";
    JsonObject client = Samples.client("Later").put("issuer", "later");
    assertThat(admin.put(path, client, KEY, "refused").statusCode()).isEqualTo(400);

    admin.create(shop + "/issuers/later", Samples.issuer("https://later.example"));

    assertThat(admin.put(path, client, KEY, "refused").statusCode()).isEqualTo(201);
  }

  @Test
  void aKeyIsForgottenAfterADay() throws SQLException {
    String path = shop + "/clients/old";
    admin.put(path, Samples.client("Old"), KEY, "old");
    sql.run("UPDATE receipt SET kept_at = kept_at - interval '25 hours' WHERE key = 'old'");

    assertThat(admin.put(path, Samples.client("Old"), KEY, "old").statusCode()).isEqualTo(428);
    admin.put(shop + "/clients/new", Samples.client("New"), KEY, "new");
    assertThat(sql.number("SELECT count(*) FROM receipt WHERE key = 'old'")).isZero();
  }

  @Test
  void manyAtOnceWithOneKeyAreOneWrite() throws Exception {
    long before = sql.number("SELECT rev FROM policy_head");
    Thread[] threads = new Thread[10];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          new Thread(() -> admin.put(shop + "/clients/once", Samples.client("Once"), KEY, "once"));
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(sql.number("SELECT rev FROM policy_head")).isEqualTo(before + 1);
  }

  @Test
  void aCommitOfUnknownOutcomeIsSettledByRepeatingIt() throws SQLException {
    String path = shop + "/backends/unknown";
    JsonObject backend = Samples.backend("http://unknown");
    sql.run(
        """
        CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$
        """,
        """
        CREATE CONSTRAINT TRIGGER die AFTER INSERT ON backend
          DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die()
        """);

    HttpResponse<String> unknown = admin.put(path, backend, KEY, "unknown");

    assertThat(unknown.statusCode()).as(unknown.body()).isEqualTo(503);
    assertThat(json(unknown).getString("type")).isEqualTo("urn:portcullis:problem:outcome_unknown");
    assertThat(json(unknown).getString("detail"))
        .contains("Repeat the call with the same Idempotency-Key");
    sql.run("DROP TRIGGER die ON backend");
    HttpResponse<String> settled = admin.put(path, backend, KEY, "unknown");
    assertThat(settled.statusCode()).isEqualTo(201);
    assertSameReceipt(admin.put(path, backend, KEY, "unknown"), settled);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two words",
        "123456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789."
            + "123456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789."
            + "123456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789."
            + "123456789.12345678"
      })
  void aKeyIsVisibleAsciiOfSomeLength(String key) {
    HttpResponse<String> answer = admin.put(shop + "/clients/bad", Samples.client("Bad"), KEY, key);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).getJsonArray("violations").getJsonObject(0).getString("field"))
        .isEqualTo(KEY);
  }
}
