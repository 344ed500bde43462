package io.portcullis.policy;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a route leads beside its backend, and how.
 *
 * @param split what goes to other backends; their percentages come to 100 at most, and the rest is
 *     the route's own backend's
 * @param redirect where callers are sent instead of to a backend; null sends them nowhere
 * @param preserveHost whether the backend is asked for the host that the caller asked for
 * @param response in place of the backend's own bound, where not null; and so for the others
 */
public record Destination(
    List<Share> split,
    @Nullable Redirect redirect,
    boolean preserveHost,
    @Nullable Duration response,
    @Nullable Duration idle,
    @Nullable Duration total) {
  public static final Destination PLAIN = new Destination(List.of(), null, false, null, null, null);

  private static final int WHOLE = 100;

  public Destination {
    split = List.copyOf(split);
  }

  /** What another backend gets of the callers, in percent. */
  public record Share(String backend, int percent) {}

  /**
   * Another address for what was asked for; null leaves a part as it was.
   *
   * @param status one of 301, 302, 303, 307, 308 (RFC 9110, section 15.4)
   * @param pathPrefix in place of the matched prefix
   */
  public record Redirect(
      int status,
      @Nullable String scheme,
      @Nullable String host,
      @Nullable Integer port,
      @Nullable String path,
      @Nullable String pathPrefix) {}

  /**
   * The other backend that a caller's lot falls on.
   *
   * @param lot any number; the same one falls on the same backend as long as no share changes
   * @return null for the route's own backend
   */
  public @Nullable String drawn(long lot) {
    long at = Math.floorMod(lot, WHOLE);
    for (Share share : split) {
      at -= share.percent();
      if (at < 0) {
        return share.backend();
      }
    }
    return null;
  }

  /** Whether some callers go to this backend. */
  public boolean names(String backend) {
    return split.stream().anyMatch(share -> share.backend().equals(backend));
  }
}
