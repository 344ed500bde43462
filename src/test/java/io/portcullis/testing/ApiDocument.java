package io.portcullis.testing;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Holds the answers of the admin API against its document, so that neither drifts. */
final class ApiDocument {
  private static final String BASE = "/api/v1";

  private final JsonObject document = read();
  private final Map<String, Validator> validators = new ConcurrentHashMap<>();

  private static JsonObject read() {
    try (InputStream yaml = ApiDocument.class.getResourceAsStream("/openapi.yaml")) {
      return new JsonObject(
          new YAMLMapper().readValue(yaml, new TypeReference<Map<String, Object>>() {}));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Fails the test when the document does not know such an answer to this operation. */
  void check(String method, HttpResponse<String> answer) {
    String path = answer.uri().getRawPath();
    JsonObject operation = operation(method, path);
    if (operation == null) {
      return; // no operation of the API: the console, health, or an unknown path
    }
    String status = Integer.toString(answer.statusCode());
    JsonObject responses = operation.getJsonObject("responses");
    if (answer.statusCode() < 400 && !responses.containsKey(status)) {
      throw new AssertionError(method + " " + path + " does not document status " + status);
    }
    JsonObject response =
        resolved(responses.getJsonObject(status, responses.getJsonObject("default")));
    checkContent(method + " " + path + " " + status, response.getJsonObject("content"), answer);
  }

  private void checkContent(String what, JsonObject content, HttpResponse<String> answer) {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    if (content == null) {
      if (!answer.body().isEmpty()) {
        throw new AssertionError(what + " documents no body, but there is " + answer.body());
      }
      return;
    }
    JsonObject media = content.getJsonObject(type);
    if (media == null) {
      throw new AssertionError(what + " does not document the type '" + type + "'");
    }
    if (!type.endsWith("json") || type.endsWith("ndjson")) {
      return;
    }
    OutputUnit output =
        validators
            .computeIfAbsent(media.encode(), key -> validator(media.getJsonObject("schema")))
            .validate(Json.decodeValue(answer.body()));
    if (!output.getValid()) {
      throw new AssertionError(
          what + " is not as documented: " + output.toJson().encode() + " in " + answer.body());
    }
  }

  private JsonObject operation(String method, String path) {
    if (!path.startsWith(BASE)) {
      return null;
    }
    for (Map.Entry<String, Object> entry : document.getJsonObject("paths")) {
      String template = BASE + entry.getKey().replaceAll("\\{[^/}]+}", "[^/]+");
      if (path.matches(template)) {
        return ((JsonObject) entry.getValue())
            .getJsonObject(method.toLowerCase(java.util.Locale.ROOT));
      }
    }
    return null;
  }

  private Validator validator(JsonObject schema) {
    JsonSchemaOptions options =
        new JsonSchemaOptions()
            .setBaseUri("https://portcullis.test")
            .setDraft(Draft.DRAFT202012)
            .setOutputFormat(OutputFormat.Basic);
    return Validator.create(JsonSchema.of((JsonObject) inlined(schema)), options);
  }

  /** Without references, and closed: a field that the document does not name is a failure too. */
  private Object inlined(Object node) {
    if (node instanceof JsonArray array) {
      return new JsonArray(array.stream().map(this::inlined).toList());
    }
    if (!(node instanceof JsonObject object)) {
      return node;
    }
    JsonObject copy = new JsonObject();
    resolved(object).forEach(field -> copy.put(field.getKey(), inlined(field.getValue())));
    if ("object".equals(copy.getValue("type")) && copy.containsKey("properties")) {
      copy.put("additionalProperties", false);
    }
    return copy;
  }

  private JsonObject resolved(JsonObject object) {
    String reference = object.getString("$ref");
    if (reference == null) {
      return object;
    }
    JsonObject found = document;
    for (String part : List.of(reference.substring("#/".length()).split("/", -1))) {
      found = found.getJsonObject(part);
    }
    return resolved(found);
  }
}
