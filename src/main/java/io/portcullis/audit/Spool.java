package io.portcullis.audit;

import java.util.List;
import java.util.UUID;

/**
 * Rejections that are on this machine's disk and not in PostgreSQL yet, of one run of a gateway.
 * Called by one thread at a time; touches files, so not by an event loop.
 */
interface Spool {

  /** Whose rejections they are. */
  UUID replica();

  /** The oldest rejections that are not shipped, at most {@code limit}, as texts in JSON. */
  Batch next(int limit);

  /**
   * Rejections to ship together.
   *
   * @param shipped to be called once they are in PostgreSQL
   */
  record Batch(List<byte[]> texts, Runnable shipped) {
    static final Batch NOTHING = new Batch(List.of(), () -> {});
  }

  /** Rejections without a row. */
  CountTable counts();

  /** Ends its use: removes it if all is shipped, else leaves it to whoever comes next. */
  void close();
}
