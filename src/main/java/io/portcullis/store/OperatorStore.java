package io.portcullis.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Operators: people who may sign in to the console. */
public final class OperatorStore {
  private static final String ITEM = "SELECT policy_json(o) AS item FROM operator o";

  private static final String LIST =
      ITEM + " WHERE o.id COLLATE \"C\" > $1 ORDER BY o.id COLLATE \"C\" LIMIT $2";

  private static final String OTHER =
      """
      SELECT o.id
        FROM operator o
       WHERE o.id <> $1 AND (o.email = $2 OR (o.issuer = $3 AND o.subject = $4))
      """;

  private static final String PUT =
      """
      INSERT INTO operator AS o (id, email, issuer, subject, role, projects)
      VALUES ($1, $2, $3, $4, $5, $6)
          ON CONFLICT (id) DO UPDATE
         SET email = excluded.email, issuer = excluded.issuer, subject = excluded.subject,
             role = excluded.role, projects = excluded.projects
      RETURNING policy_json(o) AS item
      """;

  private static final String DELETE = "DELETE FROM operator WHERE id = $1";

  /** By subject first: an address may have gone to somebody else. */
  private static final String SIGNS_IN =
      """
      SELECT o.id
        FROM operator o
       WHERE (o.issuer = $1 AND o.subject = $2) OR o.email = $3
       ORDER BY o.subject IS NULL
       LIMIT 1
      """;

  private static final String HOLDER =
      """
      SELECT o.id, coalesce(o.email, o.subject || ' of ' || o.issuer) AS name, o.role, o.projects
        FROM operator o
       WHERE o.id = $1
      """;

  private static final String OWNERS =
      """
      SELECT o.id, coalesce(o.email, o.subject || ' of ' || o.issuer) AS name, o.role, o.projects
        FROM operator o
       WHERE o.role = 'owner'
         AND ($1::text[] IS NULL OR o.projects IS NULL OR o.projects && $1)
       ORDER BY o.projects IS NOT NULL, o.id COLLATE "C"
       LIMIT 50
      """;

  /**
   * Who somebody is.
   *
   * @param email a verified address in lower case, or null
   */
  public record Principal(
      @Nullable String email, @Nullable String issuer, @Nullable String subject) {}

  /**
   * An operator as the admin API knows them.
   *
   * @param name as history names them
   */
  public record Active(String id, String name, Holder holder) {
    static Active of(Row row) {
      return new Active(row.getString("id"), row.getString("name"), Holder.of(row));
    }
  }

  /** Lists operators by ID, as rows in JSON. */
  public Future<List<JsonObject>> list(SqlClient sql, ListQuery query) {
    return sql.preparedQuery(LIST)
        .execute(Tuple.of(query.after(), query.limit()))
        .map(rows -> rows.stream().map(row -> row.getJsonObject("item")).toList());
  }

  public Future<Optional<JsonObject>> get(SqlClient sql, String id) {
    return sql.preparedQuery(ITEM + " WHERE o.id = $1")
        .execute(Tuple.of(id))
        .map(OperatorStore::first);
  }

  /** The ID of another operator who is the same person. */
  public Future<Optional<String>> findOther(SqlClient sql, String id, Principal principal) {
    return sql.preparedQuery(OTHER)
        .execute(Tuple.of(id, principal.email(), principal.issuer(), principal.subject()))
        .map(rows -> rows.stream().findFirst().map(row -> row.getString("id")));
  }

  /** Creates or replaces one, and gives the row back as stored. */
  public Future<JsonObject> put(SqlConnection sql, String id, Principal principal, Holder holder) {
    return sql.preparedQuery(PUT)
        .execute(
            Tuple.of(
                id,
                principal.email(),
                principal.issuer(),
                principal.subject(),
                holder.role(),
                holder.projectIds()))
        .map(rows -> first(rows).orElseThrow());
  }

  /** Says nothing when there is none. */
  public Future<Void> delete(SqlConnection sql, String id) {
    return sql.preparedQuery(DELETE).execute(Tuple.of(id)).mapEmpty();
  }

  /** The ID of the operator whom an ID token is about. */
  public Future<Optional<String>> findSigningIn(SqlClient sql, Principal principal) {
    return sql.preparedQuery(SIGNS_IN)
        .execute(Tuple.of(principal.issuer(), principal.subject(), principal.email()))
        .map(rows -> rows.stream().findFirst().map(row -> row.getString("id")));
  }

  /** The operator, as PostgreSQL has them now. */
  public Future<Optional<Active>> find(SqlClient sql, String id) {
    return sql.preparedQuery(HOLDER)
        .execute(Tuple.of(id))
        .map(rows -> rows.stream().findFirst().map(Active::of));
  }

  /**
   * Owners of everything, then owners of some of these projects.
   *
   * @param projects null for all of them
   */
  public Future<List<Active>> owners(SqlClient sql, @Nullable Set<String> projects) {
    return sql.preparedQuery(OWNERS)
        .execute(Tuple.tuple().addArrayOfString(new Holder("owner", projects).projectIds()))
        .map(rows -> rows.stream().map(Active::of).toList());
  }

  private static Optional<JsonObject> first(RowSet<Row> rows) {
    return rows.stream().findFirst().map(row -> row.getJsonObject("item"));
  }
}
