package io.portcullis.assertion;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.portcullis.policy.Client;
import io.portcullis.policy.Decision;
import io.portcullis.policy.PolicyRevision;
import io.portcullis.policy.VerifiedToken;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs what a decision found out about its caller, for the backend to verify without trusting the
 * network in between. A signature is dear, so an assertion is sent again for half of its life, as
 * long as nothing that it says has changed; the decision behind it is taken anew every time. Any
 * thread; none waits for another.
 */
public final class Assertions {
  /** Without {@code PORTCULLIS_PUBLIC_URL}. */
  public static final String DEFAULT_ISSUER = "urn:portcullis";

  static final Duration LIFE = Duration.ofSeconds(60);
  private static final Duration REUSE = LIFE.dividedBy(2);
  private static final int SHARE_OF_HEAP = 16;
  private static final int BYTES_BESIDE_TEXT = 400;

  private static final Logger LOG = LoggerFactory.getLogger(Assertions.class);

  private final AssertionKeys keys;
  private final String issuer;
  private final InstantSource clock;
  private final Cache<Subject, Signed> cache =
      Caffeine.newBuilder()
          .maximumWeight(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP)
          .weigher((Subject subject, Signed signed) -> signed.text().length() + BYTES_BESIDE_TEXT)
          .expireAfterWrite(REUSE)
          .executor(Runnable::run)
          .build();

  /** Everything that an assertion says, times and its own ID aside. */
  private record Subject(
      String keyId,
      String signingInputHash,
      String client,
      String project,
      String backend,
      PolicyRevision revision) {}

  private record Signed(String text, Instant issuedAt) {
    boolean isFresh(Instant now) {
      return !now.isBefore(issuedAt) && now.isBefore(issuedAt.plus(REUSE));
    }
  }

  /**
   * @param issuer the {@code iss} of every assertion
   */
  public Assertions(AssertionKeys keys, String issuer, InstantSource clock) {
    this.keys = keys;
    this.issuer = issuer;
    this.clock = clock;
  }

  /** The assertion for an admitted request; null for an anonymous caller, or without a key. */
  public @Nullable String of(Decision.Allow allow) {
    VerifiedToken token = allow.token();
    Client client = allow.client();
    Instant now = clock.instant();
    AssertionKey key = keys.ring().signer(now);
    JWSSigner signer = key == null ? null : key.signer();
    if (token == null || client == null || key == null || signer == null) {
      return null;
    }
    Subject subject =
        new Subject(
            key.keyId(),
            token.signingInputHash(),
            client.id(),
            allow.route().project(),
            allow.backend().id(),
            allow.revision());
    Signed known = cache.getIfPresent(subject);
    if (known != null && known.isFresh(now)) {
      return known.text();
    }
    String text = sign(signer, subject, token, now);
    if (text != null) {
      cache.put(subject, new Signed(text, now));
    }
    return text;
  }

  private @Nullable String sign(
      JWSSigner signer, Subject subject, VerifiedToken token, Instant now) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(subject.project() + "/" + subject.backend())
            .subject(token.claims().subject())
            .claim("token_iss", token.claims().issuer())
            .claim("email", verifiedEmail(token))
            .claim("azp", token.claims().authorizedParty())
            .claim("project", subject.project())
            .claim("client", subject.client())
            .claim("rev", subject.revision().number())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFE)))
            .jwtID(randomId())
            .build();
    SignedJWT assertion =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(JOSEObjectType.JWT)
                .keyID(subject.keyId())
                .build(),
            claims);
    try {
      assertion.sign(signer);
      return assertion.serialize();
    } catch (JOSEException | RuntimeException fault) { // native code throws what it likes
      LOG.error("An identity assertion cannot be signed with {}", subject.keyId(), fault);
      return null;
    }
  }

  private static @Nullable String verifiedEmail(VerifiedToken token) {
    return token.email() != null && token.claims().emailVerified() ? token.email().address() : null;
  }

  /** It need not be hard to guess: nothing is proven by knowing it. */
  private static String randomId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  /** The public keys as JSON, or null while there are none. */
  public @Nullable String jwks() {
    KeyRing ring = keys.ring();
    return ring.keys().isEmpty() ? null : ring.jwks(clock.instant());
  }
}
