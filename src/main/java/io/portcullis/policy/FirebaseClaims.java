package io.portcullis.policy;

import org.jspecify.annotations.Nullable;

/**
 * The {@code firebase} claim of a token of Firebase Authentication or Identity Platform.
 *
 * @param signInProvider {@code sign_in_provider}: how the user signed in
 * @param tenant the tenant that the user belongs to, or null
 */
public record FirebaseClaims(String signInProvider, @Nullable String tenant) {}
