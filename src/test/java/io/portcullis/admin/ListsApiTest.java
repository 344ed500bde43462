package io.portcullis.admin;

import static io.portcullis.admin.Samples.json;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages and filters. */
@ExtendWith(PostgresExtension.class)
class ListsApiTest {
  private static final String CLIENTS = "/api/v1/projects/shop/clients";

  private static Portcullis portcullis;
  private static AdminClient admin;

  @BeforeAll
  static void start(DatabaseUrl database) {
    portcullis = Portcullis.start(database);
    admin = portcullis.admin();
    String shop = Samples.projectWithIssuer(admin, "shop");
    admin.create(shop + "/issuers/off", Samples.issuer("https://off").put("enabled", false));
    client("a", "Web shop", "enabled", "2030-01-01T00:00:00Z");
    client("b", "Web admin", "disabled", "2031-01-01T00:00:00Z");
    client("c", "100%", "enabled", null);
    client("d", "under_score", "enabled", null);
    client("e", "under-score", "revoked", null);
    client("f", "it's; DROP TABLE client", "enabled", null);
    client("g", "back\\slash", "enabled", null);
  }

  private static void client(String id, String name, String state, String expiresAt) {
    JsonObject client = Samples.client(name).put("state", state);
    if (expiresAt != null) {
      client.put("expiresAt", expiresAt);
    }
    admin.create(CLIENTS + "/" + id, client);
  }

  @AfterAll
  static void stop() {
    portcullis.close();
  }

  private static List<String> ids(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer).getJsonArray("items").stream()
        .map(item -> ((JsonObject) item))
        .map(item -> item.getString("clientId", item.getString("id")))
        .collect(toList());
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          clientId==a                                      | a
          clientId!=a                                      | bcdefg
          clientId=in=(a,c,x)                              | ac
          clientId=out=(a,c)                               | bdefg
          clientId=gt=e                                    | fg
          clientId=ge=e                                    | efg
          clientId=lt=b                                    | a
          clientId=le=b                                    | ab
          clientId>e                                       | fg
          clientId<=b                                      | ab
          state==enabled;name==Web*                        | a
          state==disabled,state==revoked                   | be
          state==revoked,(state==enabled;name=='Web shop') | ae
          name=="Web shop"                                 | a
          name==Web*                                       | ab
          name==*shop                                      | a
          name==*b*s*                                      | ag
          name!=Web*                                       | cdefg
          name==100%                                       | c
          name==1%*                                        |
          name==100%*                                      | c
          name==under_score                                | d
          name==under_*                                    | d
          name=='back\\\\slash'                            | g
          name=='back\\\\*'                                | g
          name==web*                                       |
          expiresAt==2030-01-01T00:00:00Z                  | a
          expiresAt==2030-01-01T01:00:00+01:00             | a
          expiresAt=gt=2030-06-01T00:00:00Z                | b
          expiresAt=le=2031-01-01T00:00:00Z                | ab
          expiresAt!=2030-01-01T00:00:00Z                  | bcdefg
          expiresAt=in=(2030-01-01T00:00:00Z)              | a
          """)
  void aFilterKeepsWhatItSays(String filter, String expected) {
    String letters = String.join("", ids(admin.get(CLIENTS + "?filter=" + escaped(filter))));

    assertThat(letters).isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void aSemicolonNeedsNoEscape() {
    assertThat(ids(admin.get(CLIENTS + "?filter=state==enabled;name==Web*&pageSize=5")))
        .containsExactly("a");
  }

  @Test
  void truthAndNumbersAreComparedAsSuch() {
    assertThat(ids(admin.get("/api/v1/projects/shop/issuers?filter=enabled==false")))
        .containsExactly("off");
    assertThat(
            json(admin.get("/api/v1/changes?filter=" + escaped("revision=lt=3;revision=ge=1")))
                .getJsonArray("items"))
        .extracting(item -> ((JsonObject) item).getLong("revision"))
        .containsExactly(2L, 1L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name==\"x' OR '1'='1\"",
        "name=='x\\' OR 1=1 --'",
        "name==\"'); DROP TABLE client; --\"",
        "name=in=(\"x') OR ('1'='1\")",
        "name==$1",
        "name==\"$1::text OR true\"",
        "name=='*\\' OR true --'"
      })
  void whatLooksLikeSqlIsOnlyAText(String filter) {
    assertThat(ids(admin.get(CLIENTS + "?filter=" + escaped(filter)))).isEmpty();
    assertThat(ids(admin.get(CLIENTS))).hasSize(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"id;DROP==1", "1=1", "t.id==a", "name==a;--", "state==enabled;"})
  void whatIsNoFilterIsRefused(String filter) {
    assertThat(admin.get(CLIENTS + "?filter=" + escaped(filter)).statusCode()).isEqualTo(400);
  }

  @Test
  void pagesHaveEveryItemOnceWhileOthersAreInserted() {
    String backends = Samples.projectWithIssuer(admin, "pages") + "/backends";
    List<String> expected = new ArrayList<>();
    for (int i = 10; i < 23; i++) {
      expected.add("b" + i);
      admin.create(backends + "/b" + i, Samples.backend("http://b"));
    }
    List<String> seen = new ArrayList<>();
    String token = "";
    for (int page = 0; token != null; page++) {
      JsonObject answer = json(admin.get(backends + "?pageSize=4" + token));
      assertThat(answer.getJsonArray("items").size()).isBetween(1, 4);
      answer.getJsonArray("items").forEach(item -> seen.add(((JsonObject) item).getString("id")));
      String next = answer.getString("nextPageToken");
      token = next == null ? null : "&pageToken=" + next;
      admin.create(backends + "/a" + page, Samples.backend("http://before-every-page"));
    }

    assertThat(seen).containsExactlyElementsOf(expected);
  }

  @Test
  void thePagesOfTheHistoryStayTheSameWhileItGrows() {
    List<String> seen = new ArrayList<>();
    String token = "";
    for (int page = 0; token != null; page++) {
      JsonObject answer = json(admin.get("/api/v1/changes?pageSize=3" + token));
      answer
          .getJsonArray("items")
          .forEach(
              item ->
                  seen.add(
                      ((JsonObject) item).getLong("revision")
                          + "."
                          + ((JsonObject) item).getInteger("ord")));
      String next = answer.getString("nextPageToken");
      token = next == null ? null : "&pageToken=" + next;
      if (page < 3) {
        admin.create("/api/v1/projects/growing" + page, Samples.project("Growing"));
      }
    }

    assertThat(seen).doesNotHaveDuplicates().endsWith("2.0", "1.0");
    long newest = Long.parseLong(seen.get(0).replaceFirst("\\..*", ""));
    assertThat(seen).hasSize((int) newest);
  }
}
