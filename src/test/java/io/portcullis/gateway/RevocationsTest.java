package io.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import io.portcullis.Role;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RawHttp;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.portcullis.testing.Sql;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.Socket;
import java.net.SocketException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Users who are signed out and tokens that are revoked, seen by callers of two gateways. */
@ExtendWith(PostgresExtension.class)
class RevocationsTest {
  private static final String P = "/api/v1/projects/shop";

  private static DatabaseUrl database;
  private static Sql sql;
  private static OpenIdProvider provider;
  private static OpenIdProvider curve;
  private static Portcullis first;
  private static Portcullis second;
  private static AdminClient admin;
  private static RecordingBackend backend;
  private static Vertx vertx;

  /** Held, because Vert.x closes a client that nobody refers to, handshakes under way included. */
  private static WebSocketClient webSockets;

  private static final AtomicInteger USERS = new AtomicInteger();

  /** Nobody is signed out twice, so that no test depends on another. */
  private String user;

  @BeforeAll
  static void start(DatabaseUrl url) {
    database = url;
    sql = new Sql(url);
    vertx = Vertx.vertx();
    webSockets = vertx.createWebSocketClient();
    provider = OpenIdProvider.start();
    curve = OpenIdProvider.start("ES256");
    backend = RecordingBackend.start();
    first = Portcullis.start(url);
    second = Portcullis.start(url, Map.of(), Role.GATEWAY);
    admin = first.admin();
    new Sample(admin)
        .project("shop")
        .issuer("accounts", provider.asItem().put("clockSkewSeconds", 0))
        .issuer("curve", curve.asItem().put("algorithms", new JsonArray().add("ES256")))
        .client("web", "accounts")
        .client("mobile", "curve")
        .grant("all", "allAuthenticatedUsers")
        .backend("orders", backend.asItem())
        .route("all", "*", "/", "orders", "required");
  }

  @AfterAll
  static void stop() {
    first.close();
    second.close();
    backend.close();
    provider.close();
    curve.close();
    vertx.close().await();
  }

  @BeforeEach
  void nobodyYet() {
    backend.behave(request -> request.response().end("ok"));
    backend.forget();
    user = "user-" + USERS.incrementAndGet() + "@example.com";
  }

  private static HttpResponse<String> call(Portcullis gateway, String token) {
    return new AdminClient(gateway.gateway(), token).get("/");
  }

  private static void assertAdmitted(String token) {
    assertThat(call(first, token).statusCode()).isEqualTo(200);
    assertThat(call(second, token).statusCode()).isEqualTo(200);
  }

  private static void assertRejected(String token, String reason) {
    backend.forget();
    for (Portcullis gateway : new Portcullis[] {first, second}) {
      HttpResponse<String> answer = call(gateway, token);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
      assertThat(new JsonObject(answer.body()).getString("reason")).isEqualTo(reason);
      assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
          .contains("error=\"invalid_token\"");
    }
    assertThat(backend.connections()).as("connections to the backend").isZero();
  }

  private static JsonObject confirmed(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Portcullis-Confirmed").orElseThrow())
        .startsWith("replicas=2; applied=2; expired=0; ");
    return new JsonObject(answer.body());
  }

  private static String signOutOf(String user) {
    return P + "/users/accounts/sub-of-" + user + "/sign-out";
  }

  private static JsonObject signOut(String user) {
    return confirmed(admin.post(signOutOf(user)), 200);
  }

  private static JsonObject revoke(JsonObject revocation) {
    return confirmed(admin.post(P + "/token-revocations", revocation), 201);
  }

