package io.portcullis.gateway;

import io.portcullis.policy.Decision;
import io.portcullis.policy.PolicyRevision;
import io.portcullis.policy.PolicySnapshot;
import io.portcullis.policy.Reason;
import io.portcullis.policy.Route;
import io.portcullis.sync.CurrentPolicy;
import io.portcullis.sync.PolicyListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The admitted exchanges of one event loop that are under way, so that they end when what admitted
 * them is taken away, expires, or cannot be confirmed any more. An exchange is added in the turn of
 * its decision; otherwise a change between the two would miss it.
 */
final class LiveExchanges implements PolicyListener {
  /** Expiry needs no message, so what lasts is decided on again by the clock. */
  private static final long AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

  /** How long an exchange is held without a lease before it is given up. */
  private static final long GRACE_NANOS = Duration.ofSeconds(10).toNanos();

  private final Map<String, Map<Live, Due>> byProject = new HashMap<>();
  private final LongSupplier nanoClock;
  private @Nullable CurrentPolicy policy;
  private int size;
  private boolean isFenced;
  private long fencedSince;
  private final Runnable onCut;

  /** When an exchange is decided on again. */
  private static final class Due {
    private long at;

    Due(long at) {
      this.at = at;
    }
  }

  /**
   * @param onCut called for each exchange that is cut
   */
  LiveExchanges(LongSupplier nanoClock, Runnable onCut) {
    this.nanoClock = nanoClock;
    this.onCut = onCut;
  }

  /** Whose lease they depend on; set once, before the first request. */
  void dependOn(CurrentPolicy current) {
    policy = current;
  }

  void add(Live live) {
    byProject
        .computeIfAbsent(live.allow().route().project(), project -> new HashMap<>())
        .put(live, new Due(nanoClock.getAsLong() + AGAIN_NANOS));
    size++;
  }

  /** How many are under way. */
  int size() {
    return size;
  }

  void remove(Live live) {
    Map<Live, Due> others = byProject.get(live.allow().route().project());
    if (others != null && others.remove(live) != null) {
      size--;
    }
  }

  /** A project that a change did not touch is the same object in both snapshots. */
  @Override
  public void changed(PolicySnapshot before, PolicySnapshot after) {
    byProject.values().removeIf(Map::isEmpty);
    for (String project : List.copyOf(byProject.keySet())) {
      if (before.findProject(project) != after.findProject(project)) {
        all(project).forEach(this::judge);
      }
    }
  }

  /** Called a few times a second. */
  void tick() {
    boolean isFresh = policy != null && policy.isFresh();
    long now = nanoClock.getAsLong();
    if (!isFresh) {
      fenced(now);
      return;
    }
    isFenced = false;
    for (String project : List.copyOf(byProject.keySet())) {
      for (Live live : all(project)) {
        live.release();
        judgeWhenDue(project, live, now);
      }
    }
  }

  /** The gateway leaves. */
  void leave() {
    for (String project : List.copyOf(byProject.keySet())) {
      all(project).forEach(Live::leave);
    }
  }

  private void judgeWhenDue(String project, Live live, long now) {
    Due due = byProject.getOrDefault(project, Map.of()).get(live);
    if (due != null && now - due.at >= 0) {
      due.at = now + AGAIN_NANOS;
      judge(live);
    }
  }

  private void fenced(long now) {
    if (!isFenced) {
      isFenced = true;
      fencedSince = now;
    }
    if (now - fencedSince < GRACE_NANOS) {
      return;
    }
    for (String project : List.copyOf(byProject.keySet())) {
      for (Live live : all(project)) {
        if (live.allow().route().authentication() != Route.Authentication.PUBLIC) {
          cut(live, stale(live));
        }
      }
    }
  }

  private static Decision.Deny stale(Live live) {
    PolicyRevision revision = live.allow().revision();
    return new Decision.Deny(
        revision,
        Reason.POLICY_STALE,
        "no lease for " + Duration.ofNanos(GRACE_NANOS),
        live.allow().route(),
        live.allow().token() == null ? null : live.allow().token().claims(),
        live.allow().token() != null,
        Set.of());
  }

  /** Cutting one takes it off the list, so each walk is over a copy. */
  private List<Live> all(String project) {
    return new ArrayList<>(byProject.getOrDefault(project, Map.of()).keySet());
  }

  private void judge(Live live) {
    Decision again = live.decideAgain();
    if (again instanceof Decision.Deny deny) {
      cut(live, deny);
    } else if (!isSameWay(live.allow(), (Decision.Allow) again)) {
      cut(live, moved(live, again));
    }
  }

  /** What another route would admit has not been admitted to this backend. */
  private static boolean isSameWay(Decision.Allow one, Decision.Allow other) {
    return one.route().project().equals(other.route().project())
        && one.route().id().equals(other.route().id())
        && other.leadsTo(one.backend());
  }

  private static Decision.Deny moved(Live live, Decision again) {
    return new Decision.Deny(
        again.revision(),
        Reason.ROUTE_NOT_FOUND,
        "route " + live.allow().route().id() + " no longer answers this request",
        live.allow().route(),
        live.allow().token() == null ? null : live.allow().token().claims(),
        live.allow().token() != null,
        Set.of());
  }

  private void cut(Live live, Decision.Deny why) {
    remove(live);
    onCut.run();
    live.cut(why);
  }
}
