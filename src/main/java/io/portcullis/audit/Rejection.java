package io.portcullis.audit;

import io.portcullis.policy.PolicyRevision;
import io.portcullis.policy.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One rejected request, as it is kept. Holds no token and no claim beyond these.
 *
 * @param detail what was found, for operators
 * @param verified whether the issuer vouches for client, issuer, subject and e-mail; if not, they
 *     are what the caller claims
 * @param client the audience of the token
 * @param issuer the {@code iss} of the token
 * @param sourceAddress the caller's address as seen through trusted proxies
 */
public record Rejection(
    Instant time,
    String requestId,
    PolicyRevision revision,
    Reason reason,
    String detail,
    @Nullable String project,
    @Nullable String route,
    String method,
    String host,
    String path,
    boolean verified,
    @Nullable String client,
    @Nullable String issuer,
    @Nullable String subject,
    @Nullable String email,
    String sourceAddress,
    @Nullable String userAgent) {}
