package io.portcullis.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwksReaderTest {
  private static final RSAKey GOOD = Tokens.rsa("good").toPublicJWK();
  private static final String MODULUS = GOOD.getModulus().toString();

  private final JwksReader reader = new JwksReader(Crypto.fastest());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "7",
        "\"key\"",
        "[]",
        "{}",
        "{'kty':'RSA'}",
        "{'kty':'RSA','n':'*','e':'AQAB'}",
        "{'kty':'RSA','n':'MODULUS'}",
        "{'kty':'RSA','n':'MODULUS','e':'AQ'}",
        "{'kty':'RSA','n':'MODULUS','e':'AQAA'}",
        "{'kty':'RSA','n':'MODULUS','e':'MODULUS'}",
        "{'kty':'RSA','n':'MODULUS','e':'AQAB','use':'enc'}",
        "{'kty':'RSA','n':'MODULUS','e':'AQAB','use':7}",
        "{'kty':'RSA','n':'MODULUS','e':'AQAB','key_ops':['encrypt']}",
        "{'kty':'RSA','n':'MODULUS','e':'AQAB','alg':'RSA-OAEP'}",
        "{'kty':'RSA','n':'MODULUS','e':'AQAB','alg':'HS256'}",
        "{'kty':'RSA','n':'MODULUS','e':'AQAB','alg':'none'}",
        "{'kty':'RSA','n':'MODULUS','e':'AQAB','x5c':['no certificate']}",
        "{'kty':'oct','k':'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'}",
        "{'kty':'OKP','crv':'X25519','x':'11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'}",
        "{'kty':'OKP','crv':'Ed448','x':'11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'}",
        "{'kty':'OKP','crv':'Ed25519','x':'11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUQ'}",
        "{'kty':'OKP','crv':'Ed25519','x':'11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo','use':'enc'}",
        "{'kty':'OKP','crv':'Ed25519','x':'11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo','key_ops':['sign']}",
        "{'kty':'OKP','crv':'Ed25519','x':'11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo','alg':'ES256'}",
        "{'kty':'OKP','crv':'Ed25519','x':'11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo','alg':'ECDH-ES'}",
        "{'kty':'EC','crv':'P-256','x':'AQ','y':'AQ'}",
        "{'kty':'EC','crv':'P-999','x':'AQ','y':'AQ'}",
        "{'kty':'new','x':'AQ'}"
      })
  void aKeyThatIsNoUseCostsOnlyItself(String entry) throws Exception {
    String bad = entry.replace('\'', '"').replace("MODULUS", MODULUS);

    assertThat(read("{\"keys\":[" + bad + "," + GOOD + "]}").size()).isEqualTo(1);
  }

  @Test
  void aWeakKeyIsNoUse() throws Exception {
    String weak = Tokens.rsa("weak", 1024).toPublicJWK().toString();

    assertThat(read("{\"keys\":[" + weak + "," + GOOD + "]}").size()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"alg\":\"EdDSA\"", ",\"alg\":\"Ed25519\",\"use\":\"sig\""})
  void anEdwardsKeyIsOfUse(String more) throws Exception {
    assertThat(read(edwards("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", more)).size())
        .isEqualTo(2);
  }

  /** RFC 7748, section 6.1 says why for the other form of the curve; with or without the sign. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "26e8958fc2b227b045c3f489f298eff0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f298eff0d5dfac05d3c63339b13802886d53fc85",
        "0200000000000000000000000000000000000000000000000000000000000000"
      })
  void anEdwardsKeyByWhichAnybodyCouldSignIsOfNone(String point) throws Exception {
    String x =
        Base64.getUrlEncoder().withoutPadding().encodeToString(HexFormat.of().parseHex(point));

    assertThat(read(edwards(x, "")).size()).isEqualTo(1);
  }

  private static String edwards(String x, String more) {
    return "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"%s},%s]}"
        .formatted(x, more, GOOD);
  }

  @Test
  void aPrivateKeyPublishedByMistakeServesAsItsPublicHalf() throws Exception {
    assertThat(read("{\"keys\":[" + Tokens.rsa("leaked") + "]}").size()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "[]",
        "{}",
        "{'keys':{}}",
        "{'keys':[]}",
        "{'keys':[{'kty':'oct','k':'AAAA'}]}",
        "{'keys':[],'keys':[KEY]}",
        "{'keys':[KEY]} {}",
        "{'keys':[KEY],}",
        "\ufeff{'keys':[KEY]}",
        "{'keys':[KEY],'deep':[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}",
      })
  void aSetThatIsBrokenIsNoSet(String json) {
    String set = json.replace('\'', '"').replace("KEY", GOOD.toString());

    assertThatThrownBy(() -> read(set)).isInstanceOf(StrictJson.MalformedException.class);
  }

  @Test
  void aSetOfMoreKeysThanAnybodyNeedsIsNoSet() {
    String many = "null,".repeat(100) + GOOD;

    assertThatThrownBy(() -> read("{\"keys\":[" + many + "]}")).hasMessageContaining("100");
  }

  private KeySet read(String json) throws StrictJson.MalformedException {
    return reader.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
