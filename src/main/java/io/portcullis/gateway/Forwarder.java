package io.portcullis.gateway;

import io.portcullis.backend.LoopBackends;
import io.portcullis.policy.Backend;
import io.portcullis.policy.Decision;
import io.portcullis.policy.Destination.Redirect;
import io.portcullis.policy.Route;
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
    Passage passage) {

  /** Forwards a request; call it in the turn in which it was admitted. */
  void forward(Admitted admitted) {
    Route route = admitted.allow().route();
    Redirect redirect = route.destination().redirect();
    if (redirect != null) {
      passage.admitted(admitted);
      Redirects.answer(admitted.exchange(), route, redirect);
      return;
    }
    Admitted drawn = drawn(admitted);
    new Delivery(this, drawn, backends.of(drawn.allow().backend())).start();
  }

  /**
   * Lets the caller go to the backend of the route that is theirs: always the same one, as long as
   * the shares are the same.
   */
  Admitted drawn(Admitted admitted) {
    Decision.Allow allow = admitted.allow();
    if (allow.route().destination().split().isEmpty()) {
      return admitted;
    }
    String id = allow.route().destination().drawn(HashKey.ofCaller(admitted));
    Backend other =
        id == null ? null : decider.policy().snapshot().findBackend(allow.route().project(), id);
    return other == null ? admitted : admitted.with(allow.at(other));
  }
}
