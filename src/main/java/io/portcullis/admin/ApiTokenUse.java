package io.portcullis.admin;

import io.portcullis.store.ApiTokenStore;
import io.portcullis.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers when API tokens were used last, and writes that down now and then: one statement for
 * all of them, however many calls there were. A token has to be a real one to get here, so there
 * are no more entries than tokens. Used on the event loop of the admin server alone.
 */
final class ApiTokenUse {
  private static final Logger LOG = LoggerFactory.getLogger(ApiTokenUse.class);
  private static final long INTERVAL_MILLIS = 10_000;

  private final Database database;
  private final InstantSource clock;
  private final ApiTokenStore store = new ApiTokenStore();
  private Map<String, Instant> used = new HashMap<>();

  ApiTokenUse(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Writes from now on, until the server is stopped. */
  void start(Vertx vertx) {
    vertx.setPeriodic(INTERVAL_MILLIS, tick -> write());
  }

  void note(Caller caller) {
    if (caller.credential() instanceof Caller.Credential.ApiToken token) {
      used.put(token.id(), clock.instant());
    }
  }

  /** What cannot be written is tried again with what comes later. */
  Future<Void> write() {
    if (used.isEmpty()) {
      return Future.succeededFuture();
    }
    Map<String, Instant> now = used;
    used = new HashMap<>();
    return store
        .noteUse(database.policy(), now)
        .onFailure(
            failure -> {
              now.forEach(used::putIfAbsent);
              LOG.warn("The last use of API tokens was not written: {}", failure.toString());
            });
  }
}
