package io.portcullis.sync;

import io.vertx.core.Context;

/** Where event loops get their policy from. */
public interface PolicySource {

  /**
   * Gives {@code loop} its own view of the policy; call it on that event loop, before it serves.
   * From then on a revision counts as applied only when this loop has it too, and when {@code
   * listener} has returned.
   */
  CurrentPolicy attach(Context loop, PolicyListener listener);
}
