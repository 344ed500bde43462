package io.portcullis.policy;

/**
 * Keeps a caller at one target.
 *
 * @param cookie the name of the cookie that says which
 */
public record Affinity(String cookie) {}
