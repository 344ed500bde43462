package io.portcullis.policy;

/**
 * What a request asks for, as it is routed and forwarded.
 *
 * @param host lower case, without port
 * @param path normalised: no dot segments, no needless escapes
 * @param method as sent; methods are case-sensitive (RFC 9110, section 9.1)
 */
public record RequestTarget(String host, String path, String method) {}
