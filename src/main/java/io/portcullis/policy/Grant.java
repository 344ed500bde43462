package io.portcullis.policy;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Permission, or refusal, for a member to call a project's routes.
 *
 * @param routes the {@link Route#id()}s it is about; empty means all of the project
 * @param expiresAt from when on it no longer counts, or null for never. A denial that has expired
 *     no longer denies
 */
public record Grant(
    String project,
    String id,
    Member member,
    Effect effect,
    Set<String> routes,
    @Nullable Instant expiresAt)
    implements PolicyItem {

  public Grant {
    routes = Set.copyOf(routes);
  }

  /** What it does; a denial beats every permission. */
  public enum Effect {
    ALLOW,
    DENY
  }

  Grant expiring(@Nullable Instant at) {
    return new Grant(project, id, member, effect, routes, at);
  }

  boolean covers(Route route) {
    return routes.isEmpty() || routes.contains(route.id());
  }

  boolean isExpired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }
}
