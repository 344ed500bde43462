package io.portcullis.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator asks why a request is rejected, and does what is said to help. */
@ExtendWith(PostgresExtension.class)
class ExplainApiTest {
  private static final String ALICE = "alice@example.com";

  private static OpenIdProvider provider;
  private static OpenIdProvider stranger;
  private static RecordingBackend backend;
  private static Portcullis portcullis;
  private static AdminClient admin;
  private static int projects;

  private final String project = "shop-" + ++projects;
  private final String path = "/" + project + "/orders";

  @BeforeAll
  static void start(DatabaseUrl url) {
    provider = OpenIdProvider.start();
    stranger = OpenIdProvider.start();
    backend = RecordingBackend.start();
    portcullis = Portcullis.start(url);
    admin = portcullis.admin();
  }

  @AfterAll
  static void stop() {
    portcullis.close();
    backend.close();
    provider.close();
    stranger.close();
  }

  private Sample sample() {
    return new Sample(admin)
        .project(project)
        .issuer("accounts", provider.asItem())
        .backend("orders", backend.asItem())
        .route("all", "*", "/" + project, "orders", "required");
  }

  private JsonObject explain(JsonObject asked) {
    HttpResponse<String> answer =
        admin.send("POST", "/api/v1/projects/" + project + "/explain", asked.encode());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonObject(answer.body());
  }

  private JsonObject explain(String token) {
    return explain(asked().put("token", token));
  }

  private JsonObject asked() {
    return new JsonObject().put("method", "GET").put("host", "127.0.0.1").put("path", path);
  }

  private int call(String token) {
    return new AdminClient(portcullis.gateway(), token).get(path).statusCode();
  }

  private void carryOut(JsonObject explained) {
    for (Object remedy : explained.getJsonArray("remedies")) {
      JsonObject call = ((JsonObject) remedy).getJsonObject("call");
      HttpResponse<String> answer =
          admin.send(
              call.getString("method"),
              call.getString("path"),
              call.containsKey("body") ? call.getJsonObject("body").encode() : "",
              call.containsKey("ifMatch")
                  ? new String[] {"If-Match", call.getString("ifMatch")}
                  : new String[0]);
      assertThat(answer.statusCode()).as(call + ": " + answer.body()).isLessThan(300);
    }
  }

  private static List<String> actions(JsonObject explained) {
    return explained.getJsonArray("remedies").stream()
        .map(remedy -> ((JsonObject) remedy).getString("action"))
        .toList();
  }

