package io.portcullis.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The examples in the specifications get the verdict that the specifications give them. */
class RfcExamplesTest {

  private record Example(String name, JsonNode key, String token, boolean valid) {}

  @TestFactory
  Stream<DynamicTest> examples() throws IOException {
    try (InputStream file = RfcExamplesTest.class.getResourceAsStream("/tokens/rfc.yaml")) {
      return new YAMLMapper()
          .readValue(file, new TypeReference<List<Example>>() {}).stream()
              .map(example -> DynamicTest.dynamicTest(example.name(), () -> judge(example)));
    }
  }

  private static void judge(Example example) throws StrictJson.MalformedException {
    for (Crypto crypto : List.of(Crypto.JDK, Crypto.fastest())) {
      assertThat(isSigned(crypto, example, example.token())).isEqualTo(example.valid());
      assertThat(isSigned(crypto, example, withOtherPayload(example.token()))).isFalse();
    }
  }

  private static String withOtherPayload(String token) {
    int dot = token.indexOf('.');
    return token.substring(0, dot) + ".e30" + token.substring(token.lastIndexOf('.'));
  }

  private static boolean isSigned(Crypto crypto, Example example, String token)
      throws StrictJson.MalformedException {
    KeySet keys =
        new JwksReader(crypto).read(("{\"keys\":[" + example.key() + "]}").getBytes(UTF_8));
    try {
      CompactJws jws = CompactJws.parse(token);
      JoseHeader header = JoseHeader.read(StrictJson.object(jws.header()));
      return keys.candidates(header).stream()
          .anyMatch(key -> new SignatureCheck(crypto).isBy(key, header.algorithm(), jws));
    } catch (Refusal refused) {
      return false;
    }
  }
}
