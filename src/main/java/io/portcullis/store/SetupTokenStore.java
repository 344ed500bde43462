package io.portcullis.store;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** The hash of the set-up token that this database was first started with. */
public final class SetupTokenStore {
  private static final String KEEP =
      "INSERT INTO setup_token (hash) VALUES ($1) ON CONFLICT (one) DO NOTHING";
  private static final String HASH = "SELECT t.hash FROM setup_token t";

  /** Keeps {@code hash} if there is none yet, and says whether it did. */
  public Future<Boolean> keep(SqlClient sql, byte[] hash) {
    return sql.preparedQuery(KEEP)
        .execute(Tuple.of(Buffer.buffer(hash)))
        .map(rows -> rows.rowCount() == 1);
  }

  /** The hash that is kept; SHA-256. */
  public Future<byte[]> hash(SqlClient sql) {
    return sql.query(HASH)
        .execute()
        .map(rows -> rows.iterator().next().getBuffer("hash").getBytes());
  }
}
