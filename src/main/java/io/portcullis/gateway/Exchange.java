package io.portcullis.gateway;

import io.portcullis.policy.RequestTarget;
import io.vertx.core.http.HttpServerRequest;

/**
 * One request on its way through, with what was read of it once. Belongs to one event loop.
 *
 * @param query with its question mark; empty when there is none
 */
record Exchange(
    HttpServerRequest request,
    String requestId,
    CallerAddress caller,
    RequestTarget target,
    String query) {}
