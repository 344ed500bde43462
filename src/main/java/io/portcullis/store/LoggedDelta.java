package io.portcullis.store;

import io.portcullis.policy.PolicyDelta;

/**
 * One revision as the change log has it.
 *
 * @param hashDelta what it does to the digest, by exclusive or
 */
public record LoggedDelta(PolicyDelta delta, long hashDelta) {}
