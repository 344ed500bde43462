package io.portcullis.gateway;

import io.portcullis.audit.TrafficTally;
import io.portcullis.policy.Decision;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.WebSocket;
import org.jspecify.annotations.Nullable;

/** Takes an admitted request to its backend. Belongs to one event loop, with its connections. */
final class Forwarder {
  private final Vertx vertx;
  private final BackendClients clients;
  private final Rejector rejector;
  private final Decider decider;
  private final LiveExchanges live;
  private final OutboundHead outboundHead;
  private final TrafficTally traffic;

  Forwarder(
      Vertx vertx,
      OutboundHead outboundHead,
      Rejector rejector,
      Decider decider,
      LiveExchanges live,
      TrafficTally traffic) {
    this.traffic = traffic;
    this.vertx = vertx;
    this.clients = new BackendClients(vertx, outboundHead);
    this.outboundHead = outboundHead;
    this.rejector = rejector;
    this.decider = decider;
    this.live = live;
  }

  /** Forwards a request; call it in the turn in which it was admitted. */
  void forward(Admitted admitted) {
    if (admitted.exchange().request().canUpgradeToWebSocket()) {
      forwardWebSocket(admitted);
    } else {
      forwardRequest(admitted);
    }
  }

  private void forwardRequest(Admitted admitted) {
    Future<HttpClientRequest> connecting = clients.request(admitted);
    if (connecting.succeeded()) {
      run(admitted, connecting.result());
      return;
    }
    connecting.onComplete(
        connected -> {
          Admitted still = decideAgain(admitted, connected::reset);
          if (still != null) {
            run(still, connected);
          }
        },
        failure -> fail(admitted, failure));
  }

  private void run(Admitted admitted, HttpClientRequest outbound) {
    Forwarding forwarding = new Forwarding(vertx, rejector, decider, live, admitted, outbound);
    live.add(forwarding);
    count(admitted);
    outboundHead.set(outbound.headers(), admitted);
    forwarding.run();
  }

  private void count(Admitted admitted) {
    Decision.Allow allow = admitted.allow();
    traffic.admitted(
        decider.now(), allow, decider.policy().snapshot().findProject(allow.route().project()));
  }

  private void forwardWebSocket(Admitted admitted) {
    Future<WebSocket> connecting = clients.webSocket(admitted);
    connecting.onComplete(
        backend -> {
          backend.pause();
          Admitted still = decideAgain(admitted, backend::close);
          if (still != null) {
            WebSocketForwarding forwarding =
                new WebSocketForwarding(rejector, decider, live, still, backend);
            live.add(forwarding);
            count(still);
            forwarding.run();
          }
        },
        failure -> {
          if (!UpgradeRefusals.passOn(admitted.exchange().request(), failure)) {
            fail(admitted, failure);
          }
        });
  }

  /**
   * A connection was waited for, so the decision is taken again before the first byte goes out.
   *
   * @param giveUp what to do with the connection when the request may not go on over it
   * @return what it rests on now, or null when the request has gone another way
   */
  private @Nullable Admitted decideAgain(Admitted admitted, Runnable giveUp) {
    Decision again = decider.decide(admitted.exchange().target(), admitted.check());
    if (again instanceof Decision.Allow allow && isSameWay(allow, admitted.allow())) {
      return admitted.with(allow);
    }
    giveUp.run();
    if (again instanceof Decision.Allow other) {
      forward(admitted.with(other));
    } else {
      rejector.reject(admitted.exchange(), (Decision.Deny) again);
    }
    return null;
  }

  private void fail(Admitted admitted, Throwable failure) {
    rejector.fail(
        admitted.exchange(),
        admitted.allow(),
        BackendFaults.whileConnecting(failure),
        failure.toString());
  }

  private static boolean isSameWay(Decision.Allow one, Decision.Allow other) {
    return one.route().equals(other.route()) && one.backend().equals(other.backend());
  }
}
