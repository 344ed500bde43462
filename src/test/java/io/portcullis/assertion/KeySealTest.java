package io.portcullis.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeySealTest {
  private static final byte[] PRIVATE_KEY = {1, 2, 3};

  private final KeySeal seal = new KeySeal("thirty-two-characters-of-secrets");

  /** RFC 5869, appendix A.1; its output is longer than ours, which is how it begins. */
  @Test
  void derivesAsTheStandardsExampleDoes() {
    HexFormat hex = HexFormat.of();

    byte[] derived =
        KeySeal.derive(
            hex.parseHex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"),
            hex.parseHex("000102030405060708090a0b0c"),
            hex.parseHex("f0f1f2f3f4f5f6f7f8f9"));

    assertThat(hex.formatHex(derived))
        .isEqualTo("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
  }

  @Test
  void opensWhatItSealedAndSealsItAnotherWayEachTime() throws GeneralSecurityException {
    byte[] sealed = seal.seal("kid", PRIVATE_KEY);

    assertThat(seal.open("kid", sealed)).isEqualTo(PRIVATE_KEY);
    assertThat(seal.seal("kid", PRIVATE_KEY)).isNotEqualTo(sealed);
  }

  @Test
  void opensNothingThatIsOfAnotherSecretOrKeyOrWasChanged() throws GeneralSecurityException {
    byte[] sealed = seal.seal("kid", PRIVATE_KEY);
    KeySeal other = new KeySeal("thirty-two-characters-of-others_");

    assertThatThrownBy(() -> other.open("kid", sealed))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> seal.open("other", sealed))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> seal.open("kid", new byte[3]))
        .isInstanceOf(GeneralSecurityException.class);
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> seal.open("kid", changed))
          .isInstanceOf(GeneralSecurityException.class);
    }
  }
}
