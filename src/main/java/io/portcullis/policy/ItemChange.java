package io.portcullis.policy;

import org.jspecify.annotations.Nullable;

/**
 * One item as a revision left it.
 *
 * @param now the item as it is from this revision on, or null when it is gone
 */
public record ItemChange(Kind kind, String project, String id, @Nullable PolicyItem now) {

  /** The kinds of items, one per table. */
  public enum Kind {
    PROJECT,
    ISSUER,
    CLIENT,
    GRANT,
    BACKEND,
    ROUTE,
    SIGN_OUT,
    TOKEN_REVOCATION
  }
}
