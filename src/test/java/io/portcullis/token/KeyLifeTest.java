package io.portcullis.token;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.RSAKey;
import io.portcullis.policy.Client;
import io.portcullis.policy.Issuer;
import io.portcullis.policy.Member;
import io.portcullis.policy.Project;
import io.portcullis.policy.Reason;
import io.portcullis.policy.TokenCheck;
import io.portcullis.settings.Networks;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Issuers' keys through their life: a real key server, and a clock that is moved by hand. */
class KeyLifeTest {
  private static Vertx vertx;
  private static RSAKey first;
  private static RSAKey second;

  private final MovableClock clock = new MovableClock(Tokens.NOW);
  private KeyServer server;
  private JwtVerifier verifier;
  private Project project;

  @BeforeAll
  static void makeKeys() {
    vertx = Vertx.vertx();
    first = Tokens.rsa("first");
    second = Tokens.rsa("second");
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
  }

  @BeforeEach
  void startServer() {
    server = new KeyServer(vertx);
    verifier = new JwtVerifier(vertx, Networks.LOOPBACK, clock, KeyArchive.NONE);
    project = Tokens.project(Tokens.issuer(server.url("/keys")));
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void fetchesOnceForAllTokensThatWait() {
    server.publish(first);

    List<Future<TokenCheck>> checks =
        IntStream.range(0, 50)
            .mapToObj(i -> verify(Tokens.by(first, "first", Tokens.claims().jwtID("" + i))))
            .toList();

    assertThat(checks).allSatisfy(check -> assertVerified(await(check)));
    assertThat(server.requests()).isEqualTo(1);
  }

  @Test
  void answersAtOnceWhenTheKeysAreAtHand() {
    server.publish(first);
    assertVerified(check(Tokens.by(first)));

    Future<TokenCheck> other = verify(Tokens.by(first, "first", Tokens.claims().jwtID("other")));

    assertThat(other.isComplete()).isTrue();
    assertVerified(other.result());
  }

  @Test
  void comesBackToTheCallersEventLoop() {
    server.publish(first);
    Promise<Boolean> same = Promise.promise();
    Context caller = vertx.getOrCreateContext();

    caller.runOnContext(
        start ->
            verify(Tokens.by(first))
                .onComplete(done -> same.complete(Vertx.currentContext() == caller)));

    assertThat(await(same.future())).isTrue();
  }

  @Test
  void findsANewKeyAtOnce() {
    server.publish(first);
    assertVerified(check(Tokens.by(first)));
    server.publish(first, second);

    assertVerified(check(Tokens.by(second)));
  }

  @Test
  void aSearchThatWasPlannedIsNotMadeOnceAnotherHasBeen() {
    server.publish(first);
    assertVerified(check(Tokens.by(first)));
    assertFailed(check(withUnknownKey()), Reason.KEY_UNKNOWN);
    int before = server.requests();
    clock.advance(Duration.ofMillis(1800)); // the next may be in 200 ms

    Future<TokenCheck> planned = verify(withUnknownKey());
    clock.advance(Duration.ofMillis(200));
    assertFailed(check(withUnknownKey()), Reason.KEY_UNKNOWN);

    assertFailed(await(planned), Reason.KEY_UNKNOWN);
    assertThat(server.requests()).isEqualTo(before + 1);
  }

  @Test
  void unknownKeysThatComeTogetherCostOneFetch() {
    server.publish(first);
    assertVerified(check(Tokens.by(first)));

    List<String> tokens = IntStream.range(0, 100).mapToObj(i -> withUnknownKey()).toList();
    List<Future<TokenCheck>> checks = tokens.stream().map(this::verify).toList();

    assertThat(checks).allSatisfy(check -> assertFailed(await(check), Reason.KEY_UNKNOWN));
    assertThat(server.requests())
        .isBetween(2, 3); // the second for those that came during the first
  }

  @Test
  void aKeyThatWasNotThereIsNotAskedForAgainForTenSeconds() {
    server.publish(first);
    assertVerified(check(Tokens.by(first)));
    assertFailed(check(Tokens.by(second)), Reason.KEY_UNKNOWN);
    server.publish(first, second);

    assertFailed(check(Tokens.by(second)), Reason.KEY_UNKNOWN);
    assertThat(server.requests()).isEqualTo(2);

    clock.advance(Duration.ofSeconds(10));
    assertVerified(check(Tokens.by(second)));
    assertThat(server.requests()).isEqualTo(3);
  }

  @Test
  void aNewKeyWaitsForTheEndOfThePauseAndIsNotRefused() {
    server.publish(first);
    assertVerified(check(Tokens.by(first)));
    assertFailed(check(withUnknownKey()), Reason.KEY_UNKNOWN);
    server.publish(first, second);

    Future<TokenCheck> waiting = verify(Tokens.by(second));

    assertThat(waiting.isComplete()).isFalse();
    assertVerified(await(waiting));
    assertThat(server.requests()).isEqualTo(3);
  }

  @Test
  void aKeyThatWasPublishedDuringAFetchIsLookedForAgain() {
    server.publish(first);
    assertVerified(check(Tokens.by(first)));
    Promise<HttpServerRequest> slow = Promise.promise();
    server.behave(slow::complete);
    Future<TokenCheck> early = verify(withUnknownKey());
    HttpServerRequest held = await(slow.future());

    Future<TokenCheck> honest = verify(Tokens.by(second));
    server.publish(first, second);
    KeyServer.answer(held, first);

    assertFailed(await(early), Reason.KEY_UNKNOWN);
    assertVerified(await(honest));
  }

  @Test
  void keysOutliveTheProcessWhileTheIssuerIsDown() {
    RememberedKeys archive = new RememberedKeys();
    verifier = new JwtVerifier(vertx, Networks.LOOPBACK, clock, archive);
    server.publish(first);
    assertVerified(check(Tokens.by(first)));
    server.fail();

    clock.advance(Duration.ofHours(23));
    verifier = new JwtVerifier(vertx, Networks.LOOPBACK, clock, archive);
    assertVerified(check(Tokens.by(first)));
    assertFailed(check(Tokens.by(second)), Reason.KEYS_UNAVAILABLE);

    clock.advance(Duration.ofHours(1));
    verifier = new JwtVerifier(vertx, Networks.LOOPBACK, clock, archive);
    assertFailed(check(Tokens.by(first)), Reason.KEYS_UNAVAILABLE);
  }

  @Test
  void keptKeysThatAreStillFreshSpareTheIssuer() {
    RememberedKeys archive = new RememberedKeys();
    verifier = new JwtVerifier(vertx, Networks.LOOPBACK, clock, archive);
    server.publish(first);
    assertVerified(check(Tokens.by(first)));

    verifier = new JwtVerifier(vertx, Networks.LOOPBACK, clock, archive);
    assertVerified(check(Tokens.by(first)));
    assertThat(server.requests()).isEqualTo(1);
  }

  @Test
  void aKeptKeyThatWasWithdrawnIsRefused() {
    RememberedKeys archive = new RememberedKeys();
    verifier = new JwtVerifier(vertx, Networks.LOOPBACK, clock, archive);
    server.publish(first);
    assertVerified(check(Tokens.by(first)));
    server.publish(second);
    clock.advance(Duration.ofMinutes(10));

    verifier = new JwtVerifier(vertx, Networks.LOOPBACK, clock, archive);
    assertFailed(check(Tokens.by(first)), Reason.KEY_UNKNOWN);
  }

  @Test
  void aKeptKeyWhoseNameTheIssuerGaveToAnotherRefusesNobody() {
    RememberedKeys archive = new RememberedKeys();
    verifier = new JwtVerifier(vertx, Networks.LOOPBACK, clock, archive);
    server.publish(first);
    assertVerified(check(Tokens.by(first)));
    RSAKey renewed = new RSAKey.Builder(second).keyID("first").build();
    server.publish(renewed);

    verifier = new JwtVerifier(vertx, Networks.LOOPBACK, clock, archive);
    assertVerified(check(Tokens.by(renewed)));
    assertFailed(check(Tokens.by(first)), Reason.SIGNATURE_INVALID);
    assertThat(server.requests()).isEqualTo(2);
  }

  @Test
  void anArchiveThatIsDownSilentOrBrokenCostsNothingButItself() {
    server.publish(first);
    verifier = new JwtVerifier(vertx, Networks.LOOPBACK, clock, RememberedKeys.broken());
    assertVerified(check(Tokens.by(first)));

    verifier = new JwtVerifier(vertx, Networks.LOOPBACK, clock, RememberedKeys.silent());
    assertVerified(check(Tokens.by(first)));

    verifier = new JwtVerifier(vertx, Networks.LOOPBACK, clock, RememberedKeys.of("{\"keys\":[]}"));
    assertVerified(check(Tokens.by(first)));
  }

  @Test
  void unknownKeysDoNotTroubleKnownOnes() {
    server.publish(first);
    assertVerified(check(Tokens.by(first)));
    server.behave(request -> {}); // never answers

    Future<TokenCheck> unknown = verify(withUnknownKey());
    Future<TokenCheck> known = verify(Tokens.by(first, "first", Tokens.claims().jwtID("1")));

    assertThat(unknown.isComplete()).isFalse();
    assertVerified(known.result());
  }

  @Test
  void tokensAreNotRefusedForAnIssuerThatIsDown() {
    server.fail();
    assertFailed(check(Tokens.by(first)), Reason.KEYS_UNAVAILABLE);
    assertFailed(check(Tokens.by(first)), Reason.KEYS_UNAVAILABLE);
    assertThat(server.requests()).isEqualTo(1);

    server.publish(first);
    clock.advance(Duration.ofSeconds(1));
    assertVerified(check(Tokens.by(first)));
  }

  @Test
  void oldKeysServeForADayWhileTheIssuerIsDown() {
    server.publish(first);
    assertVerified(check(Tokens.by(first)));
    server.fail();

    clock.advance(Duration.ofHours(23));
    assertVerified(check(Tokens.by(first)));
    assertFailed(check(Tokens.by(second)), Reason.KEYS_UNAVAILABLE);

    clock.advance(Duration.ofHours(1));
    assertFailed(check(Tokens.by(first)), Reason.KEYS_UNAVAILABLE);
  }

  @Test
  void aRefreshWithoutUsableKeysKeepsTheOldOnes() {
    server.publish(first);
    assertVerified(check(Tokens.by(first)));
    server.answer("{\"keys\":[]}");
    clock.advance(Duration.ofMinutes(10));

    assertVerified(check(Tokens.by(first)));
    assertThat(server.requests()).isEqualTo(2);
  }

  @Test
  void aWithdrawnKeyTakesItsVerifiedTokensWithIt() {
    server.publish(first, second);
    assertVerified(check(Tokens.by(first)));
    server.publish(second);
    clock.advance(Duration.ofMinutes(10));

    assertVerified(check(Tokens.by(second)));
    assertFailed(check(Tokens.by(first)), Reason.KEY_UNKNOWN);
  }

  @Test
  void aKeyUnderAWithdrawnKeysNameIsAnotherKey() {
    server.publish(first);
    assertVerified(check(Tokens.by(first)));
    server.publish(new RSAKey.Builder(second).keyID("first").build());
    clock.advance(Duration.ofMinutes(10));

    assertFailed(check(Tokens.by(first)), Reason.SIGNATURE_INVALID);
  }

  @Test
  void refreshesAheadWithoutMakingTokensWait() {
    server.publish(first);
    assertVerified(check(Tokens.by(first)));
    Promise<Void> refreshed = Promise.promise();
    server.behave(request -> refreshed.complete());
    clock.advance(Duration.ofMinutes(8));

    assertThat(verify(Tokens.by(first)).isComplete()).isTrue();
    await(refreshed.future());
  }

  @Test
  void keepsToTheServersMaxAgeWithinReason() {
    answerWithMaxAge(3_600);
    assertVerified(check(Tokens.by(first)));
    clock.advance(Duration.ofMinutes(40));
    assertVerified(check(Tokens.by(first)));
    assertThat(server.requests()).isEqualTo(1);

    answerWithMaxAge(0);
    clock.advance(Duration.ofMinutes(20));
    assertVerified(check(Tokens.by(first)));
    clock.advance(Duration.ofMinutes(3));
    assertVerified(check(Tokens.by(first)));
    assertThat(server.requests()).isEqualTo(2);
  }

  @Test
  void policyIsAskedAgainForAVerifiedToken() {
    server.publish(first);
    assertVerified(check(Tokens.by(first)));
    project = Tokens.project(Tokens.issuer(server.url("/keys")), "other");

    assertFailed(check(Tokens.by(first)), Reason.AUDIENCE_NOT_ALLOWED);
  }

  @Test
  void whetherATokenOfARevokedClientIsTheIssuersIsStillTold() {
    server.publish(first);
    project = Tokens.project(Tokens.issuer(server.url("/keys")), Client.State.REVOKED);

    assertVerified(check(Tokens.by(first)));
    assertVerified(check(Tokens.by(first)));
    assertFailed(check(Tokens.by(Tokens.rsa("first"))), Reason.CLIENT_REVOKED);
  }

  @Test
  void noKeyIsLookedForOnAccountOfARevokedClientsToken() {
    server.publish(first);
    project = Tokens.project(Tokens.issuer(server.url("/keys")), Client.State.REVOKED);

    assertFailed(check(withUnknownKey()), Reason.CLIENT_REVOKED);
    clock.advance(Duration.ofMinutes(1));
    assertFailed(check(withUnknownKey()), Reason.CLIENT_REVOKED);

    assertThat(server.requests()).isEqualTo(1);
  }

  @Test
  void aRevokedClientsTokenIsRefusedForThatWhileKeysCannotBeFetched() {
    server.behave(request -> request.response().setStatusCode(500).end());
    project = Tokens.project(Tokens.issuer(server.url("/keys")), Client.State.REVOKED);

    assertFailed(check(Tokens.by(first)), Reason.CLIENT_REVOKED);
  }

  @Test
  void timeIsAskedAgainForAVerifiedToken() {
    server.publish(first);
    assertVerified(check(Tokens.by(first)));
    clock.advance(Duration.ofDays(31));

    assertFailed(check(Tokens.by(first)), Reason.TOKEN_EXPIRED);
  }

  @Test
  void membersAreMadeAnewWhenTheIssuerIsDefinedAnew() {
    server.publish(first);
    String token =
        Tokens.by(
            first,
            "first",
            Tokens.claims().claim("email", "alice@shop.example").claim("email_verified", true));
    assertThat(members(check(token))).contains(Member.domain("shop.example"));

    project = Tokens.project(Tokens.issuer(Issuer.Kind.GOOGLE, server.url("/keys"), null));

    assertThat(members(check(token)))
        .contains(Member.user("alice@shop.example"))
        .doesNotContain(Member.domain("shop.example"));
  }

  @Test
  void anIssuerThatMovedIsAskedAtItsNewPlace() {
    server.publish(first);
    assertVerified(check(Tokens.by(first)));
    server.publish(second);
    project = Tokens.project(Tokens.issuer(server.url("/elsewhere")));

    assertFailed(check(Tokens.by(first)), Reason.KEY_UNKNOWN);
  }

  @Test
  void learnsThePlaceOfTheKeysFromTheMetadata() {
    project = discovered();
    server.behave(request -> metadata(request, Tokens.ISS, server.url("/keys")));

    assertVerified(check(Tokens.by(first)));
    assertThat(server.requests()).isEqualTo(2);
  }

  @Test
  void metadataOfAnotherIssuerAreRefused() {
    project = discovered();
    server.behave(request -> metadata(request, "https://other.example", server.url("/keys")));

    assertThat(assertFailed(check(Tokens.by(first)), Reason.KEYS_UNAVAILABLE).detail())
        .contains("another issuer");
  }

  @Test
  void metadataCannotSendTheGatewayElsewhere() {
    project = discovered();
    server.behave(request -> metadata(request, Tokens.ISS, "http://169.254.169.254/keys"));

    assertThat(assertFailed(check(Tokens.by(first)), Reason.KEYS_UNAVAILABLE).detail())
        .contains("not a public address");
  }

  private Project discovered() {
    return Tokens.project(Tokens.issuer(Issuer.Kind.OIDC, null, server.url("/metadata")));
  }

  private static void metadata(HttpServerRequest request, String issuer, String jwksUri) {
    request
        .response()
        .end(
            request.path().equals("/metadata")
                ? "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(issuer, jwksUri)
                : "{\"keys\":[" + first.toPublicJWK() + "]}");
  }

  private void answerWithMaxAge(int seconds) {
    server.behave(
        request ->
            request
                .response()
                .putHeader("Cache-Control", "public, max-age=" + seconds)
                .end("{\"keys\":[" + first.toPublicJWK() + "]}"));
  }

  private static String withUnknownKey() {
    return Tokens.by(first, UUID.randomUUID().toString(), Tokens.claims());
  }

  private Future<TokenCheck> verify(String token) {
    return verifier.verify(project, token, clock.instant());
  }

  private TokenCheck check(String token) {
    return await(verify(token));
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(10, SECONDS);
    } catch (java.util.concurrent.TimeoutException late) {
      throw new AssertionError("no answer", late);
    }
  }

  private static void assertVerified(TokenCheck check) {
    assertThat(check).isInstanceOf(TokenCheck.Verified.class);
  }

  private static TokenCheck.Failed assertFailed(TokenCheck check, Reason reason) {
    assertThat(check).isInstanceOf(TokenCheck.Failed.class);
    TokenCheck.Failed failed = (TokenCheck.Failed) check;
    assertThat(failed.reason()).as(failed.detail()).isEqualTo(reason);
    return failed;
  }

  private static List<Member> members(TokenCheck check) {
    assertVerified(check);
    return ((TokenCheck.Verified) check).token().members();
  }
}
