package io.portcullis.token;

import java.util.HexFormat;

/** The name under which a single token is revoked: SHA-256 of what its issuer signed. */
final class SigningInput {
  private SigningInput() {}

  static String hash(CompactJws jws) {
    return HexFormat.of().formatHex(Sha256.ofThisThread().digest(jws.signingInput()));
  }
}
