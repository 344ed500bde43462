package io.portcullis.store;

import org.jspecify.annotations.Nullable;

/**
 * What the caller of a write is answered with.
 *
 * @param status of HTTP
 * @param etag of what was written, or null
 * @param body as it is sent, or null
 */
public record Receipt(int status, @Nullable String etag, @Nullable String body) {}
