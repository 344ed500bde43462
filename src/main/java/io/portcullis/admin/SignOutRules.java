package io.portcullis.admin;

import io.portcullis.store.Filter;
import io.portcullis.store.PolicyTable;
import java.util.Map;

/** Sign-outs. */
final class SignOutRules implements ItemRules {
  private static final Map<String, Filter.Column> FILTERS =
      Map.of(
          "id", new Filter.Column("t.id", Filter.Type.TEXT),
          "issuer", new Filter.Column("t.issuer", Filter.Type.TEXT),
          "subject", new Filter.Column("t.subject", Filter.Type.TEXT),
          "issuedUntil", new Filter.Column("t.issued_until", Filter.Type.TIME),
          "note", new Filter.Column("t.note", Filter.Type.TEXT),
          "createdAt", new Filter.Column("t.created_at", Filter.Type.TIME),
          "updatedAt", new Filter.Column("t.updated_at", Filter.Type.TIME));

  @Override
  public PolicyTable table() {
    return PolicyTable.SIGN_OUT;
  }

  @Override
  public String schema() {
    return "SignOut";
  }

  @Override
  public Map<String, Filter.Column> filters() {
    return FILTERS;
  }
}
