package io.portcullis;

import io.portcullis.admin.SetupToken;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.settings.Settings;
import io.portcullis.store.Database;
import io.portcullis.store.Migrations;
import io.portcullis.store.StoreException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done once PostgreSQL can be reached: tables brought up to date, set-up token known. */
final class Preparation {
  private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);
  private static final long PAUSE_MILLIS = 1000;

  private final Vertx vertx;
  private final Database database;
  private final DatabaseUrl url;
  private final SetupToken setupToken;
  private final Settings settings;
  private volatile @Nullable String problem = "the tables are being brought up to date";

  Preparation(
      Vertx vertx, Database database, DatabaseUrl url, SetupToken setupToken, Settings settings) {
    this.vertx = vertx;
    this.database = database;
    this.url = url;
    this.setupToken = setupToken;
    this.settings = settings;
  }

  /** Goes on until it is done; a gateway alone leaves the tables to the admin or to migrate. */
  void run(Role role) {
    if (role.isAdmin()) {
      prepare().onFailure(failure -> again(role, failure));
    }
  }

  /** Fails, saying why, until it is done. */
  Future<Void> state() {
    String now = problem;
    return now == null ? Future.succeededFuture() : Future.failedFuture(now);
  }

  private Future<Void> prepare() {
    return vertx
        .executeBlocking(
            () -> {
              Migrations.migrate(url);
              return null;
            })
        .compose(
            migrated ->
                settings.admin().bootstrapToken() == null
                    ? setupToken.load(database).onSuccess(made -> made.ifPresent(this::show))
                    : Future.succeededFuture())
        .onSuccess(done -> problem = null)
        .mapEmpty();
  }

  /** Shown once; only its hash is kept. */
  private void show(String token) {
    System.out.println("Set-up token, shown this once: " + token);
  }

  private void again(Role role, Throwable failure) {
    boolean isFatal = failure instanceof StoreException store && !store.isTransient();
    String message = String.valueOf(failure.getMessage());
    if (!message.equals(problem)) {
      LOG.error("{}", message);
    }
    problem = message;
    if (isFatal) {
      LOG.error("The admin API stays unavailable until this is mended; then restart Portcullis");
      return;
    }
    vertx.setTimer(PAUSE_MILLIS, due -> run(role));
  }
}
