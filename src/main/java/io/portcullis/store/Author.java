package io.portcullis.store;

/**
 * Who makes a change.
 *
 * @param actor an operator, an API token, or the set-up token, as history names them
 * @param requestId the request that asked for it
 */
public record Author(String actor, String requestId) {}
