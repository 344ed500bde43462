package io.portcullis.store;

import io.portcullis.policy.RouteChanges;
import io.portcullis.policy.RouteChanges.Field;
import io.portcullis.policy.RouteChanges.Fields;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what routes change in what passes. */
final class RouteRows {
  private RouteRows() {}

  static RouteChanges toChanges(JsonObject row) {
    JsonObject rewrite = row.getJsonObject("rewrite");
    Fields request = toFields(row.getJsonObject("request_headers"));
    Fields response = toFields(row.getJsonObject("response_headers"));
    return new RouteChanges(
        rewrite == null ? null : rewrite.getString("path"),
        rewrite == null ? null : rewrite.getString("pathPrefix"),
        request,
        response);
  }

  private static Fields toFields(@Nullable JsonObject json) {
    return json == null
        ? Fields.NONE
        : new Fields(
            json.getJsonArray("remove", new JsonArray()).stream().map(String.class::cast).toList(),
            toList(json.getJsonArray("set")),
            toList(json.getJsonArray("add")));
  }

  private static List<Field> toList(@Nullable JsonArray fields) {
    return fields == null
        ? List.of()
        : fields.stream()
            .map(JsonObject.class::cast)
            .map(field -> new Field(field.getString("name"), field.getString("value")))
            .toList();
  }
}
