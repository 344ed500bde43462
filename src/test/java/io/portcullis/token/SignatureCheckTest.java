package io.portcullis.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import io.portcullis.policy.TokenType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignatureCheckTest {
  static Stream<Named<Crypto>> providers() {
    return Stream.of(Named.of("JDK", Crypto.JDK), Named.of("fastest", Crypto.fastest()));
  }

  @ParameterizedTest
  @MethodSource("providers")
  void goesBackAndForthBetweenKeysOnOneThread(Crypto crypto) throws Exception {
    SignatureCheck check = new SignatureCheck(crypto);
    List<JWK> keys =
        List.of(Tokens.rsa("rsa-1"), Tokens.rsa("rsa-2"), Tokens.ec("ec-1"), Tokens.ec("ec-2"));
    KeySet published =
        new JwksReader(crypto).read(("{\"keys\":" + keys + "}").getBytes(StandardCharsets.UTF_8));

    for (int round = 0; round < 3; round++) {
      for (JWK signer : keys) {
        ReadToken token = ReadToken.of(Tokens.by(signer));
        for (JWK other : keys) {
          assertThat(isBy(check, published, token, other)).isEqualTo(other.equals(signer));
        }
      }
    }
  }

  private static boolean isBy(SignatureCheck check, KeySet keys, ReadToken token, JWK key) {
    JoseHeader header = new JoseHeader(token.header().algorithm(), key.getKeyID(), TokenType.ID);
    return keys.candidates(header).stream()
        .anyMatch(candidate -> check.isBy(candidate, header.algorithm(), token.jws()));
  }
}
