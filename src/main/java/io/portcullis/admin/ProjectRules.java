package io.portcullis.admin;

import io.portcullis.store.Filter;
import io.portcullis.store.PolicyTable;
import java.util.Map;

/** Projects. */
final class ProjectRules implements ItemRules {
  private static final Map<String, Filter.Column> FILTERS =
      Map.of(
          "id", new Filter.Column("t.id", Filter.Type.TEXT),
          "displayName", new Filter.Column("t.display_name", Filter.Type.TEXT),
          "createdAt", new Filter.Column("t.created_at", Filter.Type.TIME),
          "updatedAt", new Filter.Column("t.updated_at", Filter.Type.TIME));

  @Override
  public PolicyTable table() {
    return PolicyTable.PROJECT;
  }

  @Override
  public String schema() {
    return "Project";
  }

  @Override
  public Map<String, Filter.Column> filters() {
    return FILTERS;
  }
}
