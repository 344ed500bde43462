package io.portcullis.token.differential;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import io.portcullis.policy.Project;
import io.portcullis.token.KeyServer;
import io.portcullis.token.Tokens;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** An issuer with two keys, published as JWK Set and as certificates, and a stranger's key. */
final class World implements AutoCloseable {
  static final String KEY = "key-1";
  static final String OTHER_KEY = "key-2";
  private static final String PASSWORD = "no secret";

  private final KeyServer server;
  private final PrivateKey key;
  private final RSAKey stranger;
  private final JWKSet keys;
  private final Kind kind;

  /**
   * What sort of tokens it deals in.
   *
   * @param issuer the {@code iss} of its tokens
   * @param client their {@code aud}
   * @param now seconds since 1970
   * @param project by whom they are judged, given where the keys are
   * @param more claims that they have besides, with their values as JSON
   */
  record Kind(
      String issuer,
      String client,
      long now,
      Function<String, Project> project,
      Map<String, String> more) {}

  private World(KeyServer server, PrivateKey key, JWKSet keys, Kind kind) {
    this.server = server;
    this.key = key;
    this.keys = keys;
    this.stranger = Tokens.rsa("stranger");
    this.kind = kind;
  }

  static World create(Vertx vertx, Path file, Kind kind)
      throws IOException, InterruptedException, GeneralSecurityException {
    KeyStore store = certified(file);
    X509Certificate first = (X509Certificate) store.getCertificate(KEY);
    X509Certificate second = (X509Certificate) store.getCertificate(OTHER_KEY);
    JWKSet keys = new JWKSet(List.of(jwk(KEY, first), jwk(OTHER_KEY, second)));
    String certificates =
        new JsonObject().put(KEY, pem(first)).put(OTHER_KEY, pem(second)).encode();
    KeyServer server = new KeyServer(vertx);
    server.behave(
        request ->
            request
                .response()
                .putHeader("Cache-Control", "public, max-age=36000")
                .putHeader("Content-Type", "application/json")
                .end(request.path().equals("/certs") ? certificates : keys.toString()));
    return new World(server, (PrivateKey) store.getKey(KEY, PASSWORD.toCharArray()), keys, kind);
  }

  /** The JDK makes certificates by its tool alone. */
  private static KeyStore certified(Path file)
      throws IOException, InterruptedException, GeneralSecurityException {
    for (String alias : List.of(KEY, OTHER_KEY)) {
      Process tool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  alias,
                  "-keyalg",
                  "RSA",
                  "-keysize",
                  "2048",
                  "-dname",
                  "CN=" + alias,
                  "-startdate",
                  "2025/01/01",
                  "-validity",
                  "36500",
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  PASSWORD,
                  "-keystore",
                  file.toString())
              .redirectErrorStream(true)
              .start();
      String said =
          new String(tool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      if (!tool.waitFor(60, TimeUnit.SECONDS) || tool.exitValue() != 0) {
        throw new IOException("keytool: " + said);
      }
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(Files.newInputStream(file), PASSWORD.toCharArray());
    return store;
  }

  private static RSAKey jwk(String id, X509Certificate certificate) {
    return new RSAKey.Builder((java.security.interfaces.RSAPublicKey) certificate.getPublicKey())
        .keyID(id)
        .algorithm(com.nimbusds.jose.JWSAlgorithm.RS256)
        .build();
  }

  private static String pem(X509Certificate certificate) throws GeneralSecurityException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  Draft draft() {
    return new Draft(key, KEY, kind);
  }

  /** Seconds since 1970. */
  long now() {
    return kind.now();
  }

  String issuer() {
    return kind.issuer();
  }

  String client() {
    return kind.client();
  }

  String url(String path) {
    return server.url(path);
  }

  Project project() {
    return kind.project().apply(url("/keys"));
  }

  JWKSet keys() {
    return keys;
  }

  PrivateKey strangersKey() {
    try {
      return stranger.toPrivateKey();
    } catch (com.nimbusds.jose.JOSEException impossible) {
      throw new AssertionError(impossible);
    }
  }

  String strangersJwk() {
    return stranger.toPublicJWK().toJSONString();
  }

  @Override
  public void close() {
    server.close();
  }
}
