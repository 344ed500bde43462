package io.portcullis.policy;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which requests go to which backend, and who may send them.
 *
 * @param hosts exact names, {@code *.example.com} (any number of labels in front), or {@code *}
 * @param path compared whole, or as a prefix of whole segments, by {@code match}
 * @param methods upper-case method names; empty means every method
 * @param stripPrefix whether a matched prefix is cut off before forwarding
 * @param backend where requests go; null exactly when they are redirected
 * @param requiredScopes what a token must all have been issued for (RFC 6749, section 3.3)
 * @param cors what pages of other origins may do; null leaves that to the backend
 * @param changes what is changed in what passes
 * @param destination where it leads beside its backend, and how
 * @param rateLimits how often callers may come; all of them hold
 */
public record Route(
    String project,
    String id,
    List<String> hosts,
    Match match,
    String path,
    Set<String> methods,
    boolean stripPrefix,
    @Nullable String backend,
    Authentication authentication,
    ForwardToken forwardToken,
    Set<String> requiredScopes,
    @Nullable Cors cors,
    RouteChanges changes,
    Destination destination,
    List<RateLimit> rateLimits)
    implements PolicyItem {

  public Route {
    hosts = List.copyOf(hosts);
    methods = Set.copyOf(methods);
    requiredScopes = Set.copyOf(requiredScopes);
    rateLimits = List.copyOf(rateLimits);
  }

  /** How {@link #path} is compared. */
  public enum Match {
    EXACT,
    PREFIX
  }

  /** Whether a token is needed. */
  public enum Authentication {
    REQUIRED,
    /** A token is checked when there is one; without it only {@code allUsers} admits. */
    OPTIONAL,
    /** No token is read and no grant is asked for. */
    PUBLIC
  }

  /** What the backend gets of the caller's own token. */
  public enum ForwardToken {
    NONE,
    SIGNATURE_REMOVED,
    VERBATIM
  }

  boolean answers(String method) {
    return methods.isEmpty() || methods.contains(method);
  }
}
