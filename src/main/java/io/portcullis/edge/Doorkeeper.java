package io.portcullis.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.portcullis.settings.ConnectionSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets connections in at one listening socket, as many as there may be in all and of one network.
 * Works on the accepting thread; connections end on their own event loops.
 */
final class Doorkeeper extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);
  private static final long QUIET_NANOS = 60_000_000_000L;

  private final boolean onlyProxies;
  private final ConnectionSettings settings;
  private final ConnectionCounts counts;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentMap<CallerNetwork, Integer> perNetwork = new ConcurrentHashMap<>();
  private long lastSaid = System.nanoTime() - QUIET_NANOS;

  /**
   * @param onlyProxies whether nobody else is let in, because who connects says for whom
   */
  Doorkeeper(ConnectionSettings settings, ConnectionCounts counts, boolean onlyProxies) {
    this.onlyProxies = onlyProxies;
    this.settings = settings;
    this.counts = counts;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof Channel connection)
        || !(connection.remoteAddress() instanceof InetSocketAddress peer)) {
      context.fireChannelRead(message);
      return;
    }
    String why =
        onlyProxies && !settings.trustedProxies().contains(peer.getAddress())
            ? peer.getAddress().getHostAddress() + " is not of PORTCULLIS_TRUSTED_PROXIES"
            : enter(connection, peer.getAddress());
    if (why == null) {
      connection.pipeline().addLast(new Pace(settings, counts));
      context.fireChannelRead(connection);
    } else {
      counts.refused();
      say(why);
      connection.unsafe().closeForcibly(); // it has no event loop yet
    }
  }

  /** Counts it in, or says why not. */
  private @Nullable String enter(Channel connection, InetAddress peer) {
    if (open.get() >= settings.maxConnections()) {
      return "there are %d connections".formatted(settings.maxConnections());
    }
    if (settings.isCountedByAddress(peer)) {
      CallerNetwork network = CallerNetwork.of(peer);
      if (perNetwork.getOrDefault(network, 0) >= settings.maxConnectionsPerAddress()) {
        return "%s has %d connections".formatted(network, settings.maxConnectionsPerAddress());
      }
      perNetwork.merge(network, 1, Integer::sum);
      connection
          .closeFuture()
          .addListener(
              closed ->
                  perNetwork.computeIfPresent(
                      network, (same, count) -> count == 1 ? null : count - 1));
    }
    open.incrementAndGet();
    counts.opened();
    connection
        .closeFuture()
        .addListener(
            closed -> {
              open.decrementAndGet();
              counts.closed();
            });
    return null;
  }

  /** Once a minute: whoever floods must not flood the log too. */
  private void say(String why) {
    long now = System.nanoTime();
    if (now - lastSaid >= QUIET_NANOS) {
      lastSaid = now;
      LOG.warn(
          "Connections are refused: {}. See PORTCULLIS_MAX_CONNECTIONS and"
              + " PORTCULLIS_MAX_CONNECTIONS_PER_ADDRESS; said at most once a minute",
          why);
    }
  }
}
