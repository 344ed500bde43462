package io.portcullis.store;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted.
 *
 * @param after the key of the last item of the page before; empty for the first page
 * @param limit how many items at most
 * @param projects only what belongs to these; null for all of them
 */
public record ListQuery(String after, int limit, Filter filter, @Nullable Set<String> projects) {

  /** Over all projects. */
  public ListQuery(String after, int limit, Filter filter) {
    this(after, limit, filter, null);
  }

  /** The same, but only what belongs to {@code visible}; null for no limit. */
  public ListQuery within(@Nullable Set<String> visible) {
    return new ListQuery(after, limit, filter, visible);
  }

  /** The projects as a parameter. */
  String @Nullable [] projectIds() {
    return projects == null ? null : projects.toArray(String[]::new);
  }
}
