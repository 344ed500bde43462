package io.portcullis.token;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.List;

/** Turns a host name, or an address written out, into addresses. */
interface Resolver {
  Future<List<InetAddress>> resolve(String host);

  /** The system's resolver, so that issuers are found like everything else on the machine. */
  static Resolver ofSystem(Vertx vertx) {
    return host ->
        vertx.executeBlocking(() -> List.of(InetAddress.getAllByName(host)), /* ordered= */ false);
  }
}
