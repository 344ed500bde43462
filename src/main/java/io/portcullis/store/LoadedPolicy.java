package io.portcullis.store;

import io.portcullis.policy.PolicySnapshot;

/**
 * The whole policy in one read.
 *
 * @param rowDigest exclusive or of the hashes of the rows that were read; differs from the head's
 *     digest only when something is broken
 */
public record LoadedPolicy(PolicySnapshot snapshot, PolicyHead head, long rowDigest) {}
