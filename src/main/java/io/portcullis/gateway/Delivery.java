package io.portcullis.gateway;

import io.portcullis.backend.LoopBackend;
import io.portcullis.backend.Try;
import io.portcullis.policy.Affinity;
import io.portcullis.policy.Decision;
import io.portcullis.policy.Protection.Retries;
import io.portcullis.policy.Reason;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One admitted request on its way to a backend: it waits for room, gets a target and a connection,
 * and where that fails and may be repeated, another. Whatever it waited for, the decision is taken
 * again before the first byte goes out. Belongs to one event loop.
 */
final class Delivery implements LoopBackend.Guest {
  private final Forwarder forwarder;
  private final LoopBackend backend;
  private final HttpServerRequest inbound;
  private final long hash;
  private final @Nullable String wanted;
  private Admitted admitted;
  private @Nullable Try current;
  private @Nullable Forwarding forwarding;
  private long totalTimer = -1;
  private int repetitions;
  private boolean hasRoom;
  private boolean hasWaited;
  private boolean isFresh;
  private boolean isCounted;
  private boolean isOver;

  Delivery(Forwarder forwarder, Admitted admitted, LoopBackend backend) {
    this.forwarder = forwarder;
    this.admitted = admitted;
    this.backend = backend;
    this.inbound = admitted.exchange().request();
    this.hash = HashKey.of(admitted);
    this.wanted = AffinityCookie.read(backend.backend().affinity(), admitted.exchange());
  }

  /** Call it in the turn in which the request was admitted: what comes later has waited. */
  void start() {
    Duration total = admitted.allow().timeouts().total();
    if (total != null) {
      long millis = total.toMillis();
      totalTimer = forwarder.vertx().setTimer(millis, late -> expire(millis));
    }
    backend.enter(this);
    hasWaited = true;
  }

  @Override
  public void go() {
    hasRoom = true;
    if (isOver || (hasWaited && inbound.response().closed())) {
      over(); // gave up, or left, while it waited for room
      leave();
    } else {
      connect();
    }
  }

  @Override
  public void refused(LoopBackend.Refusal why) {
    switch (why) {
      case BREAKER_OPEN -> fail(Reason.BACKEND_UNAVAILABLE, "the circuit breaker is open");
      case FULL -> fail(Reason.OVERLOADED, "as many requests as may be are under way");
    }
  }

  private void connect() {
    Try next = backend.choose(hash, wanted, current);
    current = next;
    if (inbound.canUpgradeToWebSocket()) {
      forwarder
          .clients()
          .webSocket(admitted, next.address())
          .onComplete(socket -> upgraded(socket, next), failure -> notUpgraded(failure, next));
      return;
    }
    Future<HttpClientRequest> connecting =
        forwarder.clients().request(admitted, next.address(), isFresh);
    if (connecting.succeeded()) {
      connected(connecting.result(), next);
    } else {
      connecting.onComplete(
          outbound -> connected(outbound, next), failure -> notConnected(failure, next));
    }
  }

  private void connected(HttpClientRequest outbound, Try on) {
    if (mayGo(outbound::reset)) {
      Forwarding next = new Forwarding(forwarder, this, admitted, outbound, on);
      forwarding = next;
      forwarder.live().add(next);
      count();
      askForHost(outbound);
      forwarder.outboundHead().set(outbound.headers(), admitted);
      next.run();
    }
  }

  private void askForHost(HttpClientRequest outbound) {
    if (admitted.allow().route().destination().preserveHost()) {
      outbound.authority(inbound.authority());
    }
  }

  private void upgraded(WebSocket socket, Try on) {
    socket.pause();
    if (mayGo(socket::close)) {
      stopTotalTimer(); // what is upgraded may last
      on.answered(101);
      WebSocketForwarding next = new WebSocketForwarding(forwarder, this, admitted, socket);
      forwarder.live().add(next);
      count();
      answered();
      next.run();
    }
  }

  /** Once, however often it is sent. */
  private void count() {
    if (!isCounted) {
      isCounted = true;
      forwarder.passage().admitted(admitted);
    }
  }

