package io.portcullis.token.differential;

import com.google.api.client.googleapis.auth.oauth2.GoogleIdTokenVerifier;
import com.google.api.client.googleapis.auth.oauth2.GooglePublicKeysManager;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.testing.http.MockHttpTransport;
import com.google.api.client.testing.http.MockLowLevelHttpRequest;
import com.google.api.client.testing.http.MockLowLevelHttpResponse;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.TokenVerifier;
import com.google.firebase.FirebaseApp;
import com.google.firebase.FirebaseOptions;
import com.google.firebase.auth.FirebaseAuth;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.portcullis.token.Tokens;
import java.io.IOException;
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
            world.client(),
            new JWTClaimsSet.Builder().issuer(world.issuer()).build(),
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
            .setAudience(world.client())
            .setIssuer(world.issuer())
            .setCertificatesLocation(world.url("/keys"))
            .setClock(() -> world.now() * 1000)
            .build();
    return token -> verifier.verify(token) != null;
  }

  /** Firebase's own library, which takes its time from the system and its keys from Google. */
  static Judge firebase(World world, String projectId) {
    HttpTransport toOurServer =
        new MockHttpTransport() {
          @Override
          public LowLevelHttpRequest buildRequest(String method, String url) {
            return new MockLowLevelHttpRequest(url) {
              @Override
              public LowLevelHttpResponse execute() throws IOException {
                String certificates =
                    new NetHttpTransport()
                        .createRequestFactory()
                        .buildGetRequest(new GenericUrl(world.url("/certs")))
                        .execute()
                        .parseAsString();
                return new MockLowLevelHttpResponse()
                    .addHeader("Cache-Control", "max-age=36000")
                    .setContentType("application/json")
                    .setContent(certificates);
              }
            };
          }
        };
    FirebaseApp app =
        FirebaseApp.initializeApp(
            FirebaseOptions.builder()
                .setProjectId(projectId)
                .setCredentials(GoogleCredentials.create(null))
                .setHttpTransport(toOurServer)
                .build(),
            "differential");
    return token -> FirebaseAuth.getInstance(app).verifyIdToken(token) != null;
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
            .setAudience(List.of(world.client()))
            .setIssuers(List.of(world.issuer()))
            .setClock(() -> world.now() * 1000)
            .setAcceptableTimeSkewSeconds(10)
            .build();
    return token -> verifier.verify(token) != null;
  }
}
