package io.portcullis.admin;

import io.portcullis.store.PolicyTable;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Checks that several kinds of items share. */
final class Fields {
  private Fields() {}

  /** Ends the call when there is anything wrong. */
  static void refuse(List<Violation> violations) {
    if (!violations.isEmpty()) {
      throw ApiProblem.invalid(violations);
    }
  }

  /** A schema's {@code format} is an annotation only, so the time is read here. */
  static List<Violation> time(JsonObject item, String field) {
    String text = item.getString(field);
    if (text == null) {
      return List.of();
    }
    return isTime(text)
        ? List.of()
        : List.of(new Violation(field, "is not a time such as 2026-12-31T23:59:59Z"));
  }

  /** RFC 3339 writes years with four digits, and has no year 0 in common with PostgreSQL. */
  private static boolean isTime(String text) {
    try {
      int year = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC).getYear();
      return year >= 1 && year <= 9999;
    } catch (DateTimeException failure) {
      return false;
    }
  }

  /** Whether an item that a field names exists in the project. */
  static Future<List<Violation>> exists(
      SqlConnection transaction, PolicyTable table, String project, String field, String id) {
    return transaction
        .preparedQuery(
            "SELECT 1 FROM " + table.table() + " t WHERE t.project_id = $1 AND t.id = $2")
        .execute(Tuple.of(project, id))
        .map(
            rows ->
                rows.size() > 0
                    ? List.of()
                    : List.of(
                        new Violation(
                            field, "names '%s', which this project does not have".formatted(id))));
  }
}
