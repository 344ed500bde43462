package io.portcullis.admin;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads bodies more strictly than the router does: what is not JSON is said with its place, a field
 * that comes twice is not guessed at, and text is text that PostgreSQL can hold.
 */
final class RequestBodies {
  private static final String JSON = "application/json";
  private static final String IS_YAML = "body is YAML";
  private static final String MERGE_PATCH = "application/merge-patch+json";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private RequestBodies() {}

  /** Tests the type, and lets a merge patch (RFC 7396) be read as the JSON that it is. */
  static void checkType(RoutingContext context) {
    HttpMethod method = context.request().method();
    if (needsBody(method) || hasBody(context)) {
      String type = type(context);
      boolean isPatch = method.equals(HttpMethod.PATCH) && type.equals(MERGE_PATCH);
      boolean isYaml = type.equals(YamlBodies.TYPE) && takesYaml(context);
      if (!type.equals(JSON) && !isPatch && !isYaml) {
        context.fail(ApiProblem.unsupportedMediaType());
        return;
      }
      context.put(IS_YAML, isYaml);
      context.request().headers().set(HttpHeaders.CONTENT_TYPE, JSON);
    }
    context.next();
  }

  /** The one document that people keep in files. */
  private static boolean takesYaml(RoutingContext context) {
    return context.request().method().equals(HttpMethod.PUT)
        && context.normalizedPath().endsWith("/config");
  }

  private static boolean needsBody(HttpMethod method) {
    return method.equals(HttpMethod.PUT) || method.equals(HttpMethod.PATCH);
  }

  /** By its head (RFC 9112, section 6.3); the body has not been read yet. */
  private static boolean hasBody(RoutingContext context) {
    String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    return context.request().headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || (length != null && !length.equals("0"));
  }

  private static String type(RoutingContext context) {
    String field = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    return field == null ? "" : field.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** Tests the content, once it has been read; YAML becomes JSON before. */
  static void checkContent(RoutingContext context) {
    Buffer body = context.body().buffer();
    if (!Boolean.TRUE.equals(context.get(IS_YAML)) || body == null) {
      checkJson(context);
      return;
    }
    context
        .vertx()
        .executeBlocking(() -> YamlBodies.toJson(body))
        .onSuccess(
            json -> {
              ((RoutingContextInternal) context).setBody(json);
              checkJson(context);
            })
        .onFailure(
            failure ->
                context.fail(ApiProblem.invalid("", "The body is not YAML" + words(failure))));
  }

  private static String words(Throwable failure) {
    return failure instanceof JsonProcessingException malformed
        ? place(malformed) + "."
        : " as it is needed: it " + failure.getMessage() + ".";
  }

  private static void checkJson(RoutingContext context) {
    HttpMethod method = context.request().method();
    Buffer body = context.body().buffer();
    if (needsBody(method) || (body != null && body.length() > 0)) {
      List<Violation> violations = violations(body);
      if (!violations.isEmpty()) {
        context.fail(ApiProblem.invalid(violations));
        return;
      }
    }
    context.next();
  }

  private static List<Violation> violations(Buffer body) {
    if (body == null || body.length() == 0) {
      return List.of(new Violation("", "The body is missing: send a JSON object."));
    }
    try {
      JsonNode node = MAPPER.readTree(body.getBytes());
      if (!node.isObject()) {
        return List.of(new Violation("", "The body must be a JSON object."));
      }
      List<Violation> violations = new ArrayList<>();
      collect("", node, violations);
      return violations;
    } catch (JsonProcessingException failure) {
      return List.of(new Violation("", "The body is not JSON" + place(failure) + "."));
    } catch (IOException failure) {
      return List.of(new Violation("", "The body is not JSON."));
    }
  }

  private static String place(JsonProcessingException failure) {
    JsonLocation place = failure.getLocation();
    String what = failure.getOriginalMessage().lines().findFirst().orElse("");
    return place == null
        ? ": " + what
        : " (line %d, column %d): %s".formatted(place.getLineNr(), place.getColumnNr(), what);
  }

  private static void collect(String field, JsonNode node, List<Violation> violations) {
    if (node.isTextual() && !isStorable(node.textValue())) {
      violations.add(new Violation(field, "must be Unicode text without the character NUL"));
    }
    for (int i = 0; i < node.size() && node.isArray(); i++) {
      collect(field + "[" + i + "]", node.get(i), violations);
    }
    node.properties()
        .forEach(
            property ->
                collect(
                    field.isEmpty() ? property.getKey() : field + "." + property.getKey(),
                    property.getValue(),
                    violations));
  }

  /** Half a surrogate pair would be stored as a question mark. */
  private static boolean isStorable(String text) {
    return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
