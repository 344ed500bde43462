package io.portcullis.admin;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * What an operation of the API document needs.
 *
 * @param name such as {@code clients.write}; empty where everybody may
 */
record Permission(String name, Over over) {

  /** What the role that brings the permission has to be over. */
  enum Over {
    /** The project of the path. */
    PROJECT,
    /** All projects. */
    ALL,
    /** Any project; the operation then keeps to those of the caller. */
    OWN,
    /** Nothing: being known is enough. */
    CALLER,
    /** Nothing: anybody may. */
    PUBLIC
  }

  /**
   * Reads the extension of an operation.
   *
   * @throws IllegalArgumentException when it says nothing that holds together
   */
  static Permission of(JsonObject extension) {
    Over over = Over.valueOf(extension.getString("over", "").toUpperCase(Locale.ROOT));
    String name = extension.getString("name", "");
    if (name.isEmpty() != (over == Over.CALLER || over == Over.PUBLIC)) {
      throw new IllegalArgumentException("a permission has a name unless everybody has it");
    }
    return new Permission(name, over);
  }
}
