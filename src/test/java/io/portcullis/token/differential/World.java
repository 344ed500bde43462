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
import java.util.concurrent.TimeUnit;

/** An issuer with two keys, published as JWK Set and as certificates, and a stranger's key. */
final class World implements AutoCloseable {
  static final String ISSUER = Tokens.ISS;
  static final String CLIENT = "web";
  static final String KEY = "key-1";
  static final String OTHER_KEY = "key-2";
  private static final String PASSWORD = "no secret";

  private final KeyServer server;
  private final PrivateKey key;
  private final RSAKey stranger;
  private final Project project;
  private final JWKSet keys;

  private World(KeyServer server, PrivateKey key, JWKSet keys) {
    this.server = server;
    this.key = key;
    this.keys = keys;
    this.stranger = Tokens.rsa("stranger");
    this.project = Tokens.project(Tokens.issuer(server.url("/keys")));
  }

  static World create(Vertx vertx, Path directory)
      throws IOException, InterruptedException, GeneralSecurityException {
    KeyStore store = certified(directory);
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
    return new World(server, (PrivateKey) store.getKey(KEY, PASSWORD.toCharArray()), keys);
  }

  /** The JDK makes certificates by its tool alone. */
  private static KeyStore certified(Path directory)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = directory.resolve("keys.p12");
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
    return new Draft(key, KEY, now());
  }

  /** Seconds since 1970. */
  long now() {
    return Tokens.NOW.getEpochSecond();
  }

  String url(String path) {
    return server.url(path);
  }

  Project project() {
    return project;
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