  /**
   * Whether the request may go over a connection now. Where anything was waited for, the decision
   * is taken again in this turn, and the request may have gone another way.
   *
   * @param giveUp what to do with the connection otherwise
   */
  private boolean mayGo(Runnable giveUp) {
    if (isOver) {
      giveUp.run();
      return false;
    }
    if (!hasWaited) {
      return true;
    }
    Decision again = forwarder.decider().decide(admitted.exchange().target(), admitted.check());
    if (again instanceof Decision.Allow allow) {
      Admitted drawn = forwarder.drawn(admitted.with(allow));
      if (isSameWay(drawn.allow(), admitted.allow())) {
        admitted = drawn;
        return true;
      }
    }
    giveUp.run();
    over();
    if (again instanceof Decision.Allow other) {
      forwarder.forward(admitted.with(other));
    } else {
      forwarder.rejector().reject(admitted.exchange(), (Decision.Deny) again);
    }
    return false;
  }

  private static boolean isSameWay(Decision.Allow one, Decision.Allow other) {
    return one.route().equals(other.route()) && one.backend().equals(other.backend());
  }

  private void notConnected(Throwable failure, Try on) {
    if (failure instanceof ConnectionPoolTooBusyException) {
      on.end(); // which says nothing about the target
    } else {
      on.failed(failure);
    }
    if (!isOver && !repeats(Retries.On.CONNECT_FAILURE)) {
      fail(BackendFaults.whileConnecting(failure), failure.toString());
    }
  }

  private void notUpgraded(Throwable failure, Try on) {
    UpgradeRejectedException answer = UpgradeRefusals.of(failure);
    if (answer == null) {
      notConnected(failure, on);
      return;
    }
    on.answered(answer.getStatus());
    if (!isOver) {
      over();
      UpgradeRefusals.passOn(inbound, answer);
    }
  }

  /**
   * Sends the request once more after {@code what}, if that may be; then that is all there is to
   * do.
   */
  boolean repeats(Retries.On what) {
    Retries retries = backend.backend().protection().retries();
    if (retries == null
        || !retries.on().contains(what)
        || repetitions >= retries.attempts()
        || inbound.response().closed()
        || (repetitions == 0 && !backend.mayRetry())) {
      return false;
    }
    repetitions++;
    again();
    return true;
  }

  /**
   * Sends the request once more over a connection of its own: the one it went over had been used,
   * and may have been closed before the request got there (RFC 9112, section 9.3.1).
   */
  boolean repeatsFresh() {
    if (isFresh || inbound.response().closed()) {
      return false;
    }
    isFresh = true;
    again();
    return true;
  }

  private void again() {
    forwarding = null;
    if (current != null) {
      current.end();
    }
    connect();
  }

  /** The head of the answer that the caller gets has come. */
  void answered() {
    forwarder.passage().answered(admitted);
  }

  /** Tells the caller of the target that answers, unless it was there before. */
  void tellTarget(MultiMap headers, Try on) {
    Affinity affinity = backend.backend().affinity();
    if (affinity != null && !on.targetName().equals(wanted)) {
      AffinityCookie.set(headers, affinity, on.targetName(), admitted.exchange());
    }
  }

  /** Ends it with an answer that says what went wrong. */
  void fail(Reason reason, String detail) {
    if (!isOver) {
      over();
      forwarder.rejector().fail(admitted.exchange(), admitted.allow(), reason, detail);
    }
  }

  private void expire(long millis) {
    totalTimer = -1;
    Throwable late = new TimeoutException("not done in " + millis + " ms");
    if (forwarding != null) {
      forwarding.expire(late);
    } else {
      fail(Reason.BACKEND_TIMEOUT, String.valueOf(late.getMessage()));
    }
  }

  private void stopTotalTimer() {
    if (totalTimer >= 0) {
      forwarder.vertx().cancelTimer(totalTimer);
      totalTimer = -1;
    }
  }

  /** Gives back what it holds; nothing happens to it any more. */
  void over() {
    if (isOver) {
      return;
    }
    isOver = true;
    stopTotalTimer();
    if (current != null) {
      current.end();
    }
    if (repetitions > 0) {
      backend.retried();
    }
    leave();
  }

  private void leave() {
    if (hasRoom) {
      hasRoom = false;
      backend.leave();
    }
  }
}
