package io.portcullis.testing;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes each new connection to one of the gateways that say that they are ready, as a load
 * balancer on the transport layer does; where that one refuses, to the next.
 */
public final class TcpBalancer implements AutoCloseable {
  private static final long CHECK_MILLIS = 100;

  private final Vertx vertx = Vertx.vertx();
  private final NetClient client = vertx.createNetClient();
  private final NetServer server;
  private final List<Member> members = new CopyOnWriteArrayList<>();
  private final ConcurrentMap<Integer, AtomicInteger> chosen = new ConcurrentHashMap<>();
  private final AtomicInteger turn = new AtomicInteger();

  private static final class Member {
    private final int port;
    private final AdminClient health;
    private volatile boolean isReady = true;

    Member(int port, AdminClient health) {
      this.port = port;
      this.health = health;
    }

    private void check() {
      try {
        isReady = health.get("/readyz").statusCode() == 200;
      } catch (IllegalStateException failure) {
        isReady = false;
      }
    }
  }

  public TcpBalancer() {
    server = vertx.createNetServer().connectHandler(this::pass).listen(0, "127.0.0.1").await();
    vertx.setPeriodic(
        CHECK_MILLIS,
        again ->
            vertx.executeBlocking(
                () -> {
                  members.forEach(Member::check);
                  return null;
                }));
  }

  public int port() {
    return server.actualPort();
  }

  /** Adds a gateway, which is ready. */
  public void add(URI gateway, AdminClient health) {
    members.add(new Member(gateway.getPort(), health));
  }

  /** How many connections each gateway's port got. */
  public Map<Integer, Integer> chosen() {
    Map<Integer, Integer> counts = new ConcurrentHashMap<>();
    chosen.forEach((port, count) -> counts.put(port, count.get()));
    return counts;
  }

  private void pass(NetSocket caller) {
    caller.pause();
    List<Member> ready = members.stream().filter(member -> member.isReady).toList();
    connect(caller, ready, ready.size());
  }

  private void connect(NetSocket caller, List<Member> ready, int tries) {
    if (tries == 0) {
      caller.close();
      return;
    }
    Member next = ready.get(Math.floorMod(turn.getAndIncrement(), ready.size()));
    client
        .connect(next.port, "127.0.0.1")
        .onSuccess(
            gateway -> {
              chosen.computeIfAbsent(next.port, port -> new AtomicInteger()).incrementAndGet();
              caller.pipeTo(gateway);
              gateway.pipeTo(caller);
            })
        .onFailure(refused -> connect(caller, ready, tries - 1));
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
