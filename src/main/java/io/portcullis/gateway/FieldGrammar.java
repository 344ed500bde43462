package io.portcullis.gateway;

/** What field names, values and methods may consist of (RFC 9110, sections 5.1, 5.5 and 5.6.2). */
final class FieldGrammar {
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  private FieldGrammar() {}

  static boolean isToken(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!isLetter && (c < '0' || c > '9') && TOKEN_MARKS.indexOf(c) < 0) {
        return false;
      }
    }
    return text.length() > 0;
  }

  /** No control character but the tab; octets above ASCII are opaque and may pass. */
  static boolean isValue(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < 0x20 && c != '\t') || c == 0x7f || c > 0xff) {
        return false;
      }
    }
    return true;
  }

  /** Visible ASCII, which is what a query may consist of at most (RFC 3986, section 3.4). */
  static boolean isVisibleAscii(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= 0x20 || c >= 0x7f) {
        return false;
      }
    }
    return true;
  }
}
