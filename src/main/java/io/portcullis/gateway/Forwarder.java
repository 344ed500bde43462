package io.portcullis.gateway;

import io.portcullis.audit.TrafficTally;
import io.portcullis.backend.LoopBackends;
import io.portcullis.policy.Decision;
import io.vertx.core.Vertx;

/**
 * Takes admitted requests to their backends. Belongs to one event loop, with its connections.
 *
 * @param live the exchanges under way, to which each is added that goes
 */
record Forwarder(
    Vertx vertx,
    BackendClients clients,
    LoopBackends backends,
    OutboundHead outboundHead,
    Rejector rejector,
    Decider decider,
    LiveExchanges live,
    Burden burden,
    TrafficTally traffic) {

  /** Forwards a request; call it in the turn in which it was admitted. */
  void forward(Admitted admitted) {
    new Delivery(this, admitted, backends.of(admitted.allow().backend())).start();
  }

  void count(Admitted admitted) {
    Decision.Allow allow = admitted.allow();
    traffic.admitted(
        decider.now(), allow, decider.policy().snapshot().findProject(allow.route().project()));
  }
}
