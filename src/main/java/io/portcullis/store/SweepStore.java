package io.portcullis.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * Takes off sign-outs and token revocations that refuse nothing any more that would be admitted
 * without them.
 *
 * <p>A token revocation ends with its token. A sign-out of a user ends when the issuer's maximum
 * token age refuses whatever it refuses; because that age may be raised later, or taken off, its
 * moment is passed on to a sign-out of all of the issuer's users, which then refuses nothing that
 * is admitted today, and goes on to refuse what was signed out whatever becomes of the age. So many
 * rows become one, and no token that was refused is ever admitted again.
 */
public final class SweepStore {
  private static final String IS_DUE =
      """
      SELECT EXISTS (SELECT FROM token_revocation_over)
          OR EXISTS (SELECT FROM sign_out_outlived)
          OR EXISTS (SELECT FROM sign_out_covered) AS due
      """;

  private static final String REMOVE_TOKENS =
      """
      DELETE FROM token_revocation t
       WHERE (t.project_id, t.id) IN (
               SELECT o.project_id, o.id FROM token_revocation_over o
                ORDER BY o.expires_at LIMIT $1)
      """;

  /** Insert and update apart: ON CONFLICT would take a revision even where nothing changes. */
  private static final String MOVE_ISSUERS_ON =
      """
      UPDATE sign_out wide SET issued_until = past.issued_until
        FROM (SELECT o.project_id, o.issuer, max(o.issued_until) AS issued_until
                FROM sign_out_outlived o GROUP BY o.project_id, o.issuer) past
       WHERE wide.project_id = past.project_id AND wide.id = past.issuer
         AND wide.issued_until < past.issued_until
      """;

  private static final String ADD_ISSUERS =
      """
      INSERT INTO sign_out (project_id, issuer, issued_until, note)
      SELECT o.project_id, o.issuer, max(o.issued_until), 'Older tokens are past their age.'
        FROM sign_out_outlived o
       WHERE NOT EXISTS (SELECT FROM sign_out w WHERE w.project_id = o.project_id AND w.id = o.issuer)
       GROUP BY o.project_id, o.issuer
      """;

  private static final String REMOVE_COVERED =
      """
      DELETE FROM sign_out s
       WHERE (s.project_id, s.id) IN (SELECT c.project_id, c.id FROM sign_out_covered c LIMIT $1)
      """;

  /** Whether there is anything to take off; asked without a lock. */
  public Future<Boolean> isDue(SqlClient sql) {
    return sql.query(IS_DUE).execute().map(rows -> rows.iterator().next().getBoolean("due"));
  }

  /**
   * Takes off at most {@code limit} rows of each kind, as part of a change.
   *
   * @return how many rows were taken off
   */
  public Future<Integer> sweep(SqlConnection transaction, int limit) {
    return update(transaction, REMOVE_TOKENS, Tuple.of(limit))
        .compose(
            tokens ->
                update(transaction, MOVE_ISSUERS_ON, Tuple.tuple())
                    .compose(moved -> update(transaction, ADD_ISSUERS, Tuple.tuple()))
                    .compose(added -> update(transaction, REMOVE_COVERED, Tuple.of(limit)))
                    .map(covered -> tokens + covered));
  }

  private static Future<Integer> update(SqlConnection transaction, String sql, Tuple values) {
    return transaction.preparedQuery(sql).execute(values).map(rows -> rows.rowCount());
  }
}
