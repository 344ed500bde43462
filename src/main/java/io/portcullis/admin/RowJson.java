package io.portcullis.admin;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import io.portcullis.store.Receipt;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;

/** Between the API's JSON (camelCase, times in Z) and the database's rows (snake_case). */
final class RowJson {
  private static final SnakeCaseStrategy SNAKE =
      (SnakeCaseStrategy) PropertyNamingStrategies.SNAKE_CASE;
  private static final Set<String> HIDDEN = Set.of("project_id", "rejection_email_key");
  private static final Set<String> TIMES =
      Set.of(
          "created_at",
          "updated_at",
          "expires_at",
          "deleted_at",
          "issued_until",
          "revoked_at",
          "used_at",
          "last_seen_at");

  private RowJson() {}

  /**
   * The row for an item.
   *
   * @param idField what the item calls its ID
   */
  static JsonObject toRow(String project, String id, String idField, JsonObject item) {
    JsonObject row = new JsonObject();
    for (Map.Entry<String, Object> field : item) {
      if (!field.getKey().equals(idField)) {
        row.put(SNAKE.translate(field.getKey()), field.getValue());
      }
    }
    return row.put("project_id", project).put("id", id);
  }

  /** The item of a row, as callers see it; what is not set is left out. */
  static JsonObject toItem(String idField, JsonObject row) {
    JsonObject item = new JsonObject().put(idField, row.getString("id"));
    for (Map.Entry<String, Object> column : row) {
      String name = column.getKey();
      if (column.getValue() != null && !HIDDEN.contains(name) && !name.equals("id")) {
        item.put(
            fieldName(name), TIMES.contains(name) ? utc(column.getValue()) : column.getValue());
      }
    }
    return item;
  }

  /** The answer to a write that left {@code row}. */
  static Receipt receipt(int status, String idField, JsonObject row) {
    return new Receipt(status, Preconditions.etag(row), toItem(idField, row).encode());
  }

  private static String fieldName(String column) {
    if (column.equals("changed_in")) {
      return "revision";
    }
    StringBuilder name = new StringBuilder();
    boolean isUpper = false;
    for (int i = 0; i < column.length(); i++) {
      char c = column.charAt(i);
      if (c == '_') {
        isUpper = true;
      } else {
        name.append(isUpper ? Character.toUpperCase(c) : c);
        isUpper = false;
      }
    }
    return name.toString();
  }

  /** History may tell of times that only SQL knows, such as infinity: shown as they were. */
  private static String utc(Object time) {
    try {
      return OffsetDateTime.parse((String) time).toInstant().toString();
    } catch (DateTimeParseException failure) {
      return (String) time;
    }
  }
}
