package io.portcullis.token;

import io.portcullis.policy.ClaimsCheck;
import io.portcullis.policy.Issuer;
import io.portcullis.policy.Members;
import io.portcullis.policy.Project;
import io.portcullis.policy.Reason;
import io.portcullis.policy.TokenCheck;
import io.portcullis.policy.TokenClaims;
import io.portcullis.policy.VerifiedToken;
import io.portcullis.settings.Networks;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies ID tokens by their signature (RFC 7515, RFC 7519, RFC 8725). One instance serves all
 * event loops; none waits for another.
 *
 * <p>What is cheap is asked first, and the signature last. Every step ends in a reason of its own.
 * Where only the client stands in a token's way, the signature is checked all the same, so that
 * operators know whether whoever was turned away is who they claim to be.
 */
public final class JwtVerifier implements TokenVerifier {
  private static final int LONGEST_TOKEN = 16 * 1024;

  /** What a client that operators know is refused for; they may wish to admit it again. */
  private static final Set<Reason> OF_KNOWN_CLIENT =
      EnumSet.of(Reason.CLIENT_DISABLED, Reason.CLIENT_REVOKED, Reason.CLIENT_EXPIRED);

  private final Vertx vertx;
  private final InstantSource clock;
  private final KeyRing keyRing;
  private final SignatureCheck signatures;
  private final VerifiedTokens known = new VerifiedTokens();

  /**
   * @param networks where issuers' keys may be besides the public Internet
   * @param clock by which keys age
   * @param archive where keys outlive the process
   */
  public JwtVerifier(Vertx vertx, Networks networks, InstantSource clock, KeyArchive archive) {
    this(
        vertx,
        clock,
        Crypto.fastest(),
        new GuardedFetch(vertx, new IssuerUrls(networks), Resolver.ofSystem(vertx), null),
        archive);
  }

  JwtVerifier(
      Vertx vertx, InstantSource clock, Crypto crypto, GuardedFetch fetch, KeyArchive archive) {
    this.vertx = vertx;
    this.clock = clock;
    this.signatures = new SignatureCheck(crypto);
    this.keyRing =
        new KeyRing(
            new KeyLoader(fetch, new JwksReader(crypto), archive),
            vertx.getOrCreateContext(),
            clock);
  }

  @Override
  public Future<TokenCheck> verify(Project project, String token, Instant now) {
    if (token.length() > LONGEST_TOKEN) {
      return Future.succeededFuture(
          failed(Reason.TOKEN_TOO_LARGE, token.length() + " characters", null));
    }
    TokenDigest digest = TokenDigest.of(project.id(), token);
    VerifiedTokens.Entry entry = known.find(digest);
    if (entry != null && isStillGood(entry, project, now)) {
      TokenCheck.Failed failed = check(project, entry.issuer(), entry.token().claims(), now);
      return Future.succeededFuture(
          failed == null || isOfKnownClient(failed)
              ? new TokenCheck.Verified(entry.token())
              : failed);
    }
    try {
      return verify(project, digest, ReadToken.of(token), now);
    } catch (Refusal refusal) {
      return Future.succeededFuture(refusal.toCheck());
    }
  }

  /** It was verified before. */
  @Override
  public boolean isCheap(Project project, String token, Instant now) {
    VerifiedTokens.Entry entry =
        token.length() > LONGEST_TOKEN ? null : known.find(TokenDigest.of(project.id(), token));
    return entry != null && isStillGood(entry, project, now);
  }

  /** A withdrawn key takes its tokens with it, and so does a change of the issuer. */
  private boolean isStillGood(VerifiedTokens.Entry entry, Project project, Instant now) {
    Issuer issuer = project.issuerOf(entry.token().claims().issuer()).orElse(null);
    if (issuer == null || !issuer.equals(entry.issuer())) {
      return false;
    }
    IssuerKeys keys = keyRing.of(issuer);
    return keys.freshen(now) == null && keys.state().keys(now).contains(entry.key());
  }

  private Future<TokenCheck> verify(
      Project project, TokenDigest digest, ReadToken token, Instant now) {
    TokenClaims claims = token.claims();
    Issuer issuer = project.issuerOf(claims.issuer()).orElse(null);
    if (issuer == null) {
      String detail = "iss " + Refusal.shown(claims.issuer());
      return Future.succeededFuture(failed(Reason.ISSUER_UNKNOWN, detail, claims));
    }
    String algorithm = token.header().algorithm().name();
    if (!issuer.algorithms().contains(algorithm)) {
      return Future.succeededFuture(
          failed(Reason.ALGORITHM_NOT_ALLOWED, "alg " + algorithm, claims));
    }
    TokenCheck.Failed failed = check(project, issuer, claims, now);
    if (failed != null && !isOfKnownClient(failed)) {
      return Future.succeededFuture(failed);
    }
    Attempt attempt = Attempt.of(digest, issuer, token, keyRing.of(issuer));
    return failed == null ? withKeys(attempt, now) : refused(attempt, failed, now);
  }

  private static boolean isOfKnownClient(TokenCheck.Failed failed) {
    return OF_KNOWN_CLIENT.contains(failed.reason());
  }

