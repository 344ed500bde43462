package io.portcullis.admin;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/** JSON Merge Patch, RFC 7396, section 2. */
final class MergePatch {
  private MergePatch() {}

  static JsonObject apply(JsonObject target, JsonObject patch) {
    JsonObject result = target.copy();
    for (Map.Entry<String, Object> field : patch) {
      String name = field.getKey();
      if (field.getValue() == null) {
        result.remove(name);
      } else if (field.getValue() instanceof JsonObject inner) {
        Object old = result.getValue(name);
        result.put(
            name, apply(old instanceof JsonObject object ? object : new JsonObject(), inner));
      } else {
        result.put(name, field.getValue());
      }
    }
    return result;
  }
}
