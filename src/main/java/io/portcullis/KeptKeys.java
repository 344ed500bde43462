package io.portcullis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.portcullis.store.Database;
import io.portcullis.store.IssuerKeyStore;
import io.portcullis.token.KeyArchive;
import io.portcullis.token.KeyFreshness;
import io.vertx.core.Future;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps issuers' keys in PostgreSQL, and how fresh they are here in memory. */
final class KeptKeys implements KeyArchive {
  private static final int MOST_SOURCES = 1000;

  private final Database database;
  private final IssuerKeyStore store = new IssuerKeyStore();
  private final Cache<String, KeyFreshness> latest =
      Caffeine.newBuilder().maximumSize(MOST_SOURCES).executor(Runnable::run).build();

  KeptKeys(Database database) {
    this.database = database;
  }

  /** How each source was left by its last fetch; any thread. */
  Map<String, KeyFreshness> latest() {
    return Map.copyOf(latest.asMap());
  }

  @Override
  public Future<@Nullable Entry> find(String source) {
    return store
        .find(database.policy(), source)
        .map(
            kept ->
                kept == null ? null : new Entry(kept.document(), kept.maxAge(), kept.fetchedAt()));
  }

  @Override
  public Future<Void> keep(String source, Entry entry) {
    return store.keep(
        database.policy(),
        source,
        new IssuerKeyStore.Kept(entry.document(), entry.maxAge(), entry.fetchedAt()));
  }

  @Override
  public void note(KeyFreshness freshness) {
    latest.put(freshness.source(), freshness);
  }
}