  private static String sha256(String token) throws Exception {
    String input = token.substring(0, token.lastIndexOf('.'));
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(input.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Tokens say whole seconds, so the next second is the first that is surely later. */
  private static void awaitSecondAfter(JsonObject signOut) {
    Instant until = Instant.parse(signOut.getString("issuedUntil"));
    Portcullis.await("later", () -> Instant.now().getEpochSecond() > until.getEpochSecond());
  }

  @Test
  void aUserWhoIsSignedOutNeedsANewToken() {
    String old = provider.token("web", user);
    String other = provider.token("web", "other@example.com");
    assertAdmitted(old);

    JsonObject signOut = signOut(user);

    assertRejected(old, "session_revoked");
    assertAdmitted(other);
    awaitSecondAfter(signOut);
    assertAdmitted(provider.token("web", user));
    assertRejected(old, "session_revoked");
  }

  @Test
  void aTokenThatDoesNotSayWhenItWasIssuedIsRejectedAfterASignOut() {
    String undated = provider.undatedToken("web", user);
    assertAdmitted(undated);

    awaitSecondAfter(signOut(user));

    assertRejected(undated, "session_revoked");
    assertRejected(provider.undatedToken("web", user), "session_revoked");
  }

  @Test
  void aTokenOfAnIssuerWhoseClockIsAheadDoesNotEscape() {
    long ahead = Instant.now().plusSeconds(8).getEpochSecond();
    String token = curve.token("mobile", user, Map.of("iat", ahead));
    assertAdmitted(token);

    confirmed(admin.post(P + "/users/curve/sub-of-" + user + "/sign-out"), 200);

    assertRejected(token, "session_revoked");
  }

  @Test
  void aSignOutOfAPastMomentSparesWhatWasIssuedSince() {
    long now = Instant.now().getEpochSecond();
    String stolen = provider.token("web", user, Map.of("iat", now - 600));
    String fresh = provider.token("web", user, Map.of("iat", now - 60));

    HttpResponse<String> answer =
        admin.post(
            signOutOf(user),
            new JsonObject()
                .put("issuedUntil", Instant.ofEpochSecond(now - 300).toString())
                .put("note", "telephone stolen"));

    confirmed(answer, 200);
    assertRejected(stolen, "session_revoked");
    assertAdmitted(fresh);
  }

  @Test
  void everybodyIsSignedOutAtOnceAndALaterReplicaKnows() throws IOException {
    // in a project of its own, because it is about everybody
    new Sample(admin)
        .project("all-out")
        .issuer("accounts", provider.asItem().put("clockSkewSeconds", 0))
        .client("other-web", "accounts")
        .grant("all", "allAuthenticatedUsers")
        .backend("orders", backend.asItem())
        .route("all", "all-out.example.com", "/", "orders", "required");
    String token = provider.token("other-web", user);
    assertThat(status(first, "all-out.example.com", token)).isEqualTo(200);

    JsonObject signOut = confirmed(admin.post("/api/v1/projects/all-out/sign-out"), 200);

    assertThat(signOut.getString("id")).isEqualTo("*");
    assertThat(status(first, "all-out.example.com", token)).isEqualTo(401);
    assertThat(status(second, "all-out.example.com", token)).isEqualTo(401);
    assertAdmitted(provider.token("web", user));
    try (Portcullis third = Portcullis.start(database, Map.of(), Role.GATEWAY)) {
      assertThat(status(third, "all-out.example.com", token)).isEqualTo(401);
      awaitSecondAfter(signOut);
      assertThat(status(third, "all-out.example.com", provider.token("other-web", user)))
          .isEqualTo(200);
    }
  }

  @Test
  void theUsersOfOneIssuerAreSignedOutAtOnceAndThoseOfOthersAreNot() throws Exception {
    String host = "issuer-out.example.com";
    String project = "/api/v1/projects/issuer-out";
    JsonObject leaked = provider.asItem().put("clockSkewSeconds", 0);
    new Sample(admin)
        .project("issuer-out")
        .issuer("leaked", leaked)
        .issuer("curve", curve.asItem().put("algorithms", new JsonArray().add("ES256")))
        .client("leaked-web", "leaked")
        .client("curve-app", "curve")
        .grant("all", "allAuthenticatedUsers")
        .backend("orders", backend.asItem())
        .route("all", host, "/", "orders", "required");
    String token = provider.token("leaked-web", user);
    String other = curve.token("curve-app", user);
    assertThat(status(first, host, token)).isEqualTo(200);

    JsonObject signOut = confirmed(admin.post(project + "/issuers/leaked/sign-out"), 200);

    assertThat(signOut.getString("id")).isEqualTo("leaked");
    assertThat(signOut.containsKey("subject")).isFalse();
    assertThat(status(first, host, token)).isEqualTo(401);
    assertThat(status(second, host, token)).isEqualTo(401);
    assertThat(status(second, host, other)).isEqualTo(200);
    awaitSecondAfter(signOut);
    assertThat(status(first, host, provider.token("leaked-web", user))).isEqualTo(200);

    admin.delete(project + "/clients/leaked-web", "If-Match", "*");
    admin.delete(project + "/issuers/leaked", "If-Match", "*");
    admin.create(project + "/issuers/leaked", leaked);
    confirmed(admin.post(project + "/clients/leaked-web/restore"), 200);
    assertThat(status(first, host, token)).isEqualTo(401);
  }

  private static int status(Portcullis gateway, String host, String token) throws IOException {
    return RawHttp.status(
        RawHttp.exchange(
            gateway.gateway(),
            "GET / HTTP/1.1\nHost: %s\nAuthorization: Bearer %s\n\n".formatted(host, token)));
  }

  @Test
  void aTokenIsRevokedByItsName() {
    String token = provider.token("web", user, Map.of("jti", "name of " + user));
    String sibling = provider.token("web", user, Map.of("jti", "another name of " + user));
    assertAdmitted(token);

    JsonObject revocation =
        revoke(new JsonObject().put("issuer", "accounts").put("jti", "name of " + user));

    assertThat(revocation.getString("id")).isEqualTo("accounts/name of " + user);
    assertRejected(token, "token_revoked");
    assertAdmitted(sibling);
  }

  @Test
  void aTokenIsRevokedByItselfOrByItsHash() throws Exception {
    String one = provider.token("web", user);
    String two = provider.token("web", user, Map.of("n", 2));
    assertAdmitted(one);
    assertAdmitted(two);

    JsonObject revocation = revoke(new JsonObject().put("token", one));
    revoke(new JsonObject().put("sha256", sha256(two).toUpperCase(Locale.ROOT)));

    assertThat(revocation.getString("sha256")).isEqualTo(sha256(one));
    assertRejected(one, "token_revoked");
    assertRejected(two, "token_revoked");
    assertAdmitted(provider.token("web", user, Map.of("n", 3)));
  }

  /** For ECDSA (r, n - s) is as good a signature as (r, s), and anybody can compute it. */
  @Test
  void aRevokedTokenIsNotBroughtBackByAnotherSpellingOfItsSignature() throws Exception {
    String token = curve.token("mobile", user);
    String respelled = respelled(token);
    assertThat(respelled).isNotEqualTo(token);
    assertAdmitted(token);
    assertAdmitted(respelled); // or this test shows nothing

    revoke(new JsonObject().put("token", token));

    assertRejected(token, "token_revoked");
    assertRejected(respelled, "token_revoked");
  }

  private static String respelled(String token) {
    int dot = token.lastIndexOf('.');
    byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
    BigInteger order = Curve.P_256.toECParameterSpec().getOrder();
    BigInteger s = order.subtract(new BigInteger(1, Arrays.copyOfRange(signature, 32, 64)));
    byte[] bytes = s.toByteArray();
    Arrays.fill(signature, 32, 64, (byte) 0);
    int length = Math.min(bytes.length, 32);
    System.arraycopy(bytes, bytes.length - length, signature, 64 - length, length);
    return token.substring(0, dot + 1)
        + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  @Test
  void revocationsSurviveARestart() {
    String signedOut = provider.token("web", user);
    String revoked = provider.token("web", "again-" + user);
    signOut(user);
    revoke(new JsonObject().put("token", revoked));

    second.close();
    second = Portcullis.start(database, Map.of(), Role.GATEWAY);

    assertRejected(signedOut, "session_revoked");
    assertRejected(revoked, "token_revoked");
  }

  @Test
  void rowsMadeByHandInSqlReachEveryGateway() throws Exception {
    String signedOut = provider.token("web", user);
    String revoked = provider.token("web", "again-" + user);
    assertAdmitted(signedOut);
    assertAdmitted(revoked);

    sql.run(
        "INSERT INTO sign_out (project_id, issuer, subject) VALUES ('shop', 'accounts', 'sub-of-%s')"
            .formatted(user),
        "INSERT INTO token_revocation (project_id, sha256) VALUES ('shop', '%s')"
            .formatted(sha256(revoked)));

    for (Portcullis gateway : new Portcullis[] {first, second}) {
      Portcullis.await("known", () -> call(gateway, signedOut).statusCode() == 401);
    }
    assertRejected(signedOut, "session_revoked");
    assertRejected(revoked, "token_revoked");
  }

  @Test
  void aWebSocketIsClosedWith4401WhenItsUserIsSignedOut() throws Exception {
    backend.behave(request -> request.toWebSocket());
    for (Portcullis gateway : new Portcullis[] {first, second}) {
      WebSocket socket = openWebSocket(gateway, provider.token("web", gateway.gateway() + user));
      WebSocket other = openWebSocket(gateway, provider.token("web", "other@example.com"));
      CompletableFuture<Void> closed = new CompletableFuture<>();
      socket.closeHandler(closed::complete);

      confirmed(
          admin.post(
              P
                  + "/users/accounts/"
                  + URLEncoder.encode("sub-of-" + gateway.gateway() + user, StandardCharsets.UTF_8)
                  + "/sign-out"),
          200);

      closed.get(10, TimeUnit.SECONDS);
      assertThat(socket.closeStatusCode()).isEqualTo((short) 4401);
      assertThat(socket.closeReason()).isEqualTo("session_revoked");
      assertThat(other.isClosed()).isFalse();
      other.close().await();
    }
  }

  private static WebSocket openWebSocket(Portcullis gateway, String token) {
    return webSockets
        .connect(
            new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(gateway.gateway().getPort())
                .setURI("/ws")
                .putHeader("Authorization", "Bearer " + token))
        .await();
  }

  @Test
  void aStreamOfEventsBreaksOffWhenItsTokenIsRevoked() throws Exception {
    backend.behave(request -> request.response().setChunked(true).write("data: 0\n\n"));
    String token = provider.token("web", user);
    try (Socket socket = RawHttp.connect(second.gateway())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              ("GET /events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      readUntil(socket.getInputStream(), "data: 0");

      revoke(new JsonObject().put("token", token));

      assertThat(rest(socket)).doesNotEndWith("0\r\n\r\n");
    }
    String list = P + "/rejections?filter=path==/events;reason==token_revoked;email==" + user;
    Portcullis.await(
        "logged", () -> !new JsonObject(admin.get(list).body()).getJsonArray("items").isEmpty());
  }

  private static void readUntil(InputStream input, String text) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(text) < 0) {
      int octet = input.read();
      assertThat(octet).as(read.toString()).isNotNegative();
      read.append((char) octet);
    }
  }

  private static String rest(Socket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (SocketException reset) {
      return "";
    }
  }

  /** The one thing that a sweep must not do is to let anybody in. */
  @Test
  void whatIsSweptStaysRejectedWhenTheMaximumAgeIsRaisedLater() throws Exception {
    new Sample(admin)
        .project("swept")
        .issuer("accounts", provider.asItem().put("maxTokenAgeSeconds", 60))
        .client("swept-web", "accounts")
        .grant("all", "allAuthenticatedUsers")
        .backend("orders", backend.asItem())
        .route("all", "swept.example.com", "/", "orders", "required");
    long now = Instant.now().getEpochSecond();
    String old = provider.token("swept-web", user, Map.of("iat", now - 4 * 3600));
    String younger = provider.token("swept-web", user, Map.of("iat", now - 3600));
    for (int i = 0; i < 3; i++) {
      sql.run(
          "INSERT INTO sign_out (project_id, issuer, subject, issued_until) VALUES ('swept', 'accounts', 'sub-of-%s', now() - interval '%d hours')"
              .formatted(i == 0 ? user : "somebody-" + i, 3 + i));
    }

    Portcullis.await(
        "swept", () -> number("SELECT count(*) FROM sign_out WHERE project_id = 'swept'") == 1);

    assertThat(
            sql.rows(
                "SELECT id, issued_until < now() - interval '2 hours' FROM sign_out WHERE project_id = 'swept'"))
        .containsExactly(List.of("accounts", "t"));
    assertThat(
            sql.number(
                "SELECT count(*) FROM policy_change WHERE actor = 'sweep of revocations' AND project_id = 'swept' AND op = 'delete'"))
        .isEqualTo(3);
    admin.change(
        "/api/v1/projects/swept/issuers/accounts",
        new JsonObject().put("maxTokenAgeSeconds", 86_400));
    assertThat(status(first, "swept.example.com", old)).isEqualTo(401);
    assertThat(status(second, "swept.example.com", old)).isEqualTo(401);
    assertThat(status(first, "swept.example.com", younger)).isEqualTo(200);
  }

  @Test
  void aTokenRevocationIsSweptOnceItsTokenHasLongExpired() throws SQLException {
    sql.run(
        "INSERT INTO token_revocation (project_id, issuer, jti, expires_at) VALUES ('shop', 'accounts', 'over', now() - interval '2 hours')",
        "INSERT INTO token_revocation (project_id, issuer, jti, expires_at) VALUES ('shop', 'accounts', 'hardly over', now() - interval '1 minute')",
        "INSERT INTO token_revocation (project_id, issuer, jti) VALUES ('shop', 'accounts', 'for good')");

    Portcullis.await(
        "swept", () -> number("SELECT count(*) FROM token_revocation WHERE jti = 'over'") == 0);

    assertThat(
            sql.number(
                "SELECT count(*) FROM token_revocation WHERE jti IN ('hardly over', 'for good')"))
        .isEqualTo(2);
    assertThat(
            sql.rows(
                "SELECT actor, op FROM policy_change WHERE id = 'accounts/over' ORDER BY rev DESC LIMIT 1"))
        .containsExactly(List.of("sweep of revocations", "delete"));
  }

  private static long number(String query) {
    try {
      return sql.number(query);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
