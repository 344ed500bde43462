package io.portcullis.admin;

import io.portcullis.store.Holder;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A role, and what it is over.
 *
 * @param projects IDs of projects; null for all of them
 */
record Rights(AccessRole role, @Nullable Set<String> projects) {
  static final Rights EVERYTHING = new Rights(AccessRole.OWNER, null);

  Rights {
    projects = projects == null ? null : Set.copyOf(projects);
  }

  boolean isOverAll() {
    return projects == null;
  }

  boolean isOver(String project) {
    return projects == null || projects.contains(project);
  }

  /** Whether whoever has these may give {@code others} away. */
  boolean cover(Rights others) {
    return role.isAtLeast(others.role)
        && (projects == null || (others.projects != null && projects.containsAll(others.projects)));
  }

  static Rights of(Holder holder) {
    return new Rights(AccessRole.of(holder.role()), holder.projects());
  }

  Holder toHolder() {
    return new Holder(role.text(), projects);
  }

  /** In words, such as {@code editor over shop, stock}. */
  String text() {
    return projects == null
        ? role.text() + " over all projects"
        : role.text() + " over " + String.join(", ", new TreeSet<>(projects));
  }
}
