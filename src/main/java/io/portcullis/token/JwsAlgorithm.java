package io.portcullis.token;

import com.nimbusds.jose.jwk.Curve;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Signature algorithms the gateway can verify (RFC 7518, section 3.1; RFC 8037, section 3.1). All
 * are asymmetric: with a shared secret whoever can verify a token can make one.
 */
@SuppressWarnings({
  "ImmutableEnumChecker", // both libraries' types are immutable without saying so
  "MemberName" // as the standards spell them
})
enum JwsAlgorithm {
  RS256("SHA256withRSA", null, null),
  RS384("SHA384withRSA", null, null),
  RS512("SHA512withRSA", null, null),
  PS256("RSASSA-PSS", null, pss(MGF1ParameterSpec.SHA256, 32)),
  PS384("RSASSA-PSS", null, pss(MGF1ParameterSpec.SHA384, 48)),
  PS512("RSASSA-PSS", null, pss(MGF1ParameterSpec.SHA512, 64)),
  // JOSE writes r and s one behind the other (IEEE P1363) where Java's plain names expect DER
  ES256("SHA256withECDSAinP1363Format", Curve.P_256, null),
  ES384("SHA384withECDSAinP1363Format", Curve.P_384, null),
  ES512("SHA512withECDSAinP1363Format", Curve.P_521, null),
  EdDSA("Ed25519", Curve.Ed25519, null),
  /** The name that says which curve, too (RFC 9864, section 2.2). */
  Ed25519("Ed25519", Curve.Ed25519, null);

  private final String javaName;
  private final @Nullable Curve curve;
  private final @Nullable PSSParameterSpec pss;

  JwsAlgorithm(String javaName, @Nullable Curve curve, @Nullable PSSParameterSpec pss) {
    this.javaName = javaName;
    this.curve = curve;
    this.pss = pss;
  }

  private static PSSParameterSpec pss(MGF1ParameterSpec mask, int saltLength) {
    return new PSSParameterSpec(
        mask.getDigestAlgorithm(), "MGF1", mask, saltLength, PSSParameterSpec.TRAILER_FIELD_BC);
  }

  static @Nullable JwsAlgorithm find(String name) {
    for (JwsAlgorithm algorithm : values()) {
      if (algorithm.name().equals(name)) {
        return algorithm;
      }
    }
    return null;
  }

  String javaName() {
    return javaName;
  }

  /** The one curve its keys lie on, or null for RSA. */
  @Nullable Curve curve() {
    return curve;
  }

  @Nullable PSSParameterSpec pss() {
    return pss;
  }
}
