package io.portcullis;

import io.portcullis.store.Database;
import io.portcullis.store.IssuerKeyStore;
import io.portcullis.token.KeyArchive;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Keeps issuers' keys in PostgreSQL. */
final class KeptKeys implements KeyArchive {
  private final Database database;
  private final IssuerKeyStore store = new IssuerKeyStore();

  KeptKeys(Database database) {
    this.database = database;
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
}
