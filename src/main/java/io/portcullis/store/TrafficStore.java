package io.portcullis.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Counts of admitted requests, and when clients were seen. */
public final class TrafficStore {
  /**
   * All or nothing, and once: a batch that this replica sent before changes nothing. Rows come in
   * one order, so that replicas wait for each other and never in a circle.
   */
  private static final String ADD =
      """
      WITH mark AS (
        INSERT INTO traffic_batch AS b (replica, batch, at) VALUES ($1, $2, now())
            ON CONFLICT (replica) DO UPDATE SET batch = excluded.batch, at = excluded.at
         WHERE b.batch < excluded.batch
        RETURNING b.batch),
      counted AS (
        SELECT r.*
          FROM jsonb_to_recordset($3) AS r (
                 project_id text, minute timestamptz, route text, client text, requests bigint)
         WHERE EXISTS (SELECT FROM mark)),
      users AS (
        SELECT r.*
          FROM jsonb_to_recordset($4) AS r (
                 project_id text, issuer text, subject text, client text, email text,
                 email_verified boolean, domain text, authorized_party text, sign_in_provider text,
                 tenant text, first_seen_at timestamptz, last_seen_at timestamptz, admitted bigint,
                 rejected bigint)
         WHERE EXISTS (SELECT FROM mark)),
      minutes AS (
        INSERT INTO traffic_minute AS t (project_id, minute, route, client, requests)
        SELECT c.project_id, c.minute, c.route, c.client, sum(c.requests)
          FROM counted c GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
            ON CONFLICT (project_id, minute, route, client) DO UPDATE
           SET requests = t.requests + excluded.requests),
      hours AS (
        INSERT INTO traffic_hour AS t (project_id, hour, route, client, requests)
        SELECT c.project_id, date_trunc('hour', c.minute), c.route, c.client, sum(c.requests)
          FROM counted c GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
            ON CONFLICT (project_id, hour, route, client) DO UPDATE
           SET requests = t.requests + excluded.requests),
      clients AS (
        INSERT INTO seen_client AS s (project_id, client, last_seen_at)
        SELECT c.project_id, c.client, c.last_seen_at
          FROM jsonb_to_recordset($5) AS c (project_id text, client text, last_seen_at timestamptz)
         WHERE EXISTS (SELECT FROM mark)
         ORDER BY 1, 2
            ON CONFLICT (project_id, client) DO UPDATE
           SET last_seen_at = greatest(s.last_seen_at, excluded.last_seen_at)),
      latencies AS (
        INSERT INTO traffic_latency AS t (project_id, step, at, replica, decision, backend)
        SELECT l.project_id, l.step, l.at, $1, l.decision, l.backend
          FROM jsonb_to_recordset($6) AS l (
                 project_id text, step text, at timestamptz, decision bigint[], backend bigint[])
         WHERE EXISTS (SELECT FROM mark)
            ON CONFLICT (project_id, step, at, replica) DO UPDATE
           SET decision = ARRAY(
                 SELECT coalesce(u.one, 0) + coalesce(u.other, 0)
                   FROM unnest(t.decision, excluded.decision) WITH ORDINALITY u (one, other, n)
                  ORDER BY u.n),
               backend = ARRAY(
                 SELECT coalesce(u.one, 0) + coalesce(u.other, 0)
                   FROM unnest(t.backend, excluded.backend) WITH ORDINALITY u (one, other, n)
                  ORDER BY u.n))
      INSERT INTO seen_user AS u (
             project_id, issuer, subject, client, email, email_verified, domain, authorized_party,
             sign_in_provider, tenant, first_seen_at, last_seen_at, admitted, rejected)
      SELECT DISTINCT ON (n.project_id, n.issuer, n.subject, n.client)
             n.project_id, n.issuer, n.subject, n.client, n.email, n.email_verified, n.domain,
             n.authorized_party, n.sign_in_provider, n.tenant, n.first_seen_at, n.last_seen_at,
             sum(n.admitted) OVER same, sum(n.rejected) OVER same
        FROM users n
      WINDOW same AS (PARTITION BY n.project_id, n.issuer, n.subject, n.client)
       ORDER BY n.project_id, n.issuer, n.subject, n.client, n.last_seen_at DESC
          ON CONFLICT (project_id, issuer, subject, client) DO UPDATE
         SET email = coalesce(excluded.email, u.email),
             email_verified = excluded.email_verified,
             domain = coalesce(excluded.domain, u.domain),
             authorized_party = excluded.authorized_party,
             sign_in_provider = excluded.sign_in_provider,
             tenant = excluded.tenant,
             last_seen_at = greatest(u.last_seen_at, excluded.last_seen_at),
             admitted = u.admitted + excluded.admitted,
             rejected = u.rejected + excluded.rejected
      """;

  private static final String LAST_SEEN =
      """
      SELECT s.client, s.last_seen_at
        FROM seen_client s
       WHERE s.project_id = $1 AND s.client = ANY ($2)
      """;

  private static final String USED =
      """
      SELECT t.client, t.route, sum(t.requests)::bigint AS month,
             coalesce(sum(t.requests) FILTER (
               WHERE t.hour >= date_trunc('hour', now()) - interval '23 hours'), 0)::bigint AS day
        FROM traffic_hour t
       WHERE t.project_id = $1 AND t.hour >= now() - interval '30 days'
       GROUP BY t.client, t.route
      """;

  /**
   * What was admitted of a client on a route.
   *
   * @param client empty for callers without a token
   * @param route empty where it was not told apart
   * @param lastDay in the 24 hours up to the end of this one
   * @param lastMonth in the last 30 days
   */
  public record Used(String client, String route, long lastDay, long lastMonth) {}

  /**
   * A batch, as arrays of rows by the names of their columns.
   *
   * @param latencies counts by length of time, one row for each project and step at most
   */
  public record Rows(JsonArray requests, JsonArray users, JsonArray clients, JsonArray latencies) {
    public boolean isEmpty() {
      return requests.isEmpty() && users.isEmpty() && clients.isEmpty() && latencies.isEmpty();
    }
  }

  /** Which clients used which routes in the last 30 days. */
  public Future<List<Used>> used(SqlClient sql, String project) {
    return sql.preparedQuery(USED)
        .execute(Tuple.of(project))
        .map(
            rows ->
                rows.stream()
                    .map(
                        row ->
                            new Used(
                                row.getString("client"),
                                row.getString("route"),
                                row.getLong("day"),
                                row.getLong("month")))
                    .toList());
  }

  /**
   * Adds a batch; one that is sent again is added once.
   *
   * @param batch its number, higher than that of the replica's batch before
   */
  public Future<Void> add(SqlClient sql, UUID replica, long batch, Rows rows) {
    return sql.preparedQuery(ADD)
        .execute(
            Tuple.of(
                replica, batch, rows.requests(), rows.users(), rows.clients(), rows.latencies()))
        .mapEmpty();
  }

  /** When tokens of clients came last; of those that came at all. */
  public Future<Map<String, Instant>> lastSeen(
      SqlClient sql, String project, List<String> clients) {
    return sql.preparedQuery(LAST_SEEN)
        .execute(Tuple.of(project).addArrayOfString(clients.toArray(String[]::new)))
        .map(
            rows -> {
              Map<String, Instant> seen = new HashMap<>();
              rows.forEach(
                  row ->
                      seen.put(
                          row.getString("client"),
                          row.getOffsetDateTime("last_seen_at").toInstant()));
              return seen;
            });
  }
}
