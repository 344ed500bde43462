package io.portcullis.admin;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * How an API token is written: a prefix that scanners for secrets find, 256 random bits in base 62,
 * and their CRC-32, by which a scanner knows that it is one and a typing error costs no query.
 */
final class ApiTokenText {
  private static final String PREFIX = "portcullis_";
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int RANDOM_BITS = 256;
  private static final int RANDOM_DIGITS = 43;
  private static final int CHECK_DIGITS = 6;
  private static final int ID_BITS = 71;
  private static final int ID_DIGITS = 12;
  private static final Pattern FORM = Pattern.compile(PREFIX + "([0-9A-Za-z]{43})([0-9A-Za-z]{6})");

  private final SecureRandom random = new SecureRandom();

  /** A token that nobody else has. */
  String make() {
    String secret = base62(new BigInteger(RANDOM_BITS, random), RANDOM_DIGITS);
    return PREFIX + secret + check(secret);
  }

  /** By what a token is named where its secret must not be. */
  String makeId() {
    return base62(new BigInteger(ID_BITS, random), ID_DIGITS);
  }

  static boolean isWellFormed(String text) {
    var form = FORM.matcher(text);
    return form.matches() && check(form.group(1)).equals(form.group(2));
  }

  private static String check(String secret) {
    CRC32 crc = new CRC32();
    crc.update(secret.getBytes(StandardCharsets.US_ASCII));
    return base62(BigInteger.valueOf(crc.getValue()), CHECK_DIGITS);
  }

  /** As many digits as asked for, with zeros in front. */
  private static String base62(BigInteger number, int length) {
    BigInteger base = BigInteger.valueOf(DIGITS.length());
    StringBuilder digits = new StringBuilder();
    for (BigInteger rest = number; digits.length() < length; rest = rest.divide(base)) {
      digits.append(DIGITS.charAt(rest.mod(base).intValue()));
    }
    return digits.reverse().toString();
  }
}
