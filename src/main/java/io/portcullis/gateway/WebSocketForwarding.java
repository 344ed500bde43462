package io.portcullis.gateway;

import io.portcullis.policy.Decision;
import io.portcullis.token.Credentials;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/** One WebSocket to a backend: frames both ways, unopened, at the speed of the slower side. */
final class WebSocketForwarding implements Live {
  /** Of the range that RFC 6455, section 7.4.2, leaves to applications. */
  private static final short REVOKED = 4401;

  /** RFC 6455, section 7.4.1: abnormal; never sent, so that 1011 stands for it. */
  private static final short BACKEND_GONE = 1011;

  /** Service restart, of IANA's registry for RFC 6455: come back, and a server will be there. */
  private static final short RESTART = 1012;

  private final Rejector rejector;
  private final Decider decider;
  private final LiveExchanges live;
  private final Delivery delivery;
  private final Admitted admitted;
  private final WebSocket backend;
  private @Nullable ServerWebSocket caller;
  private @Nullable Flow<WebSocketFrame> up;
  private @Nullable Flow<WebSocketFrame> down;
  private boolean isOver;

  WebSocketForwarding(
      Forwarder forwarder, Delivery delivery, Admitted admitted, WebSocket backend) {
    this.rejector = forwarder.rejector();
    this.decider = forwarder.decider();
    this.live = forwarder.live();
    this.delivery = delivery;
    this.admitted = admitted;
    this.backend = backend;
  }

  void run() {
    HttpServerRequest request = admitted.exchange().request();
    String protocol = subProtocol();
    if (protocol != null) {
      request.response().putHeader("Sec-WebSocket-Protocol", protocol);
    }
    request.toWebSocket().onComplete(this::opened, failure -> over());
  }

  /** What the backend chose; where it had nothing to choose from, the marker of the token. */
  private @Nullable String subProtocol() {
    String chosen = backend.subProtocol();
    if (chosen != null && !chosen.isEmpty()) {
      return chosen;
    }
    return admitted.exchange().subProtocols().contains(Credentials.MARKER)
        ? Credentials.MARKER
        : null;
  }

  private void opened(ServerWebSocket opened) {
    if (isOver) {
      opened.close(REVOKED, "the policy has changed");
      return;
    }
    caller = opened;
    up = flow(opened, backend);
    down = flow(backend, opened);
    opened.frameHandler(up::accept);
    backend.frameHandler(down::accept);
    opened.exceptionHandler(failure -> {}); // the close that follows says what there is to do
    backend.exceptionHandler(failure -> {});
    opened.closeHandler(closed -> closed(opened, backend));
    backend.closeHandler(closed -> closed(backend, opened));
    opened.resume();
    backend.resume();
  }

  private Flow<WebSocketFrame> flow(WebSocketBase from, WebSocketBase to) {
    return new Flow<>(
        from,
        to,
        frame -> {
          if (!frame.isClose()) { // told by closed(), with the same code
            to.writeFrame(frame);
          }
        },
        () -> decider.mayFlow(admitted.allow().route()));
  }

  private void closed(WebSocketBase from, WebSocketBase to) {
    if (isOver) {
      return;
    }
    over();
    Short code = from.closeStatusCode();
    if (code == null || code == 1005 || code == 1006) {
      to.close(BACKEND_GONE);
    } else {
      to.close(code, from.closeReason());
    }
  }

  private void over() {
    if (isOver) {
      return;
    }
    isOver = true;
    live.remove(this);
    delivery.over();
    halt();
    if (caller == null) {
      backend.close();
    }
  }

  private void halt() {
    if (up != null && down != null) {
      up.halt();
      down.halt();
    }
  }

  @Override
  public Decision.Allow allow() {
    return admitted.allow();
  }

  @Override
  public Decision decideAgain() {
    return decider.judge(admitted.exchange().target(), admitted.check());
  }

  @Override
  public void cut(Decision.Deny why) {
    if (isOver) {
      return;
    }
    isOver = true;
    delivery.over();
    halt();
    rejector.record(admitted.exchange(), why);
    backend.close(REVOKED, why.reason().code());
    if (caller != null) {
      caller.close(REVOKED, why.reason().code());
    }
  }

  @Override
  public void leave() {
    if (isOver) {
      return;
    }
    isOver = true;
    live.remove(this);
    delivery.over();
    halt();
    backend.close(RESTART, "the gateway restarts");
    if (caller != null) {
      caller.close(RESTART, "the gateway restarts");
    }
  }

  @Override
  public void release() {
    if (up != null && down != null) {
      up.release();
      down.release();
    }
  }
}
