package io.portcullis.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a document changes in a project. */
record ConfigPlan(String project, List<Change> changes) {
  private static final Set<String> KEPT_BY_THE_SERVER =
      Set.of("createdAt", "updatedAt", "revision", "deletedAt");

  /**
   * One item that changes.
   *
   * @param before as it is shown, or null when it is added
   * @param after as it is shown, or null when it is removed
   */
  record Change(
      String resource, String id, @Nullable JsonObject before, @Nullable JsonObject after) {

    private String action() {
      if (before == null) {
        return "add";
      }
      return after == null ? "remove" : "change";
    }

    private JsonObject toJson() {
      JsonArray fields = new JsonArray();
      JsonObject was = before == null ? new JsonObject() : before;
      JsonObject is = after == null ? new JsonObject() : after;
      for (String name : names(was, is)) {
        if (!Objects.equals(was.getValue(name), is.getValue(name))) {
          JsonObject field = new JsonObject().put("field", name);
          putIfThere(field, "before", was.getValue(name));
          putIfThere(field, "after", is.getValue(name));
          fields.add(field);
        }
      }
      return new JsonObject()
          .put("action", action())
          .put("resource", resource)
          .put("id", id)
          .put("fields", fields);
    }

    private static Set<String> names(JsonObject was, JsonObject is) {
      Set<String> names = new TreeSet<>(was.fieldNames());
      names.addAll(is.fieldNames());
      return names;
    }

    private static void putIfThere(JsonObject json, String name, @Nullable Object value) {
      if (value != null) {
        json.put(name, value);
      }
    }
  }

  /** The item of a row without what the server keeps of it, which no document declares. */
  static JsonObject declared(ItemRules rules, JsonObject row) {
    JsonObject item = RowJson.toItem(rules.idField(), row);
    KEPT_BY_THE_SERVER.forEach(item::remove);
    return item;
  }

  /**
   * @param revision of the project's configuration once the plan is carried out, or as it is when
   *     that was only tried
   */
  JsonObject toJson(long revision, boolean isDryRun) {
    List<JsonObject> listed = new ArrayList<>();
    changes.forEach(change -> listed.add(change.toJson()));
    return new JsonObject()
        .put("project", project)
        .put("revision", revision)
        .put("dryRun", isDryRun)
        .put("changes", new JsonArray(listed));
  }
}
