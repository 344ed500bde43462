package io.portcullis.store;

import io.portcullis.policy.PolicyRevision;

/**
 * Where the policy in the database stands.
 *
 * @param digest exclusive or of the hashes of every row
 * @param history names the database's history; another value means another database
 */
public record PolicyHead(PolicyRevision revision, long digest, String history) {}
