package io.portcullis.token;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A token in JWS compact serialization (RFC 7515, section 7.1), taken apart.
 *
 * <p>Every segment must be spelled as an encoder would spell it: no padding, no stray bits behind
 * the last byte. Otherwise one token would have many spellings.
 */
final class CompactJws {
  private final byte[] signingInput;
  private final byte[] header;
  private final byte[] payload;
  private final String payloadSegment;
  private final byte[] signature;

  private CompactJws(String signingInput, String header, String payload, String signature)
      throws Refusal {
    this.signingInput = signingInput.getBytes(StandardCharsets.ISO_8859_1);
    this.header = decode("header", header);
    this.payload = decode("payload", payload);
    this.payloadSegment = payload;
    this.signature = decode("signature", signature);
  }

  static CompactJws parse(String token) throws Refusal {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (first < 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
      throw Refusal.malformed("not three segments");
    }
    return new CompactJws(
        token.substring(0, second),
        token.substring(0, first),
        token.substring(first + 1, second),
        token.substring(second + 1));
  }

  /** What the signature is over: both first segments and the dot between them. */
  byte[] signingInput() {
    return signingInput;
  }

  byte[] header() {
    return header;
  }

  byte[] payload() {
    return payload;
  }

  /** The second segment as it came. */
  String payloadSegment() {
    return payloadSegment;
  }

  byte[] signature() {
    return signature;
  }

  private static byte[] decode(String name, String segment) throws Refusal {
    if (segment.isEmpty()) {
      throw Refusal.malformed("the " + name + " is empty");
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(segment);
    } catch (IllegalArgumentException notBase64) {
      throw Refusal.malformed("the " + name + " is not base64url");
    }
    if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(segment)) {
      throw Refusal.malformed("the " + name + " is not in its one base64url spelling");
    }
    return bytes;
  }
}
