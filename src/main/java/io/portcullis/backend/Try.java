package io.portcullis.backend;

/** One try of a request at one target. Belongs to one event loop. */
public final class Try {
  private static final int FIRST_FAILURE = 500;

  private final LoopBackend backend;
  private final LoopTarget target;
  private boolean isOver;

  Try(LoopBackend backend, LoopTarget target) {
    this.backend = backend;
    this.target = target;
    target.inFlight++;
  }

  public Address address() {
    return target.address();
  }

  /** What callers may know the target by. */
  public String targetName() {
    return target.name();
  }

  LoopTarget loopTarget() {
    return target;
  }

  /** Tells with what status the target answers. */
  public void answered(int status) {
    if (isGatewayError(status)) {
      backend.breaks();
    } else {
      backend.works();
    }
    if (status >= FIRST_FAILURE) {
      backend.failed(target, "answered " + status);
    } else {
      backend.succeeded(target);
    }
  }

  /** Tells that there was no connection, or no answer over it; ends the try. */
  public void failed(Throwable failure) {
    end();
    backend.breaks();
    backend.failed(target, failure.toString());
  }

  /** What a proxy or a server that is overloaded says, rather than a service of a request. */
  public static boolean isGatewayError(int status) {
    return status >= 502 && status <= 504;
  }

  /** Ends the try, however it went. */
  public void end() {
    if (!isOver) {
      isOver = true;
      target.inFlight--;
    }
  }
}
