package io.portcullis.token;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import io.portcullis.policy.TokenCheck;
import io.portcullis.settings.Networks;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Tables of tokens with the verdict on each, by way of a real key server. */
class TokenCasesTest {
  static final List<TokenCase> SHAPE = TokenCase.of("shape");
  static final List<TokenCase> CLAIMS = TokenCase.of("claims");
  static final List<TokenCase> KEYS = TokenCase.of("keys");

  private static final RSAKey RSA = Tokens.rsa("rsa");
  private static final RSAKey PS =
      new RSAKey.Builder(Tokens.rsa("ps")).algorithm(JWSAlgorithm.PS256).build();
  private static final ECKey EC = Tokens.ec("ec");
  private static final RSAKey STRANGER = Tokens.rsa("rsa");

  /** Asked for all at once, because some wait for the next search for a key. */
  private static final Map<TokenCase, Future<TokenCheck>> checks = new HashMap<>();

  private static Vertx vertx;
  private static KeyServer server;
  private static JwtVerifier verifier;
  private static ECKey ec384;
  private static ECKey ec521;
  private static KeyPair edwards;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    server = new KeyServer(vertx);
    ec521 = new ECKeyGenerator(Curve.P_521).keyID("ec-521").generate();
    edwards = newEdwards();
    ec384 = new ECKeyGenerator(Curve.P_384).keyID("ec-384").generate();
    server.publish(RSA, Tokens.rsa("rsa-2"), PS, EC, ec384, ec521, published(edwards));
    verifier =
        new JwtVerifier(vertx, Networks.LOOPBACK, new MovableClock(Tokens.NOW), KeyArchive.NONE);
    for (TokenCase given : Stream.of(SHAPE, CLAIMS, KEYS).flatMap(List::stream).toList()) {
      checks.put(given, verify(given));
    }
  }

  private static Future<TokenCheck> verify(TokenCase given) throws Exception {
    return verifier.verify(
        Tokens.project(given.change(Tokens.issuer(server.url("/keys")))), token(given), Tokens.NOW);
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
  }

  @ParameterizedTest
  @FieldSource({"SHAPE", "CLAIMS", "KEYS"})
  void everyTokenGetsItsVerdict(TokenCase given) throws Exception {
    TokenCheck check = checks.get(given).await(10, SECONDS);

    assertThat(verdict(check)).as(given + ": " + check).isEqualTo(given.expect());
  }

  private static String verdict(TokenCheck check) {
    return check instanceof TokenCheck.Failed failed ? failed.reason().code() : "verified";
  }

  private static String token(TokenCase given) throws Exception {
    String header =
        base64url(
            given.headerText(STRANGER.toPublicJWK().toString()).getBytes(StandardCharsets.UTF_8));
    String payload = base64url(given.payloadBytes());
    byte[] input = (header + "." + payload).getBytes(StandardCharsets.US_ASCII);
    return given.token(header, payload, base64url(signature(given.signing(), input)));
  }

  private static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Signs by Java's own means, so that nothing here depends on what is tested. */
  private static byte[] signature(String how, byte[] input) throws Exception {
    PrivateKey rsa = RSA.toPrivateKey();
    PrivateKey ec = EC.toPrivateKey();
    byte[] rs256 = sign("SHA256withRSA", rsa, input);
    byte[] ed25519 = sign("Ed25519", edwards.getPrivate(), input);
    byte[] es256 = sign("SHA256withECDSAinP1363Format", ec, input);
    return switch (how) {
      case "RS256" -> rs256;
      case "RS256 by a stranger" -> sign("SHA256withRSA", STRANGER.toPrivateKey(), input);
      case "RS256 of something else" -> sign("SHA256withRSA", rsa, new byte[] {1});
      case "RS256 with a zero before" -> concat(new byte[1], rs256);
      case "RS256 without the last byte" -> Arrays.copyOf(rs256, rs256.length - 1);
      case "PS256" -> signPss(PS.toPrivateKey(), input);
      case "ES256" -> es256;
      case "ES256 in DER" -> sign("SHA256withECDSA", ec, input);
      case "ES256 without the last byte" -> Arrays.copyOf(es256, 63);
      case "ES256 and a zero" -> Arrays.copyOf(es256, 65);
      case "ES256 with r zero" -> concat(new byte[32], Arrays.copyOfRange(es256, 32, 64));
      case "ES256 with s of all ones" -> concat(Arrays.copyOf(es256, 32), ones());
      case "64 zeros" -> new byte[64];
      case "ES512" -> sign("SHA512withECDSAinP1363Format", ec521.toPrivateKey(), input);
      case "Ed25519" -> ed25519;
      case "Ed25519 by a stranger" -> sign("Ed25519", newEdwards().getPrivate(), input);
      case "Ed25519 and a zero" -> Arrays.copyOf(ed25519, 65);
      case "Ed25519 with the order added" -> withOrderAdded(ed25519);
      case "ES384" -> sign("SHA384withECDSAinP1363Format", ec384.toPrivateKey(), input);
      case "HS256 with the public key" -> hmac(RSA.toPublicKey().getEncoded(), input);
      default -> throw new IllegalArgumentException(how);
    };
  }

  private static byte[] sign(String algorithm, PrivateKey key, byte[] input) throws Exception {
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(input);
    return signature.sign();
  }

  private static KeyPair newEdwards() throws Exception {
    return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  private static JWK published(KeyPair pair) {
    byte[] x509 = pair.getPublic().getEncoded();
    byte[] point = Arrays.copyOfRange(x509, x509.length - 32, x509.length);
    return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point)).keyID("ed").build();
  }

  /** The second spelling that a check without the bound on S would take. */
  private static byte[] withOrderAdded(byte[] signature) {
    byte[] order =
        HexFormat.of().parseHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    byte[] other = signature.clone();
    int carry = 0;
    for (int i = 0; i < 32; i++) {
      carry += (signature[32 + i] & 0xff) + (order[i] & 0xff);
      other[32 + i] = (byte) carry;
      carry >>= 8;
    }
    return other;
  }

  private static byte[] signPss(PrivateKey key, byte[] input) throws Exception {
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(JwsAlgorithm.PS256.pss());
    signature.initSign(key);
    signature.update(input);
    return signature.sign();
  }

  private static byte[] hmac(byte[] key, byte[] input) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(input);
  }

  private static byte[] ones() {
    byte[] ones = new byte[32];
    Arrays.fill(ones, (byte) 0xff);
    return ones;
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
