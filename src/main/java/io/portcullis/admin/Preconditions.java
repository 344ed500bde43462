package io.portcullis.admin;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Whether a write may go ahead, by what its caller last saw (RFC 9110, section 13.1; RFC 6585,
 * section 3).
 */
record Preconditions(@Nullable String ifMatch, @Nullable String ifNoneMatch) {

  /** The strong entity tag of a stored row. */
  static String etag(JsonObject row) {
    return '"' + row.getLong("changed_in").toString() + '"';
  }

  /**
   * Tests them against what is stored.
   *
   * @param row what is stored, or null when it does not exist
   * @throws ApiProblem 412 or 428
   */
  void check(@Nullable JsonObject row) {
    if (row == null) {
      checkMissing();
      return;
    }
    if (ifNoneMatch != null) {
      throw ApiProblem.stale("It exists already; nothing was changed.");
    }
    if (ifMatch == null) {
      throw ApiProblem.preconditionRequired();
    }
    if (!ifMatch.strip().equals("*") && !names(ifMatch, etag(row))) {
      throw ApiProblem.stale(
          "It has been changed since: its ETag is %s now. Read it again before you change it."
              .formatted(etag(row)));
    }
  }

  private void checkMissing() {
    if (ifMatch != null) {
      throw ApiProblem.stale("It does not exist, so it cannot match If-Match.");
    }
  }

  private static boolean names(String list, String etag) {
    return Arrays.stream(list.split(",", -1)).map(String::strip).anyMatch(etag::equals);
  }
}
