package io.portcullis.policy;

/**
 * How often some callers may come: a bucket with as many tokens as {@code burst}, which {@code
 * requests} tokens flow into in {@code seconds}, evenly.
 *
 * @param per whose requests count together
 */
public record RateLimit(Per per, int requests, int seconds, int burst) {

  /** Whose requests count together. */
  public enum Per {
    /** Those with tokens for one client. */
    CLIENT,
    /** Those of one issuer and subject. */
    USER,
    /** Those of one IPv4 address, or of one IPv6 /64. */
    ADDRESS,
    /** Those of the route. */
    ROUTE
  }
}
