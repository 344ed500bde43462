package io.portcullis.settings;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the data plane listens, and what it calls itself.
 *
 * @param port 0 lets the system choose
 * @param eventLoops how many event loops serve requests, each with a server and a backend pool
 * @param tls null for plain HTTP
 * @param redirectPort where plain HTTP is sent on to TLS; null nowhere
 * @param proxyProtocol whether trusted proxies, and nobody else, connect and say for whom
 * @param connections what callers may hold open
 * @param leaving how it goes
 * @param trustedProxies whose {@code X-Forwarded-*} fields are believed
 * @param publicUrl what callers call it, or null
 * @param secretsDirectory where files with secrets for issuers are, or null
 * @param secret what the keys of the identity assertion are sealed with, or null
 */
public record GatewaySettings(
    String host,
    int port,
    int eventLoops,
    @Nullable TlsSettings tls,
    @Nullable Integer redirectPort,
    boolean proxyProtocol,
    ConnectionSettings connections,
    LeavingSettings leaving,
    Networks trustedProxies,
    @Nullable URI publicUrl,
    @Nullable Path secretsDirectory,
    @Nullable String secret) {
  @Override
  public String toString() {
    return "GatewaySettings[%s:%d]".formatted(host, port);
  }
}
