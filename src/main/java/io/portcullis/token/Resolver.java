package io.portcullis.token;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.util.List;

/** Turns a host name, or an address written out, into addresses. */
interface Resolver {
  Future<List<InetAddress>> resolve(String host);

  /**
   * The system's resolver, so that issuers are found like everything else on the machine. It has
   * threads of its own: name servers that do not answer must not hold up other work.
   */
  static Resolver ofSystem(Vertx vertx) {
    WorkerExecutor threads = vertx.createSharedWorkerExecutor("issuer-names", 4);
    return host ->
        threads.executeBlocking(
            () -> List.of(InetAddress.getAllByName(host)), /* ordered= */ false);
  }
}
