package io.portcullis.backend;

import io.portcullis.policy.Backend;
import io.portcullis.policy.Protection;
import io.portcullis.policy.Protection.Ejection;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A backend as one event loop uses it. Belongs to that loop. */
public final class LoopBackend {
  private final Vertx vertx;
  private final Backend backend;
  private final BackendState state;
  private final LoopTarget[] targets;
  private LoopTarget[] available;
  private int version;

  LoopBackend(Vertx vertx, Backend backend, BackendState state, TargetNames names) {
    this.vertx = vertx;
    this.backend = backend;
    this.state = state;
    List<LoopTarget> list = new ArrayList<>();
    for (Backend.Target target : backend.targets()) {
      if (target.weight() > 0) {
        list.add(new LoopTarget(target, state.target(target.url()), names.of(backend, target)));
      }
    }
    this.targets = list.toArray(LoopTarget[]::new);
    this.version = state.version();
    this.available = findAvailable();
  }

  public Backend backend() {
    return backend;
  }

  BackendState state() {
    return state;
  }

  /** A request that wants to go to the backend. Called on its event loop. */
  public interface Guest {

    /** Goes, and says {@link LoopBackend#leave} in the end. */
    void go();

    void refused(Refusal why);
  }

  /** Why a request may not go. */
  public enum Refusal {
    /** The circuit breaker is open. */
    BREAKER_OPEN,
    /** As many are under way as may be, and no place to wait, or no room in time. */
    FULL
  }

  /** Lets a request go, at once or later, or refuses it. */
  public void enter(Guest guest) {
    Protection.Breaker breaker = backend.protection().breaker();
    if (breaker != null && !state.breaker().admits(breaker, System.nanoTime())) {
      guest.refused(Refusal.BREAKER_OPEN);
      return;
    }
    Protection.Limits limits = backend.protection().limits();
    if (limits != null && !state.admission().tryEnter(limits)) {
      queue(guest, limits);
      return;
    }
    if (limits == null && isCounting()) {
      state.admission().enter();
    }
    guest.go();
  }

  private boolean isCounting() {
    return backend.protection().retries() != null;
  }

  private void queue(Guest guest, Protection.Limits limits) {
    Context loop = vertx.getOrCreateContext();
    Admission.Waiting waiting = () -> loop.runOnContext(granted -> guest.go());
    if (!state.admission().queue(limits, waiting)) {
      guest.refused(Refusal.FULL);
      return;
    }
    vertx.setTimer(
        limits.pendingTimeout().toMillis(),
        late -> {
          if (state.admission().giveUp(waiting)) {
            guest.refused(Refusal.FULL);
          }
        });
  }

  /** Gives back the room that {@link Guest#go} had. */
  public void leave() {
    Protection.Limits limits = backend.protection().limits();
    if (limits != null) {
      state.admission().leave(limits);
    } else if (isCounting()) {
      state.admission().leave();
    }
  }

  /** Whether one more request may be sent again; if so, {@link #retried} gives that back. */
  public boolean mayRetry() {
    Protection.Retries retries = backend.protection().retries();
    return retries != null && state.admission().mayRetry(retries);
  }

  public void retried() {
    state.admission().retried();
  }

  /**
   * Chooses a target and counts the try there.
   *
   * @param hash what a consistent hash goes by
   * @param wanted the name of the target that the caller was at before, or null
   * @param failed where it was tried before, or null; another one is chosen if there is one
   */
  public Try choose(long hash, @Nullable String wanted, @Nullable Try failed) {
    LoopTarget[] candidates = candidates();
    if (failed != null) {
      candidates = without(candidates, failed.loopTarget());
    }
    LoopTarget known = wanted == null ? null : named(wanted, candidates);
    if (known != null) {
      return new Try(this, known);
    }
    return new Try(
        this,
        Balancing.choose(
            backend.loadBalancing().method(), candidates, hash, ThreadLocalRandom.current()));
  }

  private static @Nullable LoopTarget named(String name, LoopTarget[] candidates) {
    for (LoopTarget candidate : candidates) {
      if (candidate.name().equals(name)) {
        return candidate;
      }
    }
    return null;
  }

  private LoopTarget[] candidates() {
    int current = state.version();
    if (current != version) {
      version = current;
      available = findAvailable();
    }
    return available;
  }

  /** When all are out, something is wrong with the telling rather than with all of them. */
  private LoopTarget[] findAvailable() {
    List<LoopTarget> found = new ArrayList<>(targets.length);
    for (LoopTarget target : targets) {
      if (target.state().isAvailable()) {
        found.add(target);
      }
    }
    return found.isEmpty() ? targets : found.toArray(LoopTarget[]::new);
  }

  private static LoopTarget[] without(LoopTarget[] candidates, LoopTarget failed) {
    List<LoopTarget> others = new ArrayList<>(candidates.length);
    for (LoopTarget candidate : candidates) {
      if (candidate != failed) {
        others.add(candidate);
      }
    }
    return others.isEmpty() ? candidates : others.toArray(LoopTarget[]::new);
  }

  /** The backend does its work, whatever the request came to. */
  void works() {
    if (backend.protection().breaker() != null) {
      state.breaker().succeeded();
    }
  }

  /** The backend does not do its work. */
  void breaks() {
    if (backend.protection().breaker() != null) {
      state.breaker().failed(backend.protection().breaker(), System.nanoTime());
    }
  }

  void succeeded(LoopTarget target) {
    Ejection ejection = backend.protection().ejection();
    if (ejection != null) {
      target.state().succeeded(ejection, System.nanoTime());
    }
  }

  void failed(LoopTarget target, String why) {
    target.state().note(why);
    Ejection ejection = backend.protection().ejection();
    if (ejection == null || !target.state().failed(ejection)) {
      return;
    }
    Duration time = state.eject(target.state(), ejection, targets.length);
    if (time != null) {
      vertx.setTimer(
          Math.max(1, time.toMillis()), over -> state.comeBack(target.state(), System.nanoTime()));
    }
  }
}
