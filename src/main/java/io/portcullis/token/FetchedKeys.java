package io.portcullis.token;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keys as their issuer published them.
 *
 * @param document the JWK Set that they were read from
 * @param maxAge how long the issuer said that they may be used, or null if it did not
 * @param at when they were fetched
 */
record FetchedKeys(KeySet keys, Buffer document, @Nullable Duration maxAge, Instant at) {}
