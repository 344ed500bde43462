package io.portcullis.gateway;

import io.portcullis.policy.Decision;
import io.portcullis.token.Credentials;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import java.util.function.Supplier;

/** Takes an admitted request to its backend. Belongs to one event loop, with its connections. */
final class Forwarder {
  private final Vertx vertx;
  private final HttpClient client;
  private final Rejector rejector;

  Forwarder(Vertx vertx, HttpClient client, Rejector rejector) {
    this.vertx = vertx;
    this.client = client;
    this.rejector = rejector;
  }

  /**
   * Forwards a request.
   *
   * @param decideAgain decides on the policy of the moment; asked when anything was waited for
   *     between {@code allow} and the first byte to the backend
   */
  void forward(
      Exchange exchange,
      Credentials.Found credential,
      Decision.Allow allow,
      Supplier<Decision> decideAgain) {
    Future<HttpClientRequest> connecting = client.request(BackendTarget.options(exchange, allow));
    if (connecting.succeeded()) {
      new Forwarding(vertx, rejector, exchange, allow).run(connecting.result(), credential);
      return;
    }
    connecting.onComplete(
        connected -> {
          Decision again = decideAgain.get();
          if (again instanceof Decision.Allow still && isSameWay(still, allow)) {
            new Forwarding(vertx, rejector, exchange, still).run(connected, credential);
            return;
          }
          connected.reset();
          if (again instanceof Decision.Allow other) {
            forward(exchange, credential, other, decideAgain);
          } else {
            rejector.reject(exchange, (Decision.Deny) again);
          }
        },
        failure ->
            rejector.fail(
                exchange, allow, BackendFaults.whileConnecting(failure), failure.toString()));
  }

  private static boolean isSameWay(Decision.Allow one, Decision.Allow other) {
    return one.route().equals(other.route()) && one.backend().equals(other.backend());
  }
}
