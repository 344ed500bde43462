package io.portcullis.backend;

import io.portcullis.policy.LoadBalancing;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Chooses among targets that all have weight. */
final class Balancing {
  private Balancing() {}

  /**
   * @param targets at least one
   * @param hash what a consistent hash goes by
   */
  static LoopTarget choose(
      LoadBalancing.Method method, LoopTarget[] targets, long hash, RandomGenerator random) {
    if (targets.length == 1) {
      return targets[0];
    }
    return switch (method) {
      case RANDOM -> draw(targets, random);
      case ROUND_ROBIN -> inTurn(targets);
      case LEAST_REQUESTS -> lessBusy(targets, random);
      case CONSISTENT_HASH -> byHash(targets, hash);
    };
  }

  private static LoopTarget draw(LoopTarget[] targets, RandomGenerator random) {
    return draw(targets, null, random);
  }

  /** By weight, and never {@code but}. */
  private static LoopTarget draw(
      LoopTarget[] targets, @Nullable LoopTarget but, RandomGenerator random) {
    int total = but == null ? 0 : -but.weight();
    for (LoopTarget target : targets) {
      total += target.weight();
    }
    int point = random.nextInt(total);
    for (LoopTarget target : targets) {
      if (target != but) {
        point -= target.weight();
        if (point < 0) {
          return target;
        }
      }
    }
    throw new IllegalStateException("weights do not add up");
  }

  /** Smooth weighted round robin, as nginx has it: turns of one target do not come in a row. */
  private static LoopTarget inTurn(LoopTarget[] targets) {
    long total = 0;
    LoopTarget next = targets[0];
    for (LoopTarget target : targets) {
      target.credit += target.weight();
      total += target.weight();
      if (target.credit > next.credit) {
        next = target;
      }
    }
    next.credit -= total;
    return next;
  }

  /** Two choices are nearly as good as all (Mitzenmacher, "The Power of Two Choices", 2001). */
  private static LoopTarget lessBusy(LoopTarget[] targets, RandomGenerator random) {
    LoopTarget one = draw(targets, random);
    LoopTarget other = draw(targets, one, random);
    long load = (long) one.inFlight * other.weight();
    long otherLoad = (long) other.inFlight * one.weight();
    return load <= otherLoad ? one : other;
  }

  /**
   * Weighted rendezvous hashing (Schindelhauer and Schomaker, "Weighted Distributed Hash Tables",
   * 2005): when a target goes, only its own requests move.
   */
  private static LoopTarget byHash(LoopTarget[] targets, long hash) {
    LoopTarget best = targets[0];
    double most = Double.NEGATIVE_INFINITY;
    for (LoopTarget target : targets) {
      double point = ((StableHash.mix(hash ^ target.hash()) >>> 11) + 0.5) * 0x1.0p-53;
      double score = -target.weight() / Math.log(point);
      if (score > most) {
        most = score;
        best = target;
      }
    }
    return best;
  }
}
