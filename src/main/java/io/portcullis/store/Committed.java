package io.portcullis.store;

import io.portcullis.policy.PolicyRevision;

/**
 * A change that is in the database for good.
 *
 * @param value what the change gave
 * @param revision the revision that holds it; where nothing had to change, the one current then
 * @param durability what the server promised of it
 */
public record Committed<T>(T value, PolicyRevision revision, Durability durability) {}
