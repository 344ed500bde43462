package io.portcullis.admin;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where the next page of a list starts: after which item, in a form callers need not read. */
final class PageToken {
  private PageToken() {}

  static String of(String lastKey) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(lastKey.getBytes(StandardCharsets.UTF_8));
  }

  /** The key that {@link #of} was given; empty for the first page. */
  static String read(@Nullable String token) {
    if (token == null) {
      return "";
    }
    try {
      String key = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (key.isEmpty() || key.indexOf('\0') >= 0) {
        throw unknown();
      }
      return key;
    } catch (IllegalArgumentException failure) {
      throw unknown();
    }
  }

  static ApiProblem unknown() {
    return ApiProblem.invalid("pageToken", "is not one that this list gave");
  }
}
