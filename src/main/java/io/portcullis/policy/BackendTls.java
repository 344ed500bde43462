package io.portcullis.policy;

import org.jspecify.annotations.Nullable;

/**
 * How the targets of a backend are known, and how the gateway makes itself known to them.
 *
 * @param trustedCertificates PEM of those who may vouch for the targets, and nobody else may; null
 *     stands for the authorities of the JDK
 * @param serverName what the certificate must be for and what is asked for, in place of the host of
 *     the target; or null
 * @param clientCertificate whether the gateway shows a certificate, which is in files beside it
 */
public record BackendTls(
    @Nullable String trustedCertificates, @Nullable String serverName, boolean clientCertificate) {}
