package io.portcullis.store;

import io.portcullis.settings.DatabaseUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Connections to PostgreSQL: one small pool per purpose, so that a flood of one kind of work cannot
 * starve another, each with a bounded queue, so that a stalled database costs errors and not
 * memory.
 */
public final class Database {
  private static final int QUEUE = 200;

  private final Vertx vertx;
  private final PgConnectOptions options;
  private final Pool policy;
  private final Pool audit;

  public Database(Vertx vertx, DatabaseUrl url) {
    this.vertx = vertx;
    this.options =
        new PgConnectOptions()
            .setHost(url.host())
            .setPort(url.port())
            .setDatabase(url.database())
            .setUser(url.user())
            .setPassword(url.password())
            .setSslMode(SslMode.of(url.sslMode()))
            .setSslOptions(ssl(url.sslMode()))
            .setCachePreparedStatements(true)
            .addProperty("application_name", "portcullis")
            .addProperty("TimeZone", "UTC");
    this.policy = pool(8, options);
    this.audit = pool(4, new PgConnectOptions(options).setCachePreparedStatements(false));
  }

  /** As libpq has it: only the verify modes look at the certificate, by the JDK's authorities. */
  private static ClientSSLOptions ssl(String mode) {
    if (!mode.startsWith("verify-")) {
      return new ClientSSLOptions().setTrustAll(true).setHostnameVerificationAlgorithm("");
    }
    return new ClientSSLOptions()
        .setTrustOptions(TrustOptions.wrap(authorities()))
        .setHostnameVerificationAlgorithm(mode.equals("verify-full") ? "HTTPS" : "");
  }

  /** The client insists on being told, where other users of TLS take these by themselves. */
  private static TrustManager authorities() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return factory.getTrustManagers()[0];
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("the JDK has no trust store", failure);
    }
  }

  private Pool pool(int size, PgConnectOptions options) {
    PoolOptions pool =
        new PoolOptions()
            .setMaxSize(size)
            .setMaxWaitQueueSize(QUEUE)
            .setConnectionTimeout(5)
            .setConnectionTimeoutUnit(TimeUnit.SECONDS)
            .setIdleTimeout(60)
            .setIdleTimeoutUnit(TimeUnit.SECONDS);
    return PgBuilder.pool()
        .with(pool)
        .with(
            new NetClientOptions()
                .setConnectTimeout(2000)
                .setTcpKeepAlive(true)
                .setTcpUserTimeout(5000))
        .connectingTo(options)
        .using(vertx)
        .build();
  }

  /** For reading and changing policy through the admin API. */
  public Pool policy() {
    return policy;
  }

  /**
   * For writing and reading the audit log. Its statements are planned each time: a plan for any
   * value would read a whole log where one for the value at hand reads a few rows.
   */
  public Pool audit() {
    return audit;
  }

  /** Opens a connection of its own. */
  public Future<PgConnection> connect() {
    return PgConnection.connect(vertx, options);
  }

  /** Opens a connection of its own that listens on {@code channel}. */
  public Future<PgConnection> listen(String channel) {
    return connect()
        .compose(
            connection ->
                connection
                    .query("LISTEN " + channel)
                    .execute()
                    .map(connection)
                    .onFailure(failure -> connection.close()));
  }

  /** Closes the pools; connections of their own are their owners'. */
  public Future<Void> close() {
    return Future.join(policy.close(), audit.close()).mapEmpty();
  }
}
