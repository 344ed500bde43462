package io.portcullis.store;

import java.util.Locale;

/** What PostgreSQL promises of a commit, by the settings in force. */
public enum Durability {
  /** A crash may lose what was committed: fsync or synchronous_commit is off. */
  UNSAFE,
  /** It is on the disk of one server, whose loss loses it. */
  LOCAL,
  /** A synchronous standby has it on its disk too. */
  REPLICATED;

  /** As the database and the API spell it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Durability of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
