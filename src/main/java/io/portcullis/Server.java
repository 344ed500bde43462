package io.portcullis;

import io.portcullis.admin.AdminServer;
import io.portcullis.gateway.Gateway;
import io.portcullis.settings.LeavingSettings;
import io.portcullis.store.Database;
import io.portcullis.store.EmbeddedPostgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running process. */
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final LeavingSettings leaving;
  private final Vertx vertx;
  private final Database database;
  private final @Nullable Gateway gateway;
  private final AdminServer admin;
  private final @Nullable EmbeddedPostgres embedded;

  Server(
      LeavingSettings leaving,
      Vertx vertx,
      Database database,
      @Nullable Gateway gateway,
      AdminServer admin,
      @Nullable EmbeddedPostgres embedded) {
    this.leaving = leaving;
    this.vertx = vertx;
    this.database = database;
    this.gateway = gateway;
    this.admin = admin;
    this.embedded = embedded;
  }

  public Vertx vertx() {
    return vertx;
  }

  /** The gateway's port; 0 in a process that is not a gateway. */
  public int gatewayPort() {
    return gateway == null ? 0 : gateway.port();
  }

  /** The port for plain HTTP that sends callers on; 0 when there is none. */
  public int redirectPort() {
    return gateway == null ? 0 : gateway.redirectPort();
  }

  public int adminPort() {
    return admin.port();
  }

  /**
   * Says that it leaves, serves on for a while, finishes what is under way, leaves the replicas,
   * writes what is queued, and stops. Blocks.
   */
  @Override
  public void close() {
    sendCallersElsewhere();
    try {
      drain()
          .eventually(this::undeployAll)
          .eventually(database::close)
          .eventually(vertx::close)
          .await(leaving.patience().plus(CLOSE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException failure) {
      LOG.warn("Not everything was finished in time");
    }
    if (embedded != null) {
      embedded.close();
    }
  }

  /** Until load balancers have seen it. */
  private void sendCallersElsewhere() {
    admin.leave();
    if (gateway != null && !leaving.delay().isZero()) {
      gateway.leave();
      vertx.timer(leaving.delay().toMillis(), TimeUnit.MILLISECONDS).await();
    }
  }

  private Future<Void> drain() {
    return gateway == null ? Future.succeededFuture() : gateway.drain(leaving.patience());
  }

  private Future<Void> undeployAll() {
    return Future.join(vertx.deploymentIDs().stream().map(vertx::undeploy).toList()).mapEmpty();
  }
}
