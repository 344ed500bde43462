package io.portcullis.sync;

import io.portcullis.store.Database;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;

/**
 * A replica's two connections, which live and die together: on one it listens and sends heartbeats,
 * on the other it reads policy, so that no heartbeat waits behind a long read.
 */
final class Link {
  private final PgConnection beats;
  private final PgConnection reads;

  private Link(PgConnection beats, PgConnection reads) {
    this.beats = beats;
    this.reads = reads;
  }

  static Future<Link> open(Database database, String channel) {
    return database
        .listen(channel)
        .compose(
            beats ->
                database
                    .connect()
                    .map(reads -> new Link(beats, reads))
                    .onFailure(failure -> beats.close()));
  }

  PgConnection beats() {
    return beats;
  }

  PgConnection reads() {
    return reads;
  }

  /** Ends both at once, with whatever is under way on them. */
  void close() {
    beats.close();
    reads.close();
  }
}
