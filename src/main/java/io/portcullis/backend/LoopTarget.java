package io.portcullis.backend;

import io.portcullis.policy.Backend;
import java.nio.charset.StandardCharsets;

/** A target as one event loop sees it, with what that loop counts. */
final class LoopTarget {
  private final Address address;
  private final int weight;
  private final TargetState state;
  private final String name;
  private final long hash;

  /** Requests of this loop under way; read and written by the balancing alone. */
  int inFlight;

  /** What is owed to it in turn; written by {@link Balancing} alone. */
  long credit;

  LoopTarget(Backend.Target target, TargetState state, String name) {
    this.name = name;
    this.address = Address.of(target.url());
    this.weight = target.weight();
    this.state = state;
    this.hash = StableHash.of(target.url().toString().getBytes(StandardCharsets.UTF_8));
  }

  Address address() {
    return address;
  }

  int weight() {
    return weight;
  }

  TargetState state() {
    return state;
  }

  /** What callers may know it by. */
  String name() {
    return name;
  }

  long hash() {
    return hash;
  }
}
