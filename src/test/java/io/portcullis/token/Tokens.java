package io.portcullis.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.portcullis.policy.Client;
import io.portcullis.policy.Issuer;
import io.portcullis.policy.ItemChange;
import io.portcullis.policy.PolicyRevision;
import io.portcullis.policy.PolicySnapshot;
import io.portcullis.policy.Project;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;

/** Keys, tokens and the project that all tests of this package use. */
public final class Tokens {
  public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  public static final String ISS = "https://issuer.example";

  private Tokens() {}

  /** A clock that started at {@link #NOW} and goes on. */
  static InstantSource ticking() {
    return Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), NOW));
  }

  public static RSAKey rsa(String keyId) {
    return rsa(keyId, 2048);
  }

  static RSAKey rsa(String keyId, int bits) {
    try {
      return new RSAKeyGenerator(bits, /* allowWeakKeys= */ true).keyID(keyId).generate();
    } catch (JOSEException impossible) {
      throw new AssertionError(impossible);
    }
  }

  static ECKey ec(String keyId) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(keyId).generate();
    } catch (JOSEException impossible) {
      throw new AssertionError(impossible);
    }
  }

  static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISS)
        .subject("alice")
        .audience("web")
        .issueTime(Date.from(NOW.minusSeconds(60)))
        .expirationTime(Date.from(NOW.plus(Duration.ofDays(30))));
  }

  static String by(JWK key, JWTClaimsSet.Builder claims) {
    return by(key, key.getKeyID(), claims);
  }

  static String by(JWK key) {
    return by(key, key.getKeyID(), claims());
  }

  /** Signed by {@code key} while the header names {@code keyId}. */
  static String by(JWK key, String keyId, JWTClaimsSet.Builder claims) {
    boolean isRsa = key instanceof RSAKey;
    JWSHeader header =
        new JWSHeader.Builder(isRsa ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256).keyID(keyId).build();
    SignedJWT token = new SignedJWT(header, claims.build());
    try {
      token.sign(isRsa ? new RSASSASigner(key.toRSAKey()) : new ECDSASigner(key.toECKey()));
    } catch (JOSEException impossible) {
      throw new AssertionError(impossible);
    }
    return token.serialize();
  }

  public static Issuer issuer(String jwksUri) {
    return issuer(Issuer.Kind.OIDC, jwksUri, null);
  }

  static Issuer issuer(Issuer.Kind kind, String jwksUri, String discoveryUri) {
    return new Issuer(
        "shop",
        "corp",
        kind,
        Set.of(ISS),
        jwksUri,
        discoveryUri,
        List.of("RS256", "ES256"),
        Duration.ofSeconds(10),
        null,
        Issuer.AuthorizedParty.REGISTERED,
        true);
  }

  /** A project with this one issuer and the client {@code web} of it. */
  public static Project project(Issuer issuer) {
    return project(issuer, Client.State.ENABLED);
  }

  /** A project with this one issuer and one client of it. */
  public static Project project(Issuer issuer, String client) {
    return project(issuer, client, Client.State.ENABLED);
  }

  static Project project(Issuer issuer, Client.State state) {
    return project(issuer, "web", state);
  }

  private static Project project(Issuer issuer, String client, Client.State state) {
    String id = issuer.project();
    return PolicySnapshot.of(
            PolicyRevision.NONE.next(),
            List.of(
                new ItemChange(
                    ItemChange.Kind.PROJECT, id, id, new Project.Head(id, "Project " + id)),
                new ItemChange(ItemChange.Kind.ISSUER, id, issuer.id(), issuer),
                new ItemChange(
                    ItemChange.Kind.CLIENT,
                    id,
                    client,
                    new Client(id, client, issuer.id(), "Web", state, null))))
        .project(id)
        .orElseThrow();
  }
}
