package io.portcullis.gateway;

import io.portcullis.policy.Backend;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Picks one of a backend's targets at random, each as often as its weight says. */
final class BackendChoice {
  private BackendChoice() {}

  static Backend.Target of(Backend backend) {
    List<Backend.Target> targets = backend.targets();
    if (targets.size() == 1) {
      return targets.get(0);
    }
    int total = targets.stream().mapToInt(Backend.Target::weight).sum();
    int point = ThreadLocalRandom.current().nextInt(total);
    for (Backend.Target target : targets) {
      point -= target.weight();
      if (point < 0) {
        return target;
      }
    }
    throw new IllegalStateException("weights do not add up");
  }
}
