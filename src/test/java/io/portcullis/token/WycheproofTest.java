package io.portcullis.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.portcullis.policy.Issuer;
import io.portcullis.policy.Reason;
import io.portcullis.policy.TokenCheck;
import io.portcullis.settings.Networks;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Project Wycheproof's vectors for JSON Web Signatures, as far as they have a public key: key
 * reading, compact form and signature check together must give its verdict on each.
 */
class WycheproofTest {
  /** Valid in general, and refused here on purpose: the payload of an ID token is never empty. */
  private static final Set<Integer> EMPTY_PAYLOAD = Set.of(259, 264, 268, 272, 320, 325);

  /** Valid in general; the key says it is for PS256, the signature is PS384 (tcId 346, 350). */
  private static final Set<Integer> KEY_OF_ANOTHER_ALGORITHM = Set.of(346, 350);

  /** RFC 7520, figure 27, whose key names an algorithm that there is not, ES521 (tcId 347, 351). */
  private static final Set<Integer> KEY_OF_NO_ALGORITHM = Set.of(347, 351);

  private record Vector(int id, String comment, JsonNode key, String jws, boolean isValid) {
    @Override
    public String toString() {
      return "tcId " + id + ", " + comment + (isValid ? " is valid" : " is invalid");
    }
  }

  static Stream<Named<Crypto>> providers() {
    return Stream.of(Named.of("JDK", Crypto.JDK), Named.of("fastest", Crypto.fastest()));
  }

  @ParameterizedTest
  @MethodSource("providers")
  void everyVectorGetsItsVerdict(Crypto crypto) throws IOException {
    List<Vector> vectors = vectors();
    System.out.println(vectors.size() + " Wycheproof vectors run");

    assertThat(vectors).hasSizeGreaterThan(300);
    assertThat(vectors.stream().filter(vector -> accepts(crypto, vector) != isWanted(vector)))
        .isEmpty();
  }

  /** Whatever header and signature a vector has, they vouch for nobody's claims but their own. */
  @Test
  void noVectorVouchesForOtherClaims() throws IOException {
    Vertx vertx = Vertx.vertx();
    String claims =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(Tokens.claims().build().toString().getBytes(StandardCharsets.UTF_8));
    Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    try (KeyServer server = new KeyServer(vertx)) {
      for (Vector vector : vectors()) {
        String[] parts = vector.jws().split("\\.", -1);
        if (parts.length != 3) {
          continue;
        }
        server.answer("{\"keys\":[" + vector.key() + "]}");
        JwtVerifier verifier =
            new JwtVerifier(
                vertx, Networks.LOOPBACK, new MovableClock(Tokens.NOW), KeyArchive.NONE);
        TokenCheck check =
            verifier
                .verify(
                    Tokens.project(issuer(server.url("/keys"))),
                    parts[0] + "." + claims + "." + parts[2],
                    Tokens.NOW)
                .await();
        assertThat(check).as(vector.toString()).isInstanceOf(TokenCheck.Failed.class);
        reasons.add(((TokenCheck.Failed) check).reason());
      }
    } finally {
      vertx.close().await();
    }
    assertThat(reasons).contains(Reason.SIGNATURE_INVALID, Reason.TOKEN_MALFORMED);
  }

  /** One that signs in every way that there is. */
  private static Issuer issuer(String jwksUri) {
    Issuer usual = Tokens.issuer(jwksUri);
    return new Issuer(
        usual.project(),
        usual.id(),
        usual.kind(),
        usual.issuers(),
        jwksUri,
        null,
        Stream.of(JwsAlgorithm.values()).map(JwsAlgorithm::name).toList(),
        usual.clockSkew(),
        null,
        usual.authorizedParty(),
        true);
  }

  private static boolean isWanted(Vector vector) {
    return vector.isValid() && !isRefusedOnPurpose(vector);
  }

  private static boolean isRefusedOnPurpose(Vector vector) {
    return EMPTY_PAYLOAD.contains(vector.id())
        || KEY_OF_ANOTHER_ALGORITHM.contains(vector.id())
        || KEY_OF_NO_ALGORITHM.contains(vector.id());
  }

  private static boolean accepts(Crypto crypto, Vector vector) {
    try {
      KeySet keys =
          new JwksReader(crypto)
              .read(("{\"keys\":[" + vector.key() + "]}").getBytes(StandardCharsets.UTF_8));
      CompactJws jws = CompactJws.parse(vector.jws());
      JoseHeader header = JoseHeader.read(StrictJson.object(jws.header()));
      return keys.candidates(header).stream()
          .anyMatch(key -> new SignatureCheck(crypto).isBy(key, header.algorithm(), jws));
    } catch (Refusal | StrictJson.MalformedException refused) {
      return false;
    }
  }

  private static List<Vector> vectors() throws IOException {
    List<Vector> vectors = new ArrayList<>();
    try (InputStream file =
        WycheproofTest.class.getResourceAsStream("/wycheproof/json_web_signature_test.json")) {
      for (JsonNode group : new ObjectMapper().readTree(file).get("testGroups")) {
        if (group.has("public")) {
          group.get("tests").forEach(test -> vectors.add(vector(group.get("public"), test)));
        }
      }
    }
    return vectors;
  }

  private static Vector vector(JsonNode key, JsonNode test) {
    return new Vector(
        test.get("tcId").asInt(),
        test.get("comment").asText(),
        key,
        test.get("jws").isTextual() ? test.get("jws").asText() : test.get("jws").toString(),
        test.get("result").asText().equals("valid"));
  }
}
