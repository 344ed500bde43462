package io.portcullis.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jwt.JWTClaimsSet;
import io.portcullis.policy.TokenClaims;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;

/**
 * The token reader takes or refuses whatever comes, and what it takes has one spelling and says to
 * others what it says to us. Run by {@code bin/fuzz}.
 */
public final class TokenFuzz {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private TokenFuzz() {}

  /**
   * One round.
   *
   * @param input a token, or header and payload as JSON with a line feed between them
   */
  public static void fuzzerTestOneInput(byte[] input) {
    String token = token(input);
    ReadToken read;
    try {
      read = ReadToken.of(token);
    } catch (Refusal refused) {
      return;
    }
    require(token.equals(respelled(token)), "has another spelling");
    require(saysTheSame(token, read.claims()), "says something else to others");
  }

  private static String token(byte[] input) {
    String text = new String(input, ISO_8859_1);
    int line = text.indexOf('\n');
    return line < 0 || text.charAt(0) != '{'
        ? text
        : base64(text.substring(0, line)) + "." + base64(text.substring(line + 1)) + ".AAAA";
  }

  private static String base64(String octets) {
    return BASE64.encodeToString(octets.getBytes(ISO_8859_1));
  }

  private static String respelled(String token) {
    String[] parts = token.split("\\.", -1);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = BASE64.encodeToString(Base64.getUrlDecoder().decode(parts[i]));
    }
    return String.join(".", parts);
  }

  /** As a backend sees it that uses another library; one that cannot read it is no matter. */
  private static boolean saysTheSame(String token, TokenClaims ours) {
    byte[] payload = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
    try {
      JWTClaimsSet theirs = JWTClaimsSet.parse(new String(payload, UTF_8));
      return ours.issuer().equals(theirs.getIssuer())
          && ours.subject().equals(theirs.getSubject())
          && ours.audiences().equals(List.copyOf(theirs.getAudience()))
          && ours.expiresAt().getEpochSecond()
              == theirs.getExpirationTime().toInstant().getEpochSecond();
    } catch (ParseException unread) {
      return true;
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("a token that was taken " + what);
    }
  }
}
