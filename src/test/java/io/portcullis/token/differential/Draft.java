package io.portcullis.token.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A token before it is signed: members with their values as JSON text, so that each may be bent,
 * and what happens to the texts and to the signature afterwards.
 */
final class Draft {
  final Map<String, String> header = new LinkedHashMap<>();
  final Map<String, String> payload = new LinkedHashMap<>();
  UnaryOperator<String> headerText = text -> text;
  UnaryOperator<byte[]> payloadText = text -> text;
  UnaryOperator<String> encoding = segment -> segment;
  UnaryOperator<byte[]> signature = bytes -> bytes;
  UnaryOperator<String> token = text -> text;
  PrivateKey key;

  Draft(PrivateKey key, String keyId, World.Kind kind) {
    long now = kind.now();
    this.key = key;
    header.put("alg", "\"RS256\"");
    header.put("kid", "\"" + keyId + "\"");
    header.put("typ", "\"JWT\"");
    payload.put("iss", "\"" + kind.issuer() + "\"");
    payload.put("sub", "\"10769150350006150715113082367\"");
    payload.put("aud", "\"" + kind.client() + "\"");
    payload.put("iat", Long.toString(now - 60));
    payload.put("exp", Long.toString(now + 3600));
    payload.put("email", "\"alice@example.com\"");
    payload.put("email_verified", "true");
    payload.putAll(kind.more());
  }

  String sign() {
    String head = base64(headerText.apply(json(header)).getBytes(UTF_8));
    String body = base64(payloadText.apply(json(payload).getBytes(UTF_8)));
    String input = encoding.apply(head) + "." + encoding.apply(body);
    String signed = encoding.apply(base64(signature.apply(sign(input))));
    return token.apply(input + "." + signed);
  }

  private byte[] sign(String input) {
    try {
      Signature signer = Signature.getInstance("SHA256withRSA");
      signer.initSign(key);
      signer.update(input.getBytes(UTF_8));
      return signer.sign();
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static String json(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
