package io.portcullis.admin;

import java.util.Locale;

/** What somebody may administer; each role may do all that the ones before it may. */
enum AccessRole {
  VIEWER,
  EDITOR,
  OWNER;

  /** As the API and the database write it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static AccessRole of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  boolean isAtLeast(AccessRole other) {
    return compareTo(other) >= 0;
  }
}
