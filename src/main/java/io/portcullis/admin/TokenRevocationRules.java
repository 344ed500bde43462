package io.portcullis.admin;

import io.portcullis.store.Filter;
import io.portcullis.store.PolicyTable;
import java.util.Map;

/** Revoked tokens. */
final class TokenRevocationRules implements ItemRules {
  private static final Map<String, Filter.Column> FILTERS =
      Map.of(
          "id", new Filter.Column("t.id", Filter.Type.TEXT),
          "sha256", new Filter.Column("t.sha256", Filter.Type.TEXT),
          "issuer", new Filter.Column("t.issuer", Filter.Type.TEXT),
          "jti", new Filter.Column("t.jti", Filter.Type.TEXT),
          "expiresAt", new Filter.Column("t.expires_at", Filter.Type.TIME),
          "note", new Filter.Column("t.note", Filter.Type.TEXT),
          "createdAt", new Filter.Column("t.created_at", Filter.Type.TIME),
          "updatedAt", new Filter.Column("t.updated_at", Filter.Type.TIME));

  @Override
  public PolicyTable table() {
    return PolicyTable.TOKEN_REVOCATION;
  }

  @Override
  public String schema() {
    return "TokenRevocation";
  }

  @Override
  public Map<String, Filter.Column> filters() {
    return FILTERS;
  }
}
