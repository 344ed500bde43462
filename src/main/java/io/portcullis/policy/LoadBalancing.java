package io.portcullis.policy;

import org.jspecify.annotations.Nullable;

/**
 * By what a request gets one of a backend's targets.
 *
 * @param by of what the hash is made; asked for {@link Method#CONSISTENT_HASH} alone
 * @param header the field of which the hash is made, where {@code by} says so
 */
public record LoadBalancing(Method method, HashBy by, @Nullable String header) {

  /** How one is chosen. Each heeds the weights of the targets. */
  public enum Method {
    RANDOM,
    /** In turn, those of more weight more often, and not all of their turns in a row. */
    ROUND_ROBIN,
    /** Of two that are drawn, the one with fewer requests under way. */
    LEAST_REQUESTS,
    /** The same one for the same hash, as long as it is there. */
    CONSISTENT_HASH
  }

  /** What the hash is made of. Where there is no user or no such field, of the address. */
  public enum HashBy {
    ADDRESS,
    USER,
    HEADER
  }
}
