package io.portcullis.gateway;

import io.portcullis.backend.Address;
import io.portcullis.policy.Backend;
import io.portcullis.token.Credentials;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** The connections of one event loop to backends. */
final class BackendClients {
  private static final int MAX_LINE = 8 * 1024;
  private static final int MAX_HEAD = 32 * 1024;
  private static final int CONNECTIONS = 4096;

  /** Each carries as many streams as the backend lets it, commonly 100. */
  private static final int HTTP2_CONNECTIONS = 128;

  private static final int QUEUE = 1024;
  private static final int WEB_SOCKETS = 10_000;
  private static final int KEEP_ALIVE_SECONDS = 30;

  private final HttpClient http1;
  private final HttpClient http2;
  private final HttpClient unkept;
  private final Set<HttpConnection> unused = Collections.newSetFromMap(new IdentityHashMap<>());
  private final WebSocketClient webSockets;
  private final OutboundHead outboundHead;

  BackendClients(Vertx vertx, OutboundHead outboundHead) {
    this.outboundHead = outboundHead;
    PoolOptions pool =
        new PoolOptions()
            .setHttp1MaxSize(CONNECTIONS)
            .setHttp2MaxSize(HTTP2_CONNECTIONS)
            .setMaxWaitQueueSize(QUEUE);
    this.http1 = client(vertx, options(HttpVersion.HTTP_1_1), pool);
    this.http2 = client(vertx, options(HttpVersion.HTTP_2), pool);
    this.unkept = client(vertx, options(HttpVersion.HTTP_1_1).setKeepAlive(false), pool);
    this.webSockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxConnections(WEB_SOCKETS)
                .setMaxFrameSize(GatewayVerticle.MAX_FRAME)
                .setMaxMessageSize(GatewayVerticle.MAX_FRAME)
                .setVerifyHost(true));
  }

  private HttpClient client(Vertx vertx, HttpClientOptions options, PoolOptions pool) {
    return vertx
        .httpClientBuilder()
        .with(options)
        .with(pool)
        .withConnectHandler(this::connected)
        .build();
  }

  private static HttpClientOptions options(HttpVersion version) {
    return new HttpClientOptions()
        .setProtocolVersion(version)
        .setUseAlpn(version == HttpVersion.HTTP_2)
        .setHttp2ClearTextUpgrade(false)
        .setMaxHeaderSize(MAX_HEAD)
        .setMaxInitialLineLength(MAX_LINE)
        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
        .setDecompressionSupported(false)
        .setVerifyHost(true);
  }

  /**
   * Gets a connection, and a request over it.
   *
   * @param isFresh whether nothing may have gone over the connection before
   */
  Future<HttpClientRequest> request(Admitted admitted, Address address, boolean isFresh) {
    return client(admitted.allow().backend(), isFresh)
        .request(BackendTarget.options(admitted.exchange(), admitted.allow(), address));
  }

  private HttpClient client(Backend backend, boolean isFresh) {
    if (backend.protocol() == Backend.Protocol.HTTP2) {
      return http2; // which tells when it closes, and what it has not seen of that
    }
    return isFresh ? unkept : http1;
  }

  /** Whether something went over a connection before; from this call on it has. */
  boolean wasUsed(HttpConnection connection) {
    return !unused.remove(connection);
  }

  private void connected(HttpConnection connection) {
    unused.add(connection);
    connection.closeHandler(closed -> unused.remove(connection));
  }

  Future<WebSocket> webSocket(Admitted admitted, Address address) {
    Exchange exchange = admitted.exchange();
    WebSocketConnectOptions options =
        new WebSocketConnectOptions(
                BackendTarget.options(exchange, admitted.allow(), address).toJson())
            .setAllowOriginHeader(false)
            .setSubProtocols(Credentials.withoutToken(exchange.subProtocols()));
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    outboundHead.set(headers, admitted);
    headers.remove("Sec-WebSocket-Key");
    headers.remove("Sec-WebSocket-Version");
    headers.remove("Sec-WebSocket-Extensions");
    headers.remove("Sec-WebSocket-Protocol");
    return webSockets.connect(options.setHeaders(headers));
  }
}
