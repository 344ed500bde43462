package io.portcullis.token.differential;

import com.google.api.client.googleapis.auth.oauth2.GoogleIdTokenVerifier;
import com.google.api.client.googleapis.auth.oauth2.GooglePublicKeysManager;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.auth.oauth2.TokenVerifier;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.portcullis.token.Tokens;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A verifier of ID tokens that nobody here wrote. */
interface Judge {
  /**
   * Whether it takes the token for valid.
   *
   * @throws Exception when it does not
   */
  boolean accepts(String token) throws Exception;

  /** All of them, told to expect what our project expects. */
  static Map<String, Judge> all(World world) {
    return Map.of(
        "nimbus", nimbus(world), "google-auth", googleAuth(world), "google-api", googleApi(world));
  }

  private static Judge nimbus(World world) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256), new ImmutableJWKSet<>(world.keys())));
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            World.CLIENT,
            new JWTClaimsSet.Builder().issuer(World.ISSUER).build(),
            Set.of("sub", "exp")) {
          @Override
          protected Date currentTime() {
            return Date.from(Tokens.NOW);
          }
        };
    claims.setMaxClockSkew(10);
    processor.setJWTClaimsSetVerifier(claims);
    return token -> processor.process(token, null) != null;
  }

  private static Judge googleAuth(World world) {
    TokenVerifier verifier =
        TokenVerifier.newBuilder()
            .setAudience(World.CLIENT)
            .setIssuer(World.ISSUER)
            .setCertificatesLocation(world.url("/keys"))
            .setClock(() -> world.now() * 1000)
            .build();
    return token -> verifier.verify(token) != null;
  }

  private static Judge googleApi(World world) {
    GooglePublicKeysManager keys =
        new GooglePublicKeysManager.Builder(
                new NetHttpTransport(), GsonFactory.getDefaultInstance())
            .setPublicCertsEncodedUrl(world.url("/certs"))
            .setClock(() -> world.now() * 1000)
            .build();
    GoogleIdTokenVerifier verifier =
        new GoogleIdTokenVerifier.Builder(keys)
            .setAudience(List.of(World.CLIENT))
            .setIssuers(List.of(World.ISSUER))
            .setClock(() -> world.now() * 1000)
            .setAcceptableTimeSkewSeconds(10)
            .build();
    return token -> verifier.verify(token) != null;
  }
}
