package io.portcullis.admin;

import static io.portcullis.admin.Samples.header;
import static io.portcullis.admin.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller is told when a request cannot be carried out. */
@ExtendWith(PostgresExtension.class)
class ProblemsApiTest {
  private static final String SHOP = "/api/v1/projects/shop";

  private static Portcullis portcullis;
  private static AdminClient admin;

  @BeforeAll
  static void start(DatabaseUrl database) {
    portcullis = Portcullis.start(database);
    admin = portcullis.admin();
    Samples.fullProject(admin, "shop");
  }

  @AfterAll
  static void stop() {
    portcullis.close();
  }

  private static JsonObject assertProblem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
    JsonObject problem = json(answer);
    assertThat(problem.getString("type")).startsWith("urn:portcullis:problem:");
    assertThat(problem.getString("title")).isNotEmpty();
    assertThat(problem.getString("detail")).isNotEmpty();
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.getString("requestId")).isEqualTo(header(answer, "X-Request-Id"));
    return problem;
  }

  private static void assertViolation(HttpResponse<String> answer, String field, String message) {
    JsonObject problem = assertProblem(answer, 400);
    assertThat(problem.getJsonArray("violations"))
        .contains(new JsonObject().put("field", field).put("message", message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"targets": []}                                        | targets           | must have 1 or more entries
          {}                                                     | targets           | is needed
          {"targets": "x"}                                       | targets           | must be a list in brackets
          {"targets": [{"url": "http://a", "weight": "x"}]}      | targets[0].weight | must be a whole number
          {"targets": [{"url": "http://a", "weight": 1.5}]}      | targets[0].weight | must be a whole number
          {"targets": [{"url": "http://a", "weight": 1001}]}     | targets[0].weight | must be at most 1000
          {"targets": [{"url": "http://a", "weight": -1}]}       | targets[0].weight | must be at least 0
          {"targets": [{"url": "http://a", "weight": 0}]}        | targets           | have no weight, so none would get a request
          {"targets": [{"url": "http://a"}, {"url": "ftp://b"}]} | targets[1].url    | needs the scheme http or https, as in http://orders.internal:8080
          {"targets": [{"url": "http://u:p@b"}]}                 | targets[0].url    | must have no user, query or fragment
          {"targets": [{"url": "http://a"}], "port": 1}          | port              | is not a field of this resource; is it misspelt?
          {"targets": [{"url": "http://a", "wight": 1}]}         | targets[0].wight  | is not a field of this resource; is it misspelt?
          {"targets": [{"url": "http://a\\u0000"}]}              | targets[0].url    | must be Unicode text without the character NUL
          """)
  void aWrongFieldIsNamedWithWhatIsExpected(String body, String field, String message) {
    assertViolation(admin.send("PUT", SHOP + "/backends/x", body), field, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          issuers/x | {"kind": "saml"}                                          | kind            | must be one of google, firebase, oidc, introspection
          issuers/x | {"kind": "oidc", "issuers": ["a"], "jwksUri": "https://a", "algorithms": ["none"]} | algorithms[0] | must be one of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, Ed25519
          issuers/x | {"kind": "oidc", "issuers": ["a", "a"]}                   | issuers         | must not have the same entry twice
          issuers/x | {"kind": "oidc", "jwksUri": "https://a"}                  | issuers         | is needed: the exact 'iss' of the tokens
          clients/x | {"issuer": "login", "name": "", "applicationType": "web"} | name            | must not be empty
          clients/x | {"issuer": null, "name": "X", "applicationType": "web"}   | issuer          | must be a text in quotes
          clients/x | {"issuer": "login", "name": "X", "applicationType": "web", "expiresAt": "tomorrow"} | expiresAt | must be a time such as 2026-12-31T23:59:59Z
          grants/x  | {"principal": "group:staff"}                              | principal       | names a group; groups are not supported yet
          routes/x  | {"hosts": ["h:80"], "path": "/", "backend": "orders"}     | hosts[0]        | is not a host name, *.example.com, or *; a port is not part
          routes/x  | {"hosts": ["h"], "backend": "orders"}                     | pathPrefix      | is needed, or else path, and not both
          routes/x  | {"hosts": ["h"], "path": "/", "backend": "orders", "methods": ["get"]} | methods[0] | must be a method in capitals, such as GET
          routes/X  | {"hosts": ["h"], "path": "/", "backend": "orders"}        | route           | must be 1 to 63 lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen
          """)
  void eachKindHasRulesOfItsOwn(String path, String body, String field, String message) {
    assertViolation(admin.send("PUT", SHOP + "/" + path, body), field, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {nope                                   | The body is not JSON (line 1, column 2): Unexpected character ('n' (code 110)): was expecting double-quote to start field name.
          {"displayName": "a", "displayName": ""} | The body is not JSON (line 1, column 35): Duplicate field 'displayName'.
          []                                      | The body must be a JSON object.
          null                                    | The body must be a JSON object.
          ''                                      | The body is missing: send a JSON object.
          """)
  void aBodyThatCannotBeReadIsSaidWithItsPlace(String body, String message) {
    String sent = body.equals("''") ? "" : body;

    assertViolation(
        admin.send("PUT", SHOP, sent, "If-Match", "*", "Content-Type", "application/json"),
        "",
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pageSize=0                 | pageSize  | must be at least 1
          pageSize=1001              | pageSize  | must be at most 1000
          pageSize=ten               | pageSize  | must be a whole number
          pageSize=1&pageSize=2      | pageSize  | comes more than once
          pageToken=!!               | pageToken | is not one that this list gave
          pageToken=AAAA             | pageToken | is not one that this list gave
          filtr=name==x              | filtr     | is not a parameter here; there are filter, pageSize, pageToken
          filter=colour==red         | filter    | has no field 'colour'; there are [applicationType, clientId, createdAt, expiresAt, issuer, lastSeenAt, name, state, updatedAt]
          filter=createdAt=gt=monday | filter    | compares createdAt, which is a time, with 'monday'
          filter=((                  | filter    | is not a filter such as name==Alice;createdAt=ge=2026-01-31T00:00:00Z
          """)
  void aWrongParameterIsNamedWithWhatIsExpected(String query, String field, String message) {
    assertViolation(admin.get(SHOP + "/clients?" + query), field, message);
  }

  @Test
  void aBodyOfMoreThanAMebibyteIsTooLarge() {
    String large = new JsonObject().put("displayName", "x".repeat(1 << 20)).encode();

    assertProblem(admin.send("PUT", SHOP, large, "If-Match", "*"), 413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "text/json"})
  void anotherContentTypeIsUnsupported(String type) {
    assertProblem(admin.send("PUT", SHOP, "{}", "If-Match", "*", "Content-Type", type), 415);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/nothing", "/api/v1", "/api/v2/projects", "/api/v1/projects/"})
  void anUnknownPathIsNotFound(String path) {
    assertProblem(admin.get(path), 404);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/v1/projects/shop, 'DELETE, GET, PATCH, PUT'",
    "DELETE, /api/v1/projects, GET",
    "PUT, /api/v1/changes, GET",
    "GET, /api/v1/projects/shop/clients/web/restore, POST",
    "PUT, /readyz, GET"
  })
  void anotherMethodIsNotAllowedAndTheAnswerSaysWhichAre(
      String method, String path, String allowed) {
    HttpResponse<String> answer = admin.send(method, path, null);

    assertProblem(answer, 405);
    assertThat(header(answer, "Allow")).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "setup-token-of-the-test", "setup-token-of-the-testsx"})
  void withoutTheTokenNobodyGetsIn(String token) {
    for (String path : new String[] {SHOP, "/api/v1/nothing", "/api/v1/whoami"}) {
      HttpResponse<String> answer = new AdminClient(admin.address(), token).get(path);

      assertProblem(answer, 401);
      assertThat(header(answer, "WWW-Authenticate")).startsWith("Bearer realm=\"portcullis\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic eDp5", "Bearer", "Bearer  ", "setup-token-of-the-tests"})
  void anotherSchemeIsNoToken(String authorization) {
    AdminClient nobody = new AdminClient(admin.address(), "");

    assertProblem(nobody.get(SHOP, "Authorization", authorization), 401);
  }

  @Test
  void aPlainRequestIdOfTheCallerIsKept() {
    assertThat(header(admin.get(SHOP, "X-Request-Id", "deploy-7.a_B"), "X-Request-Id"))
        .isEqualTo("deploy-7.a_B");
    assertThat(header(admin.get(SHOP, "X-Request-Id", "two words"), "X-Request-Id"))
        .isNotEqualTo("two words")
        .isNotEmpty();
    assertThat(header(admin.get("/readyz"), "X-Request-Id")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/projects/%zz",
        "/api/v1/projects/%",
        "/api/v1/projects/%FF",
        "/api/v1/projects?filter=%zz",
        "/api/v1/projects/shop/clients/%00",
        "/api/v1/projects/shop?x=%c0%80"
      })
  void anEscapeThatIsNoTextIsRefused(String target) throws IOException {
    String answer = raw("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("problem+json", "escape");
  }

  @Test
  void malformedRequestsAreNeverAnsweredWith500() throws IOException {
    Random random = new Random(7);
    String[] lines = {
      "PUT /api/v1/projects/%s HTTP/1.1\r\nContent-Type: application/json\r\n",
      "GET /api/v1/projects?pageToken=%s HTTP/1.1\r\n",
      "GET /api/v1/changes?filter=%s HTTP/1.1\r\n",
      "GET /api/v1/rejections?pageToken=%s HTTP/1.1\r\n",
      "DELETE /api/v1/projects/shop HTTP/1.1\r\nIf-Match: %s\r\n",
      "PATCH /api/v1/projects/shop HTTP/1.1\r\nIdempotency-Key: %s\r\n"
    };
    for (int i = 0; i < 300; i++) {
      String junk =
          random
              .ints(1 + random.nextInt(20), 0x21, 0x7F)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      String head = lines[i % lines.length].formatted(junk) + "Host: x\r\nConnection: close\r\n";

      assertThat(raw(head)).as(head).doesNotStartWith("HTTP/1.1 5");
    }
  }

  /** Sends what no client library would. */
  private static String raw(String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), admin.address().getPort())) {
      String text = head + "Authorization: Bearer " + Portcullis.TOKEN + "\r\n\r\n";
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
