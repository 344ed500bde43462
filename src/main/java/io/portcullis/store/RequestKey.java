package io.portcullis.store;

import io.vertx.core.buffer.Buffer;

/**
 * The key under which a caller may repeat a write without its being done twice.
 *
 * @param key the caller's, one for each write
 * @param fingerprint SHA-256 of the request
 */
public record RequestKey(String key, Buffer fingerprint) {}
