package io.portcullis.backend;

import io.portcullis.policy.Protection.Ejection;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of one backend, whichever event loop found it out. Requests read it
 * without a lock; the lock is for the rare moments in which a target goes out or comes back.
 */
final class BackendState {
  private final Map<URI, TargetState> targets = new ConcurrentHashMap<>();
  private final Admission admission = new Admission();
  private final Breaker breaker = new Breaker();
  private final AtomicInteger version = new AtomicInteger();

  TargetState target(URI url) {
    return targets.computeIfAbsent(url, added -> new TargetState());
  }

  Admission admission() {
    return admission;
  }

  Breaker breaker() {
    return breaker;
  }

  /** Changes whenever a target goes out or comes back. */
  int version() {
    return version.get();
  }

  /** Says what the health checks of a target found. */
  synchronized void checked(URI url, boolean serves, @Nullable String error) {
    target(url).checked(serves, error);
    changed();
  }

  private void changed() {
    version.incrementAndGet();
  }

  /**
   * Takes a target out, unless too many are out already.
   *
   * @param others all targets of the backend that may get requests
   * @return for how long, or null when it stays
   */
  synchronized @Nullable Duration eject(TargetState target, Ejection ejection, int others) {
    long out = targets.values().stream().filter(TargetState::isEjected).count();
    long most = others < 2 ? 0 : Math.max(1, (long) others * ejection.maxPercent() / 100);
    if (target.isEjected() || out >= most) {
      return null;
    }
    Duration time = target.eject(ejection);
    changed();
    return time;
  }

  synchronized void comeBack(TargetState target, long now) {
    target.comeBack(now);
    changed();
  }

  /** Forgets the failures of requests, because something else is to come of them from now on. */
  synchronized void pardon(long now) {
    targets.values().forEach(target -> target.pardon(now));
    breaker.succeeded();
    changed();
  }

  /** Forgets targets that the backend has no more. */
  synchronized void retain(Set<URI> urls) {
    targets.keySet().retainAll(urls);
    changed();
  }
}
