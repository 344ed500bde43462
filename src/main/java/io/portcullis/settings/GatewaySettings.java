package io.portcullis.settings;

/**
 * How the data plane listens.
 *
 * @param port 0 lets the system choose
 * @param eventLoops how many event loops serve requests, each with a server and a backend pool
 * @param trustedProxies whose {@code X-Forwarded-*} fields are believed
 */
public record GatewaySettings(String host, int port, int eventLoops, Networks trustedProxies) {}
