package io.portcullis.gateway;

import io.portcullis.policy.Backend;
import io.portcullis.token.Credentials;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;

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
  private final WebSocketClient webSockets;
  private final OutboundHead outboundHead;

  BackendClients(Vertx vertx, OutboundHead outboundHead) {
    this.outboundHead = outboundHead;
    PoolOptions pool =
        new PoolOptions()
            .setHttp1MaxSize(CONNECTIONS)
            .setHttp2MaxSize(HTTP2_CONNECTIONS)
            .setMaxWaitQueueSize(QUEUE);
    this.http1 = vertx.createHttpClient(options(HttpVersion.HTTP_1_1), pool);
    this.http2 = vertx.createHttpClient(options(HttpVersion.HTTP_2), pool);
    this.webSockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxConnections(WEB_SOCKETS)
                .setMaxFrameSize(GatewayVerticle.MAX_FRAME)
                .setMaxMessageSize(GatewayVerticle.MAX_FRAME)
                .setVerifyHost(true));
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

  Future<HttpClientRequest> request(Admitted admitted) {
    HttpClient client =
        admitted.allow().backend().protocol() == Backend.Protocol.HTTP2 ? http2 : http1;
    return client.request(BackendTarget.options(admitted.exchange(), admitted.allow()));
  }

  Future<WebSocket> webSocket(Admitted admitted) {
    Exchange exchange = admitted.exchange();
    WebSocketConnectOptions options =
        new WebSocketConnectOptions(BackendTarget.options(exchange, admitted.allow()).toJson())
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
