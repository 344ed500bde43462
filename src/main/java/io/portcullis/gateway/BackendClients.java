package io.portcullis.gateway;

import io.portcullis.backend.Address;
import io.portcullis.backend.BackendIdentity;
import io.portcullis.policy.Backend;
import io.portcullis.token.Credentials;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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

  /** Of those with certificates of their own; whose turn was longest ago goes first. */
  private static final int OWN_CLIENTS = 256;

  private static final long LAST_HOURS = 1;

  private final Vertx vertx;
  private final OutboundHead outboundHead;
  private final @Nullable Path secrets;
  private final Clients usual;
  private final Map<BackendIdentity, Clients> own = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<HttpConnection> unused = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The clients that know targets, and show themselves, in one way. */
  private record Clients(
      HttpClientAgent http1,
      HttpClientAgent http2,
      HttpClientAgent unkept,
      WebSocketClient webSockets) {

    /** Lets what is under way end. */
    void shutDown() {
      List.of(http1, http2, unkept).forEach(client -> client.shutdown(LAST_HOURS, TimeUnit.HOURS));
      webSockets.shutdown(LAST_HOURS, TimeUnit.HOURS);
    }
  }

  /**
   * @param secrets where client certificates are, or null
   */
  BackendClients(Vertx vertx, OutboundHead outboundHead, @Nullable Path secrets) {
    this.vertx = vertx;
    this.outboundHead = outboundHead;
    this.secrets = secrets;
    this.usual = clients(new BackendIdentity(null, null));
  }

  private Clients clients(BackendIdentity identity) {
    WebSocketClientOptions webSockets =
        new WebSocketClientOptions()
            .setMaxConnections(WEB_SOCKETS)
            .setMaxFrameSize(GatewayVerticle.MAX_FRAME)
            .setMaxMessageSize(GatewayVerticle.MAX_FRAME)
            .setVerifyHost(true);
    identity.applyTo(webSockets);
    return new Clients(
        client(identity, options(HttpVersion.HTTP_1_1)),
        client(identity, options(HttpVersion.HTTP_2)),
        client(identity, options(HttpVersion.HTTP_1_1).setKeepAlive(false)),
        vertx.createWebSocketClient(webSockets));
  }

  private HttpClientAgent client(BackendIdentity identity, HttpClientOptions options) {
    identity.applyTo(options);
    return vertx
        .httpClientBuilder()
        .with(options)
        .with(
            new PoolOptions()
                .setHttp1MaxSize(CONNECTIONS)
                .setHttp2MaxSize(HTTP2_CONNECTIONS)
                .setMaxWaitQueueSize(QUEUE))
        .withConnectHandler(this::connected)
        .build();
  }

  /** Connections are shared only by backends that would make the same ones. */
  private Clients clients(Backend backend) {
    if (backend.tls() == null) {
      return usual;
    }
    BackendIdentity identity = BackendIdentity.of(backend, secrets);
    if (identity.isUsual()) {
      return usual;
    }
    Clients clients = own.computeIfAbsent(identity, this::clients);
    if (own.size() > OWN_CLIENTS) {
      Iterator<Clients> eldest = own.values().iterator();
      eldest.next().shutDown();
      eldest.remove();
    }
    return clients;
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
    Clients clients = clients(backend);
    if (backend.protocol() == Backend.Protocol.HTTP2) {
      return clients.http2(); // which tells when it closes, and what it has not seen of that
    }
    return isFresh ? clients.unkept() : clients.http1();
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
    if (admitted.allow().route().destination().preserveHost()) {
      headers.set("Host", exchange.request().authority().toString());
    }
    return clients(admitted.allow().backend()).webSockets().connect(options.setHeaders(headers));
  }
}
