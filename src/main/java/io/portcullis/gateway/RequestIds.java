package io.portcullis.gateway;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Names requests. */
final class RequestIds {
  private static final int MAX_LENGTH = 128;

  private RequestIds() {}

  /** The caller's own name for it, if that is a plain one; else a random one. */
  static String of(@Nullable String asked) {
    return asked != null && isPlain(asked) ? asked : random();
  }

  /** An ID need not be hard to guess, and a random source that locks would slow every request. */
  private static String random() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private static boolean isPlain(String id) {
    if (id.isEmpty() || id.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!isLetter && (c < '0' || c > '9') && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return true;
  }
}
