package io.portcullis;

import io.portcullis.store.Database;
import io.portcullis.store.GatewayKeyStore;
import io.portcullis.store.GatewayKeyStore.Fetched;
import io.portcullis.token.KeyFreshness;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells in PostgreSQL how fresh the issuers' keys of this gateway are. It writes after a fetch has
 * ended, and everything anew when the gateway is registered anew; else nothing.
 */
final class KeyReports extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(KeyReports.class);
  private static final long INTERVAL_MILLIS = 1000;
  private static final long WRITE_SECONDS = 5;

  private final Database database;
  private final KeptKeys keys;
  private final Supplier<UUID> incarnation;
  private final GatewayKeyStore store = new GatewayKeyStore();
  private Map<String, KeyFreshness> told = Map.of();
  private @Nullable UUID toldAs;
  private boolean isWriting;
  private boolean isFailing;

  /**
   * @param incarnation under which this gateway is registered now
   */
  KeyReports(Database database, KeptKeys keys, Supplier<UUID> incarnation) {
    this.database = database;
    this.keys = keys;
    this.incarnation = incarnation;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(INTERVAL_MILLIS, tick -> report());
    return Future.succeededFuture();
  }

  private void report() {
    UUID replica = incarnation.get();
    Map<String, KeyFreshness> known = keys.latest();
    Map<String, KeyFreshness> before = replica.equals(toldAs) ? told : Map.of();
    List<Fetched> news =
        known.values().stream()
            .filter(one -> !one.equals(before.get(one.source())))
            .map(KeyReports::toRow)
            .toList();
    if (isWriting || news.isEmpty()) {
      return;
    }
    isWriting = true;
    store
        .report(database.policy(), replica, news)
        .timeout(WRITE_SECONDS, TimeUnit.SECONDS)
        .onSuccess(
            isRegistered -> {
              isFailing = false;
              if (isRegistered) {
                told = known;
                toldAs = replica;
              }
            })
        .onFailure(this::failed)
        .onComplete(done -> isWriting = false);
  }

  private void failed(Throwable failure) {
    if (!isFailing) {
      isFailing = true;
      LOG.info("How fresh keys are cannot be told, trying again: {}", failure.toString());
    }
  }

  private static Fetched toRow(KeyFreshness key) {
    return new Fetched(
        key.source(),
        key.fetchedAt(),
        key.isKept(),
        key.refreshAt(),
        key.endAt(),
        key.triedAt(),
        key.failures(),
        key.problem());
  }
}
