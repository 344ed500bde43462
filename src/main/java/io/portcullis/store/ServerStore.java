package io.portcullis.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;

/** What the database server says of itself: what it promises, and whether it may have forgotten. */
public final class ServerStore {
  private static final String STATE =
      """
      SELECT policy_durability() AS durability, policy_is_whole(h) AS is_whole FROM policy_head h
      """;

  private static final String ACCEPT = "SELECT policy_accept_place()";

  /**
   * The server's state.
   *
   * @param isWhole false after a failover or a restore that may have lost confirmed changes
   */
  public record State(Durability durability, boolean isWhole) {}

  /** Reads it as it is now. */
  public Future<State> state(SqlClient sql) {
    return sql.query(STATE)
        .execute()
        .map(rows -> rows.iterator().next())
        .map(
            row ->
                new State(Durability.of(row.getString("durability")), row.getBoolean("is_whole")));
  }

  /** Takes the policy of this database for the one to go by; every replica reads it anew. */
  public Future<Void> accept(SqlClient sql) {
    return sql.query(ACCEPT).execute().mapEmpty();
  }
}
