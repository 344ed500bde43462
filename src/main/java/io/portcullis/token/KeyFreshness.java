package io.portcullis.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How fresh the keys of one source are in this process, after a fetch of them has ended.
 *
 * @param source its name, as a {@link KeyArchive} knows it
 * @param fetchedAt when the issuer gave the keys that are held, or null when none are
 * @param isKept whether they were given to an earlier process, and the issuer has not answered this
 *     one yet
 * @param refreshAt the first token from then on has them fetched anew
 * @param endAt from when on they are used no more, or null when none are held
 * @param triedAt when the fetch ended
 * @param failures how many fetches have failed since the last that did not
 * @param problem what was wrong with the last one; empty when nothing was
 */
public record KeyFreshness(
    String source,
    @Nullable Instant fetchedAt,
    boolean isKept,
    Instant refreshAt,
    @Nullable Instant endAt,
    Instant triedAt,
    int failures,
    String problem) {}
