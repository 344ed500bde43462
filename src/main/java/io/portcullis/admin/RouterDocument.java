package io.portcullis.admin;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * The API document as the router reads it. vertx-openapi 5.0 takes absolute server URLs alone and
 * knows JSON under few names; the document that callers get is not bent to that.
 */
final class RouterDocument {
  private static final String JSON = "application/json";
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final List<String> OTHER_NAMES = List.of("application/problem+json", MERGE_PATCH);

  /** What is read and written outside of the router. */
  private static final List<String> OUTSIDE =
      List.of(YamlBodies.TYPE, "text/csv", "application/x-ndjson", "text/event-stream");

  private RouterDocument() {}

  static JsonObject parse(byte[] yaml) {
    try {
      JsonObject document =
          new JsonObject(
              new YAMLMapper().readValue(yaml, new TypeReference<Map<String, Object>>() {}));
      JsonObject server = document.getJsonArray("servers").getJsonObject(0);
      server.put("url", "http://localhost" + server.getString("url"));
      document.remove("security"); // callers are known before the router is asked
      document.getJsonObject("paths").remove("/openapi.yaml"); // YAML is none of its types
      rename(document);
      return document;
    } catch (IOException failure) {
      throw new UncheckedIOException("the API document is not YAML", failure);
    }
  }

  private static void rename(Object node) {
    if (node instanceof JsonArray array) {
      array.forEach(RouterDocument::rename);
    } else if (node instanceof JsonObject object) {
      if (object.getValue("content") instanceof JsonObject content) {
        OUTSIDE.forEach(content::remove);
        OTHER_NAMES.stream()
            .filter(content::containsKey)
            .forEach(name -> content.put(JSON, content.remove(name)));
      }
      object.forEach(field -> rename(field.getValue()));
    }
  }
}
