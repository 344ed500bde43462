package io.portcullis.token;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.RSAKey;
import io.portcullis.policy.FirebaseClaims;
import io.portcullis.policy.Issuer;
import io.portcullis.policy.Member;
import io.portcullis.policy.Project;
import io.portcullis.policy.Reason;
import io.portcullis.policy.TokenCheck;
import io.portcullis.policy.TokenClaims;
import io.portcullis.policy.TokenType;
import io.portcullis.policy.VerifiedToken;
import io.portcullis.settings.Networks;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a verdict carries, and that many event loops may ask at the same time. */
class JwtVerifierTest {
  private static final int LOOPS = 4;

  private static Vertx vertx;
  private static KeyServer server;
  private static RSAKey key;
  private static JwtVerifier verifier;
  private static Project project;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));
    server = new KeyServer(vertx);
    key = Tokens.rsa("key");
    server.publish(key);
    verifier = newVerifier();
    project = Tokens.project(Tokens.issuer(server.url("/keys")));
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
  }

  @Test
  void aVerifiedTokenCarriesWhatItsIssuerVouchesFor() throws Exception {
    String token =
        Tokens.by(
            key,
            "key",
            Tokens.claims()
                .audience(List.of("web", "other"))
                .claim("azp", "web")
                .claim("email", "Alice@Shop.example")
                .claim("email_verified", "true")
                .claim("hd", "shop.example")
                .jwtID("id-1")
                .claim("scope", "orders.read orders.write")
                .claim("firebase", Map.of("sign_in_provider", "custom", "tenant", "tenant-1"))
                .claim("auth_time", Tokens.NOW.minusSeconds(90).getEpochSecond())
                .notBeforeTime(Date.from(Tokens.NOW)));

    VerifiedToken verified = ((TokenCheck.Verified) check(project, token)).token();

    assertThat(verified.claims())
        .isEqualTo(
            new TokenClaims(
                TokenType.ID,
                Tokens.ISS,
                "alice",
                List.of("web", "other"),
                "web",
                "Alice@Shop.example",
                true,
                "shop.example",
                "id-1",
                Tokens.NOW.plus(Duration.ofDays(30)),
                Tokens.NOW.minusSeconds(60),
                Tokens.NOW,
                Tokens.NOW.minusSeconds(90),
                Set.of("orders.read", "orders.write"),
                new FirebaseClaims("custom", "tenant-1")));
    assertThat(verified.signingInputHash())
        .isEqualTo(sha256(token.substring(0, token.lastIndexOf('.'))));
    assertThat(verified.project()).isEqualTo("shop");
    assertThat(verified.issuer().id()).isEqualTo("corp");
    assertThat(verified.algorithm()).isEqualTo("RS256");
    assertThat(verified.payload()).isEqualTo(token.split("\\.", -1)[1]);
    assertThat(verified.members())
        .contains(Member.user("alice@shop.example"), Member.subject("corp", "alice"));
    assertThat(verified.email().address()).isEqualTo("alice@shop.example");
  }

  private static String sha256(String text) throws NoSuchAlgorithmException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().formatHex(digest);
  }

  @Test
  void aRefusalTellsWhoseTokenItWasAndQuotesNoneOfIt() throws Exception {
    String payload = Tokens.by(key).split("\\.", -1)[1];
    String header =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));

    TokenCheck.Failed failed = (TokenCheck.Failed) check(project, header + "." + payload + ".AAAA");

    assertThat(failed.reason()).isEqualTo(Reason.ALGORITHM_NOT_ALLOWED);
    assertThat(failed.unverified().subject()).isEqualTo("alice");
    assertThat(failed.detail()).isEqualTo("alg none");
  }

  @Test
  void aTokenVerifiedForOneProjectIsJudgedAnewForAnother() throws Exception {
    String token = Tokens.by(key);
    Issuer usual = Tokens.issuer(server.url("/keys"));
    Project other =
        Tokens.project(
            new Issuer(
                "other",
                "idp",
                usual.kind(),
                Set.of(Tokens.ISS),
                usual.jwksUri(),
                null,
                usual.algorithms(),
                usual.clockSkew(),
                null,
                usual.authorizedParty(),
                true));

    VerifiedToken here = ((TokenCheck.Verified) check(project, token)).token();
    VerifiedToken there = ((TokenCheck.Verified) check(other, token)).token();

    assertThat(here.members()).contains(Member.subject("corp", "alice"));
    assertThat(there.project()).isEqualTo("other");
    assertThat(there.members())
        .contains(Member.subject("idp", "alice"))
        .doesNotContain(Member.subject("corp", "alice"));
  }

  @Test
  void allEventLoopsShareOneFetchAndEachGetsItsAnswerAtHome() throws Exception {
    JwtVerifier cold = newVerifier();
    int before = server.requests();
    List<Future<String>> answers = new ArrayList<>();

    for (int i = 0; i < 200; i++) {
      String token = Tokens.by(key, "key", Tokens.claims().jwtID("loop " + i));
      Context loop = ((VertxInternal) vertx).createEventLoopContext();
      Promise<String> answer = Promise.promise();
      loop.runOnContext(
          start ->
              cold.verify(project, token, Tokens.NOW)
                  .onComplete(
                      check ->
                          answer.complete(
                              (Vertx.currentContext() == loop ? "home " : "away ")
                                  + check.result().getClass().getSimpleName())));
      answers.add(answer.future());
    }

    assertThat(Future.all(answers).<String>map(all -> String.join(",", Set.copyOf(all.list()))))
        .satisfies(all -> assertThat(all.await(10, SECONDS)).isEqualTo("home Verified"));
    assertThat(server.requests()).isEqualTo(before + 1);
  }

  private static JwtVerifier newVerifier() {
    return new JwtVerifier(vertx, Networks.LOOPBACK, new MovableClock(Tokens.NOW), KeyArchive.NONE);
  }

  private static TokenCheck check(Project project, String token) throws Exception {
    return verifier.verify(project, token, Tokens.NOW).await(10, SECONDS);
  }
}
