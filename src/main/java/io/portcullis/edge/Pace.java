package io.portcullis.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import io.portcullis.settings.ConnectionSettings;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes an HTTP/1.1 connection whose caller takes too long over the head of a request, the TLS
 * handshake before it included, or sends a body too slowly. Connections of HTTP/2 and WebSockets
 * have limits of their own. Belongs to the connection's event loop.
 */
public final class Pace extends ChannelInboundHandlerAdapter {
  private static final AttributeKey<Pace> KEY = AttributeKey.valueOf(Pace.class, "pace");
  private static final long NONE = 0;

  /** How many looks a connection gets within the time that a head may take. */
  private static final int LOOKS = 4;

  private final ConnectionSettings settings;
  private final ConnectionCounts counts;
  private @Nullable Future<?> looking;
  private @Nullable HttpServerRequest latest;
  private long headSince = System.nanoTime();
  private long bodyBytes;
  private int slowLooks;

  Pace(ConnectionSettings settings, ConnectionCounts counts) {
    this.settings = settings;
    this.counts = counts;
  }

  /** To be told of every request, once its head is there. */
  public static void headCame(HttpServerRequest request) {
    Pace pace = ((ConnectionBase) request.connection()).channel().attr(KEY).get();
    if (pace != null) {
      pace.latest = request;
      pace.headSince = NONE;
      pace.bodyBytes = 0;
      pace.slowLooks = 0;
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    context.channel().attr(KEY).set(this);
    long pause = settings.headTimeout().toMillis() / LOOKS;
    looking =
        context
            .executor()
            .scheduleWithFixedDelay(() -> look(context), pause, pause, TimeUnit.MILLISECONDS);
    context.fireChannelActive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (looking != null) {
      looking.cancel(false);
    }
    latest = null;
    context.fireChannelInactive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    HttpServerRequest request = latest;
    if (request != null && !request.isEnded()) {
      bodyBytes += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
    } else if (headSince == NONE) {
      headSince = System.nanoTime();
    }
    context.fireChannelRead(message);
  }

  private void look(ChannelHandlerContext context) {
    if (hasLimitsOfItsOwn(context)) {
      return;
    }
    HttpServerRequest request = latest;
    boolean isWorking = request != null && !request.response().ended();
    if (request != null && !request.isEnded()) {
      lookAtBody(context, request);
    } else if (headSince != NONE
        && !isWorking // a pipelined head may wait for the answer before it
        && System.nanoTime() - headSince > settings.headTimeout().toNanos()) {
      close(context);
    }
  }

  /** While we do not read, because the backend is slow, the caller is not to blame. */
  private void lookAtBody(ChannelHandlerContext context, HttpServerRequest request) {
    long least = settings.minBodyRate() * settings.headTimeout().toMillis() / LOOKS / 1000;
    boolean waitsForUs =
        !context.channel().config().isAutoRead()
            || (bodyBytes == 0 && request.headers().contains("Expect"));
    slowLooks = waitsForUs || bodyBytes >= least ? 0 : slowLooks + 1;
    bodyBytes = 0;
    if (slowLooks > LOOKS) {
      close(context);
    }
  }

  private void close(ChannelHandlerContext context) {
    counts.dawdled();
    context.channel().unsafe().close(context.voidPromise());
  }

  private static boolean hasLimitsOfItsOwn(ChannelHandlerContext context) {
    return context.pipeline().get(Http2ConnectionHandler.class) != null
        || context.pipeline().get(WebSocketFrameDecoder.class) != null;
  }
}
