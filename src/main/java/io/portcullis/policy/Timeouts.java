package io.portcullis.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a backend may take.
 *
 * @param connect to open a connection
 * @param response to send the response head
 * @param idle an exchange may stand still
 * @param total from the admission to the last byte of the response, all tries together; null is no
 *     bound
 */
public record Timeouts(
    Duration connect, Duration response, Duration idle, @Nullable Duration total) {}
