package io.portcullis.edge;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.portcullis.settings.ConnectionSettings;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.transport.Transport;
import java.net.SocketAddress;
import java.util.concurrent.ThreadFactory;

/**
 * The machine's transport, with a doorkeeper at each listening socket. Vert.x offers no other way
 * to see a connection before its first request.
 */
public final class GuardedTransport implements io.vertx.core.transport.Transport {
  private final io.vertx.core.transport.Transport machines;
  private final Guarded guarded;

  /**
   * @param connections told of every connection that comes, goes or is refused
   */
  public GuardedTransport(ConnectionSettings settings, ConnectionCounts connections) {
    io.vertx.core.transport.Transport fast = io.vertx.core.transport.Transport.nativeTransport();
    machines = fast != null && fast.available() ? fast : io.vertx.core.transport.Transport.NIO;
    guarded = new Guarded(machines.implementation(), settings, connections);
  }

  @Override
  public String name() {
    return machines.name();
  }

  @Override
  public boolean available() {
    return machines.available();
  }

  @Override
  public Throwable unavailabilityCause() {
    return machines.unavailabilityCause();
  }

  @Override
  public Transport implementation() {
    return guarded;
  }

  /** Hands everything on but the making of listening sockets. */
  private record Guarded(
      Transport machines, ConnectionSettings settings, ConnectionCounts connections)
      implements Transport {

    @Override
    public void configure(
        NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
      machines.configure(options, domainSocket, bootstrap);
      bootstrap.handler(new Doorkeeper(settings, connections, options.isUseProxyProtocol()));
    }

    @Override
    public boolean supportsDomainSockets() {
      return machines.supportsDomainSockets();
    }

    @Override
    public boolean supportFileRegion() {
      return machines.supportFileRegion();
    }

    @Override
    public boolean isAvailable() {
      return machines.isAvailable();
    }

    @Override
    public Throwable unavailabilityCause() {
      return machines.unavailabilityCause();
    }

    @Override
    public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
      return machines.convert(address);
    }

    @Override
    public io.vertx.core.net.SocketAddress convert(SocketAddress address) {
      return machines.convert(address);
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
      return machines.ioHandlerFactory();
    }

    @Override
    public EventLoopGroup eventLoopGroup(
        int type, int threads, ThreadFactory threadFactory, int ioRatio) {
      return machines.eventLoopGroup(type, threads, threadFactory, ioRatio);
    }

    @Override
    public DatagramChannel datagramChannel() {
      return machines.datagramChannel();
    }

    @Override
    @SuppressWarnings("deprecation") // of Netty's type, which Vert.x names
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
      return machines.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
      return machines.channelFactory(domainSocket);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
      return machines.serverChannelFactory(domainSocket);
    }

    @Override
    public void configure(DatagramChannel channel, DatagramSocketOptions options) {
      machines.configure(channel, options);
    }

    @Override
    public void configure(
        ClientOptionsBase options,
        int connectTimeout,
        boolean domainSocket,
        io.netty.bootstrap.Bootstrap bootstrap) {
      machines.configure(options, connectTimeout, domainSocket, bootstrap);
    }
  }
}
