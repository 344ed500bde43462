package io.portcullis.backend;

import io.portcullis.policy.Protection.Ejection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What this process knows of one target, whichever event loop found it out. */
final class TargetState {
  private final AtomicInteger failures = new AtomicInteger();
  private volatile boolean isUnhealthy;
  private volatile boolean isEjected;
  private final AtomicInteger ejections = new AtomicInteger();
  private volatile long returnedAt;
  private volatile @Nullable String lastError;

  boolean isAvailable() {
    return !isUnhealthy && !isEjected;
  }

  boolean isEjected() {
    return isEjected;
  }

  boolean isUnhealthy() {
    return isUnhealthy;
  }

  @Nullable String lastError() {
    return lastError;
  }

  /** Says what its health checks found. */
  void checked(boolean serves, @Nullable String error) {
    isUnhealthy = !serves;
    if (error != null) {
      lastError = error;
    }
  }

  /** Notes what a health check or a request met with, for people. */
  void note(String error) {
    lastError = error;
  }

  /** Counts a failure, and says whether it is one too many. */
  boolean failed(Ejection ejection) {
    return failures.incrementAndGet() >= ejection.failures() && !isEjected;
  }

  /** A target that has served for as long as it was out last begins anew. */
  void succeeded(Ejection ejection, long now) {
    if (failures.get() != 0) {
      failures.set(0);
    }
    int times = ejections.get();
    if (times != 0 && !isEjected && now - returnedAt > ejectionTime(ejection, times).toNanos()) {
      ejections.set(0);
    }
  }

  /** Takes it out; the caller holds the lock of the backend. */
  Duration eject(Ejection ejection) {
    isEjected = true;
    failures.set(0);
    return ejectionTime(ejection, ejections.incrementAndGet());
  }

  /** Brings it back; the caller holds the lock of the backend. */
  void comeBack(long now) {
    isEjected = false;
    returnedAt = now;
  }

  void pardon(long now) {
    failures.set(0);
    ejections.set(0);
    comeBack(now);
  }

  private static Duration ejectionTime(Ejection ejection, int times) {
    Duration time = ejection.time();
    for (int i = 1; i < times && time.compareTo(ejection.longest()) < 0; i++) {
      time = time.multipliedBy(2);
    }
    return time.compareTo(ejection.longest()) < 0 ? time : ejection.longest();
  }
}
