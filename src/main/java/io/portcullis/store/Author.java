package io.portcullis.store;

/**
 * Who makes a change.
 *
 * @param actor an operator, an API token, or the set-up token, as history names them
 * @param requestId the request that asked for it
 * @param sourceAddress where that came from; empty for what the server does by itself
 */
public record Author(String actor, String requestId, String sourceAddress) {}
