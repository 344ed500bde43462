package io.portcullis.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What the API document says about items: their defaults, what callers may set, what is valid. */
final class Contract {
  static final String DOCUMENT = "openapi.yaml";

  private static final Pattern PARAMETER = Pattern.compile("\\{[^/}]+}");

  private final OpenAPIContract contract;
  private final Permissions permissions;

  private Contract(OpenAPIContract contract) {
    this.contract = contract;
    this.permissions = Permissions.of(contract.getRawContract());
  }

  /** Reads the document from the class path. */
  static Future<Contract> load(Vertx vertx) {
    return vertx
        .fileSystem()
        .readFile(DOCUMENT)
        .compose(text -> vertx.executeBlocking(() -> RouterDocument.parse(text.getBytes())))
        .compose(document -> OpenAPIContract.from(vertx, document))
        .map(Contract::new);
  }

  /** The methods of the operations that the document has for a path; empty for an unknown one. */
  Set<String> methods(String path) {
    Set<String> methods = new TreeSet<>();
    for (Operation operation : contract.operations()) {
      String template = operation.getAbsoluteOpenAPIPath();
      if (Pattern.matches(PARAMETER.matcher(template).replaceAll("[^/]+"), path)) {
        methods.add(operation.getHttpMethod().name());
      }
    }
    return methods;
  }

  /** Who may do what. */
  Permissions permissions() {
    return permissions;
  }

  OpenAPIContract document() {
    return contract;
  }

  /** A copy without the fields that only the server sets. */
  JsonObject withoutReadOnly(String schema, JsonObject item) {
    JsonObject writable = item.copy();
    properties(schema)
        .forEach(
            (name, property) -> {
              if (property.getBoolean("readOnly", false)) {
                writable.remove(name);
              }
            });
    return writable;
  }

  /** A copy with the default of each field that is missing. */
  JsonObject withDefaults(String schema, JsonObject item) {
    JsonObject complete = item.copy();
    properties(schema)
        .forEach(
            (name, property) -> {
              if (!complete.containsKey(name) && property.containsKey("default")) {
                complete.put(name, property.getValue("default"));
              }
            });
    return complete;
  }

  /** What keeps the item from being one of this schema; nothing when it is one. */
  List<Violation> violations(String schema, JsonObject item) {
    OutputUnit output = contract.getSchemaRepository().validator(bodySchema(schema)).validate(item);
    return output.getValid() ? List.of() : SchemaViolations.of(output, "");
  }

  /** What is wrong with the ID that the item itself names, by what the path would allow. */
  List<Violation> idViolations(ItemRules rules, JsonObject item) {
    String field = rules.idField();
    if (!item.containsKey(field)) {
      return List.of(new Violation(field, "is needed"));
    }
    JsonObject schema =
        contract
            .getRawContract()
            .getJsonObject("components")
            .getJsonObject("parameters")
            .getJsonObject(rules.idParameter())
            .getJsonObject("schema");
    OutputUnit output =
        contract
            .getSchemaRepository()
            .validator(JsonSchema.of(schema))
            .validate(item.getValue(field));
    String kind = rules.schema().toLowerCase(Locale.ROOT);
    return output.getValid()
        ? List.of()
        : SchemaViolations.of(output, kind).stream()
            .map(found -> new Violation(field, found.message()))
            .toList();
  }

  private JsonSchema bodySchema(String schema) {
    MediaType json =
        contract.operation("put" + schema).getRequestBody().getContent().get("application/json");
    return Objects.requireNonNull(json, schema).getSchema();
  }

  /** A copy with the fields in the order of the document. */
  JsonObject inOrder(String schema, JsonObject item) {
    JsonObject ordered = new JsonObject();
    for (String name : schemaProperties(schema).fieldNames()) {
      if (item.containsKey(name)) {
        ordered.put(name, item.getValue(name));
      }
    }
    return ordered;
  }

  private JsonObject schemaProperties(String schema) {
    return contract
        .getRawContract()
        .getJsonObject("components")
        .getJsonObject("schemas")
        .getJsonObject(schema)
        .getJsonObject("properties");
  }

  private Map<String, JsonObject> properties(String schema) {
    JsonObject properties = schemaProperties(schema);
    Map<String, JsonObject> byName = new HashMap<>();
    properties.fieldNames().forEach(name -> byName.put(name, properties.getJsonObject(name)));
    return byName;
  }
}
