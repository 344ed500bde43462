package io.portcullis.sync;

import io.portcullis.policy.PolicyRevision;
import org.jspecify.annotations.Nullable;

/**
 * Whether PostgreSQL's notifications arrive here: a pooler in transaction mode takes LISTEN and
 * never delivers, and nothing else would tell. Belongs to the replica's event loop; {@link
 * #isArriving} may be asked by any thread.
 */
final class NotificationWatch {
  private volatile @Nullable Boolean arriving;

  /** Counts what has arrived, so that whoever expects something can see whether it came. */
  private long count;

  /** The newest revision that a notification named, or that needs none; null before the first. */
  private @Nullable PolicyRevision told;

  /** Null until it is known. */
  @Nullable Boolean isArriving() {
    return arriving;
  }

  long count() {
    return count;
  }

  /** A new connection, of which nothing is known. */
  void connected() {
    arriving = null;
    told = null;
  }

  /** A notification has come, with the revision that it is about, or with something else. */
  void arrived(String payload) {
    count++;
    arriving = true;
    try {
      PolicyRevision named = new PolicyRevision(Long.parseLong(payload));
      if (told != null && named.isAtLeast(told)) {
        told = named;
      }
    } catch (IllegalArgumentException failure) {
      // the test of the connection, or someone's hand: it has arrived all the same
    }
  }

  /**
   * Whether a heartbeat saw a revision of which a notification should have told, and has not yet.
   */
  boolean isOwed(PolicyRevision seen) {
    if (told == null) {
      told = seen;
    }
    return !told.isAtLeast(seen);
  }

  /** What was expected has not come. Tells whether that is news. */
  boolean missed() {
    boolean isNews = !Boolean.FALSE.equals(arriving);
    arriving = false;
    return isNews;
  }
}