  private static JsonObject check(JsonObject explained, String name) {
    return explained.getJsonArray("checks").stream()
        .map(JsonObject.class::cast)
        .filter(one -> one.getString("check").equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aClientThatIsNotRegisteredAndAUserWithoutAGrantAreTwoRemediesAway() {
    sample();
    String token = provider.token("web", ALICE);
    assertThat(call(token)).isEqualTo(401);

    JsonObject explained = explain(token);

    assertThat(explained.getBoolean("admitted")).isFalse();
    assertThat(explained.getString("reason")).isEqualTo("audience_not_allowed");
    assertThat(check(explained, "issuer").getString("outcome")).isEqualTo("passed");
    assertThat(check(explained, "audience").getString("outcome")).isEqualTo("failed");
    assertThat(check(explained, "audience").getString("found")).contains("web");
    assertThat(check(explained, "grant").getString("outcome")).isEqualTo("not-reached");
    new Sample(admin)
        .project("other-of-" + project)
        .issuer("accounts", provider.asItem())
        .client("web", "accounts");
    assertThat(explain(token).getJsonArray("registeredIn")).contains("other-of-" + project);
    assertThat(actions(explained)).containsExactly("register-client", "grant");
    assertThat(explained.getBoolean("sufficient")).isTrue();
    carryOut(explained);
    assertThat(call(token)).isEqualTo(200);
  }

  @Test
  void whoSwitchedAClientOffIsNamed() {
    sample().client("web", "accounts").grant("all", "allAuthenticatedUsers");
    String token = provider.token("web", ALICE);
    admin.change(
        "/api/v1/projects/" + project + "/clients/web", new JsonObject().put("state", "disabled"));

    JsonObject explained = explain(token);

    assertThat(explained.getString("reason")).isEqualTo("client_disabled");
    JsonObject remedy = explained.getJsonArray("remedies").getJsonObject(0);
    assertThat(remedy.getJsonObject("since").getString("actor")).isEqualTo("set-up token");
    assertThat(remedy.getJsonObject("since").getLong("revision"))
        .isEqualTo(explained.getLong("revision"));
    carryOut(explained);
    assertThat(call(token)).isEqualTo(200);
  }

  @Test
  void aRevokedClientIsRestoredByNothingButRestoring() {
    sample().client("web", "accounts").grant("all", "allAuthenticatedUsers");
    String token = provider.token("web", ALICE);
    admin.change(
        "/api/v1/projects/" + project + "/clients/web", new JsonObject().put("state", "revoked"));

    JsonObject explained = explain(token);

    assertThat(actions(explained)).containsExactly("restore-client");
    carryOut(explained);
    assertThat(call(token)).isEqualTo(200);
  }

  @Test
  void aForgedTokenHasNoRemedy() {
    sample();
    String forged = withSignatureOfAnother(provider.token("web", ALICE));

    JsonObject explained = explain(forged);

    assertThat(explained.getString("reason")).isEqualTo("audience_not_allowed");
    assertThat(explained.getJsonObject("token").getBoolean("verified")).isFalse();
    assertThat(explained.getJsonArray("remedies")).isEmpty();
    assertThat(explained.getBoolean("sufficient")).isFalse();
  }

  private static String withSignatureOfAnother(String token) {
    String other = stranger.token("web", ALICE);
    return token.substring(0, token.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
  }

  @Test
  void anExpiredTokenIsBeyondHelpAndSaysByHowMuch() {
    sample().client("web", "accounts").grant("all", "allAuthenticatedUsers");
    JsonObject explained = explain(asked().put("claims", claims().put("exp", 1_000_000)));

    assertThat(explained.getString("reason")).isEqualTo("token_expired");
    assertThat(check(explained, "time").getString("found")).contains(" s ago)");
    assertThat(explained.getJsonArray("remedies")).isEmpty();
    assertThat(explained.getBoolean("sufficient")).isFalse();
  }

  @Test
  void claimsThatNobodySignedCanBeTriedOut() {
    sample().client("web", "accounts");

    JsonObject explained = explain(asked().put("claims", claims()));

    assertThat(explained.getString("reason")).isEqualTo("user_not_granted");
    assertThat(check(explained, "grant").getString("expected")).contains("user:" + ALICE);
    assertThat(actions(explained)).containsExactly("grant");
    carryOut(explained);
    assertThat(explain(asked().put("claims", claims())).getBoolean("admitted")).isTrue();
    assertThat(call(provider.token("web", ALICE))).isEqualTo(200);
  }

  private static JsonObject claims() {
    return new JsonObject()
        .put("iss", provider.issuer())
        .put("sub", "alice")
        .put("aud", new JsonArray().add("web"))
        .put("exp", 4_102_444_800L)
        .put("email", ALICE)
        .put("email_verified", true);
  }

  @Test
  void aRequestWithoutATokenAndOneWithoutARouteAreExplainedToo() {
    sample();
    assertThat(explain(asked()).getString("reason")).isEqualTo("token_missing");

    JsonObject elsewhere = explain(asked().put("path", "/nowhere-" + project));
    assertThat(elsewhere.getString("reason")).isEqualTo("route_not_found");
    assertThat(check(elsewhere, "route").getString("outcome")).isEqualTo("failed");
  }

  @Test
  void aRejectionIsExplainedByItsRequestIdWithWhatWouldAdmitTheUserNow() {
    sample().client("web", "accounts");
    String token = provider.token("web", ALICE);
    HttpResponse<String> rejected =
        new AdminClient(portcullis.gateway(), token).get(path, "X-Request-Id", project + ".r1");
    assertThat(rejected.statusCode()).isEqualTo(403);
    String explained = "/api/v1/rejections/" + project + ".r1";
    Portcullis.await("kept", () -> admin.get(explained).statusCode() == 200);

    JsonObject told = new JsonObject(admin.get(explained).body());

    assertThat(told.getJsonObject("rejection").getString("reason")).isEqualTo("user_not_granted");
    assertThat(check(told, "signature").getString("outcome")).isEqualTo("passed");
    assertThat(check(told, "grant").getString("outcome")).isEqualTo("failed");
    assertThat(check(told.getJsonObject("now"), "sign-in").getString("found"))
        .isEqualTo("not asked for by this issuer");
    assertThat(actions(told.getJsonObject("now"))).containsExactly("grant");
    carryOut(told.getJsonObject("now"));
    assertThat(call(token)).isEqualTo(200);
    assertThat(
            new JsonObject(admin.get(explained).body()).getJsonObject("now").getBoolean("admitted"))
        .isTrue();
  }

  @Test
  void aForgedTokensRejectionHasNoRemedy() {
    sample();
    String forged = withSignatureOfAnother(provider.token("web", ALICE));
    new AdminClient(portcullis.gateway(), forged).get(path, "X-Request-Id", project + ".r2");
    String explained = "/api/v1/rejections/" + project + ".r2";
    Portcullis.await("kept", () -> admin.get(explained).statusCode() == 200);

    JsonObject told = new JsonObject(admin.get(explained).body());

    assertThat(told.getJsonObject("rejection").getBoolean("verified")).isFalse();
    assertThat(told.getJsonObject("now").getJsonArray("remedies")).isEmpty();
    assertThat(admin.get("/api/v1/rejections/nobody").statusCode()).isEqualTo(404);
  }

  @Test
  void theRejectionOfARevokedClientsTokenSaysWhatBringsTheClientBack() {
    sample().client("web", "accounts").grant("all", "allAuthenticatedUsers");
    String token = provider.token("web", ALICE);
    assertThat(call(token)).isEqualTo(200);
    admin.change(
        "/api/v1/projects/" + project + "/clients/web", new JsonObject().put("state", "revoked"));

    JsonObject told = rejection(token, "client_revoked");

    assertThat(told.getJsonObject("rejection").getBoolean("verified")).isTrue();
    assertThat(told.getJsonObject("rejection").getString("email")).isEqualTo(ALICE);
    assertThat(check(told, "client-state").getString("outcome")).isEqualTo("failed");
    assertThat(check(told, "signature").getString("outcome")).isEqualTo("not-reached");
    assertThat(actions(told.getJsonObject("now"))).containsExactly("restore-client");
    carryOut(told.getJsonObject("now"));
    assertThat(call(token)).isEqualTo(200);
  }

  @Test
  void aTokenThatTheGatewayHasNeverSeenIsVerifiedAlthoughItsClientIsOff() {
    sample().client("web", "accounts").grant("all", "allAuthenticatedUsers");
    JsonObject disabled = new JsonObject().put("state", "disabled");
    admin.change("/api/v1/projects/" + project + "/clients/web", disabled);

    JsonObject told = rejection(provider.token("web", ALICE), "client_disabled");

    assertThat(told.getJsonObject("rejection").getBoolean("verified")).isTrue();
    assertThat(actions(told.getJsonObject("now"))).containsExactly("enable-client");
  }

  @Test
  void aTokenForgedForAClientThatHasExpiredBringsNothingBack() {
    sample().client("web", "accounts").grant("all", "allAuthenticatedUsers");
    JsonObject expired = new JsonObject().put("expiresAt", "2026-01-01T00:00:00Z");
    admin.change("/api/v1/projects/" + project + "/clients/web", expired);
    String token = provider.token("web", ALICE);

    JsonObject told = rejection(withSignatureOfAnother(token), "client_expired");

    assertThat(told.getJsonObject("rejection").getBoolean("verified")).isFalse();
    assertThat(told.getJsonObject("now").getJsonArray("remedies")).isEmpty();
    assertThat(actions(explain(token))).containsExactly("renew-client");
    assertThat(explain(withSignatureOfAnother(token)).getJsonArray("remedies")).isEmpty();
  }

  /** Has a request rejected, and asks why. */
  private JsonObject rejection(String token, String reason) {
    String id = project + ".rejected";
    HttpResponse<String> answer =
        new AdminClient(portcullis.gateway(), token).get(path, "X-Request-Id", id);
    assertThat(answer.statusCode()).isEqualTo(401);
    Portcullis.await("kept", () -> admin.get("/api/v1/rejections/" + id).statusCode() == 200);
    JsonObject told = new JsonObject(admin.get("/api/v1/rejections/" + id).body());
    assertThat(told.getJsonObject("rejection").getString("reason")).isEqualTo(reason);
    return told;
  }

  @Test
  void aRouteOfAnotherProjectIsNotExplained() {
    sample();
    new Sample(admin)
        .project("other-" + project)
        .backend("orders", backend.asItem())
        .route("all", "*", "/other-" + project, "orders", "required");

    HttpResponse<String> answer =
        admin.send(
            "POST",
            "/api/v1/projects/" + project + "/explain",
            asked().put("path", "/other-" + project).encode());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("another project");
  }
}
