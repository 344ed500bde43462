package io.portcullis.assertion;

import io.portcullis.store.AssertionKeyStore;
import io.portcullis.store.AssertionKeyStore.KeptKey;
import io.portcullis.store.AssertionKeyStore.KeptKeys;
import io.portcullis.store.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the keys of the identity assertion once a minute, and makes the next one in time. All
 * gateways do so; an advisory lock lets one of them at a time make keys. Event loops read what is
 * here without waiting.
 */
public final class AssertionKeys extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(AssertionKeys.class);
  private static final long REFRESH_MILLIS = 60_000;
  private static final long FIRST_RETRY_MILLIS = 500;
  private static final Duration LONG_GONE = KeySchedule.OVERLAP.multipliedBy(2);
  private static final String UNDEFINED_TABLE = "42P01";
  private static final String WRONG_SECRET =
      "a key of the identity assertion cannot be opened: PORTCULLIS_SECRET is not the one that it was sealed with; give all gateways the same";

  private final Database database;
  private final AssertionKeyStore store = new AssertionKeyStore();
  private final KeyFactory factory;
  private String complaint = "";
  private volatile KeyRing ring = KeyRing.EMPTY;
  private volatile @Nullable String problem =
      "the keys of the identity assertion have not been read yet";

  /**
   * @param secret private keys are sealed with it; null keeps them as they are
   */
  public AssertionKeys(Database database, @Nullable String secret) {
    this.database = database;
    this.factory = new KeyFactory(secret == null ? null : new KeySeal(secret));
  }

  @Override
  public Future<?> start() {
    if (!factory.seals()) {
      LOG.warn(
          "Without PORTCULLIS_SECRET the keys of the identity assertion are in the database as they are: whoever reads it, or a copy, can pass for any user at the backends. Give all gateways the same PORTCULLIS_SECRET (openssl rand -hex 32); a sealed key then takes over within a day");
    }
    refresh();
    return Future.succeededFuture();
  }

  /** Why assertions cannot be signed here, or null. Any thread. */
  public @Nullable String problem() {
    return problem;
  }

  KeyRing ring() {
    return ring;
  }

  private void refresh() {
    database
        .policy()
        .withTransaction(this::load)
        .compose(kept -> vertx.executeBlocking(() -> read(kept)))
        .onSuccess(this::use)
        .onFailure(this::complain)
        .onComplete(
            done ->
                vertx.setTimer(
                    ring.keys().isEmpty() ? FIRST_RETRY_MILLIS : REFRESH_MILLIS, due -> refresh()));
  }

  private void use(KeyRing read) {
    complaint = "";
    if (read.keys().isEmpty()) {
      return; // another process is making the first one
    }
    boolean canOpen = read.keys().stream().allMatch(key -> key.signer() != null);
    if (!canOpen && !WRONG_SECRET.equals(problem)) {
      LOG.error("{}", WRONG_SECRET);
    }
    ring = read;
    problem = canOpen ? null : WRONG_SECRET;
  }

  private void complain(Throwable failure) {
    boolean isEarly =
        failure instanceof PgException refused && UNDEFINED_TABLE.equals(refused.getSqlState());
    if (isEarly) { // tables come with the migration, which somebody else may run
      return;
    }
    String message = "the keys of the identity assertion cannot be read: " + failure.getMessage();
    if (!message.equals(complaint)) {
      LOG.warn("{}", message);
    }
    complaint = message;
    if (ring.keys().isEmpty()) {
      problem = message;
    }
  }

  private Future<KeptKeys> load(SqlConnection transaction) {
    return store
        .all(transaction)
        .compose(
            kept -> nextStart(kept) == null ? Future.succeededFuture(kept) : rotate(transaction));
  }

  /** Looks again under the lock: another process may have made the key in the meantime. */
  private Future<KeptKeys> rotate(SqlConnection transaction) {
    return store
        .tryLock(transaction)
        .compose(
            got ->
                store
                    .all(transaction)
                    .compose(kept -> got ? make(transaction, kept) : Future.succeededFuture(kept)));
  }

  private Future<KeptKeys> make(SqlConnection transaction, KeptKeys kept) {
    Instant start = nextStart(kept);
    if (start == null) {
      return Future.succeededFuture(kept);
    }
    return vertx
        .executeBlocking(() -> mayMake(kept) ? factory.make(start) : null)
        .compose(
            made ->
                made == null
                    ? Future.succeededFuture(kept)
                    : store
                        .add(transaction, made)
                        .compose(added -> store.remove(transaction, withdrawn(kept)))
                        .compose(removed -> store.all(transaction))
                        .onSuccess(
                            all ->
                                LOG.info(
                                    "Made assertion key {}, which signs from {}",
                                    made.keyId(),
                                    start)));
  }

  /** Whoever cannot open the keys that there are has another secret, and must not replace them. */
  private boolean mayMake(KeptKeys kept) {
    return read(kept).keys().stream().allMatch(key -> key.signer() != null);
  }

  private @Nullable Instant nextStart(KeptKeys kept) {
    KeptKey newest = kept.keys().isEmpty() ? null : kept.keys().get(kept.keys().size() - 1);
    boolean isExposed = newest != null && !newest.isSealed() && factory.seals();
    return KeySchedule.nextStart(newest == null ? null : newest.signsFrom(), isExposed, kept.now());
  }

  private static List<String> withdrawn(KeptKeys kept) {
    List<String> withdrawn = new ArrayList<>();
    for (int i = 0; i < kept.keys().size(); i++) {
      Instant successor = kept.successorOf(i);
      if (successor != null && successor.plus(LONG_GONE).isBefore(kept.now())) {
        withdrawn.add(kept.keys().get(i).keyId());
      }
    }
    return withdrawn;
  }

  private KeyRing read(KeptKeys kept) {
    return new KeyRing(kept.keys().stream().map(factory::read).toList());
  }
}
