package io.portcullis.store;

import io.portcullis.policy.ItemChange;
import java.util.List;

/**
 * The tables that hold policy. Their order is one in which rows may be inserted; the reverse is one
 * in which they may be deleted.
 */
public enum PolicyTable {
  PROJECT(
      "project",
      ItemChange.Kind.PROJECT,
      "id display_name rejection_retention_days rejection_emails"),
  ISSUER(
      "issuer",
      ItemChange.Kind.ISSUER,
      "project_id id kind issuers jwks_uri discovery_uri algorithms "
          + "clock_skew_seconds max_token_age_seconds authorized_party enabled "
          + "firebase_project_id tenants sign_in_providers token_types "
          + "introspection_uri introspection_client_id audience_from"),
  CLIENT(
      "client",
      ItemChange.Kind.CLIENT,
      "project_id id issuer name application_type restrictions state " + "expires_at deleted_at"),
  BACKEND(
      "backend",
      ItemChange.Kind.BACKEND,
      "project_id id targets protocol connect_timeout_millis response_timeout_millis "
          + "idle_timeout_millis total_timeout_millis load_balancing health_check "
          + "ejection retries limits circuit_breaker tls affinity"),
  ROUTE(
      "route",
      ItemChange.Kind.ROUTE,
      "project_id id hosts path_prefix path methods strip_prefix backend "
          + "authentication forward_token required_scopes cors "
          + "rewrite request_headers response_headers split redirect preserve_host "
          + "response_timeout_millis idle_timeout_millis total_timeout_millis rate_limit"),
  GRANT(
      "access_grant",
      ItemChange.Kind.GRANT,
      "project_id id principal role effect routes expires_at note"),
  SIGN_OUT("sign_out", ItemChange.Kind.SIGN_OUT, "project_id id issuer subject issued_until note"),
  TOKEN_REVOCATION(
      "token_revocation",
      ItemChange.Kind.TOKEN_REVOCATION,
      "project_id id sha256 issuer jti expires_at note");

  private final String table;
  private final ItemChange.Kind kind;
  private final String columns;

  PolicyTable(String table, ItemChange.Kind kind, String columns) {
    this.table = table;
    this.kind = kind;
    this.columns = columns;
  }

  /** Its name in SQL and in the change log. */
  public String table() {
    return table;
  }

  public ItemChange.Kind kind() {
    return kind;
  }

  /** What an operator sets; the rest of a row is kept by the database. */
  List<String> columns() {
    return List.of(columns.split(" ", -1));
  }

  /** The table with this SQL name. */
  static PolicyTable named(String table) {
    for (PolicyTable candidate : values()) {
      if (candidate.table.equals(table)) {
        return candidate;
      }
    }
    throw new IllegalArgumentException("no table of policy is called " + table);
  }
}
