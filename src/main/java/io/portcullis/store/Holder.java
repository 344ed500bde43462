package io.portcullis.store;

import io.vertx.sqlclient.Row;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an operator or an API token may administer, as it is stored.
 *
 * @param projects IDs; null for all of them
 */
public record Holder(String role, @Nullable Set<String> projects) {
  public Holder {
    projects = projects == null ? null : Set.copyOf(projects);
  }

  static Holder of(Row row) {
    String[] projects = row.getArrayOfStrings("projects");
    return new Holder(row.getString("role"), projects == null ? null : Set.of(projects));
  }

  String @Nullable [] projectIds() {
    return projects == null ? null : projects.stream().sorted().toArray(String[]::new);
  }
}