  /**
   * A token that is refused whatever its signature is worth. It costs what one with a wrong
   * signature costs, and less: no key is looked for on its account. One that its issuer vouches for
   * is verified, and the decision, which asks about its client again, refuses it.
   */
  private Future<TokenCheck> refused(Attempt attempt, TokenCheck.Failed refusal, Instant now) {
    Future<Void> wait = attempt.keys().freshen(now);
    if (wait == null) {
      return Future.succeededFuture(verifiedOr(refusal, attempt, now));
    }
    if (wait.failed()) {
      return Future.succeededFuture(refusal);
    }
    Context caller = vertx.getOrCreateContext();
    Promise<TokenCheck> check = Promise.promise();
    wait.onComplete(
        done ->
            caller.runOnContext(
                back -> check.complete(verifiedOr(refusal, attempt, clock.instant()))));
    return check.future();
  }

  private TokenCheck verifiedOr(TokenCheck.Failed refusal, Attempt attempt, Instant now) {
    return conclude(attempt, now) instanceof TokenCheck.Verified verified ? verified : refusal;
  }

  private static TokenCheck.@Nullable Failed check(
      Project project, Issuer issuer, TokenClaims claims, Instant now) {
    return project.check(issuer, claims, now) instanceof ClaimsCheck.Failed failed
        ? failed(failed.reason(), failed.detail(), claims)
        : null;
  }

  /**
   * A token against which nothing speaks but that nobody has vouched for yet.
   *
   * @param since {@link IssuerKeys#begun} when it came
   */
  private record Attempt(
      TokenDigest digest, Issuer issuer, ReadToken token, IssuerKeys keys, long since) {

    static Attempt of(TokenDigest digest, Issuer issuer, ReadToken token, IssuerKeys keys) {
      return new Attempt(digest, issuer, token, keys, keys.begun());
    }

    WantedKey wanted() {
      return WantedKey.of(token.header());
    }

    List<VerificationKey> candidates(Instant now) {
      return keys.state().keys(now).candidates(token.header());
    }
  }

  private Future<TokenCheck> withKeys(Attempt attempt, Instant now) {
    Future<Void> wait = attempt.keys().freshen(now);
    if (wait == null && attempt.candidates(now).isEmpty()) {
      wait = attempt.keys().search(attempt.wanted(), attempt.since(), now);
    }
    if (wait != null) {
      return after(wait, attempt);
    }
    TokenCheck check = conclude(attempt, now);
    wait =
        isByKeptKeysAlone(check, attempt)
            ? attempt.keys().search(attempt.wanted(), attempt.since(), now)
            : null;
    return wait == null ? Future.succeededFuture(check) : after(wait, attempt);
  }

  /**
   * Keys that an earlier process left let tokens in, but keep none out: the issuer may have given
   * the name of one to another since.
   */
  private static boolean isByKeptKeysAlone(TokenCheck check, Attempt attempt) {
    return check instanceof TokenCheck.Failed failed
        && failed.reason() == Reason.SIGNATURE_INVALID
        && attempt.keys().state().answered() == 0;
  }

  /** Looks again, on the caller's event loop, whichever the fetch was on. */
  private Future<TokenCheck> after(Future<Void> wait, Attempt attempt) {
    if (wait.failed()) {
      return Future.succeededFuture(
          unavailable(attempt, String.valueOf(wait.cause().getMessage())));
    }
    Context caller = vertx.getOrCreateContext();
    Promise<TokenCheck> check = Promise.promise();
    wait.onComplete(
        done -> caller.runOnContext(back -> withKeys(attempt, clock.instant()).onComplete(check)));
    return check.future();
  }

  private TokenCheck conclude(Attempt attempt, Instant now) {
    ReadToken token = attempt.token();
    List<VerificationKey> candidates = attempt.candidates(now);
    if (candidates.isEmpty()) {
      return missing(attempt);
    }
    for (VerificationKey key : candidates) {
      if (signatures.isBy(key, token.header().algorithm(), token.jws())) {
        return verified(attempt, key);
      }
    }
    return failed(Reason.SIGNATURE_INVALID, "by no key with " + attempt.wanted(), token.claims());
  }

  /**
   * While the issuer cannot be asked, an unknown key may well be its newest: that is no verdict.
   */
  private static TokenCheck missing(Attempt attempt) {
    return attempt.keys().isAbsent(attempt.wanted(), attempt.since())
        ? failed(Reason.KEY_UNKNOWN, "no key with " + attempt.wanted(), attempt.token().claims())
        : unavailable(attempt, attempt.keys().state().problem());
  }

  private static TokenCheck unavailable(Attempt attempt, String why) {
    return failed(Reason.KEYS_UNAVAILABLE, why, attempt.token().claims());
  }

  private TokenCheck verified(Attempt attempt, VerificationKey key) {
    TokenClaims claims = attempt.token().claims();
    Issuer issuer = attempt.issuer();
    VerifiedToken token =
        new VerifiedToken(
            issuer.project(),
            issuer,
            attempt.token().header().algorithm().name(),
            claims,
            SigningInput.hash(attempt.token().jws()),
            attempt.token().jws().payloadSegment(),
            Members.of(issuer, claims),
            Members.email(claims).orElse(null));
    known.put(attempt.digest(), new VerifiedTokens.Entry(issuer, key, token));
    return new TokenCheck.Verified(token);
  }

  private static TokenCheck.Failed failed(
      Reason reason, String detail, @Nullable TokenClaims unverified) {
    return new TokenCheck.Failed(reason, detail, unverified);
  }
}
