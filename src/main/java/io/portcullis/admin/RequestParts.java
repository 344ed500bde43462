package io.portcullis.admin;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.json.schema.common.dsl.SchemaType;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatableRequest;
import io.vertx.openapi.validation.impl.RequestParameterImpl;
import io.vertx.openapi.validation.impl.ValidatableRequestImpl;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request apart for the check against the API document. The one of vertx-openapi 5.0 reads
 * a path and header fields like a form, with + for a blank, ends a query parameter at a semicolon,
 * and refuses texts with a quote or a backslash in them.
 */
final class RequestParts implements RequestExtractor {
  @Override
  public Future<ValidatableRequest> extractValidatableRequest(
      RoutingContext context, Operation operation) {
    Map<Location, Map<String, RequestParameter>> found = new EnumMap<>(Location.class);
    for (Location location : Location.values()) {
      found.put(location, new HashMap<>());
    }
    for (Parameter parameter : operation.getParameters()) {
      found
          .getOrDefault(parameter.getIn(), new HashMap<>())
          .put(parameter.getName(), toParameter(parameter, value(context, parameter)));
    }
    Buffer body = operation.getRequestBody() == null ? null : context.body().buffer();
    return Future.succeededFuture(
        new ValidatableRequestImpl(
            found.get(Location.COOKIE),
            found.get(Location.HEADER),
            found.get(Location.PATH),
            found.get(Location.QUERY),
            new RequestParameterImpl(body),
            context.request().getHeader("Content-Type")));
  }

  private static @Nullable String value(RoutingContext context, Parameter parameter) {
    return switch (parameter.getIn()) {
      case PATH -> context.pathParam(parameter.getName());
      case QUERY -> context.request().params(true).get(parameter.getName());
      case HEADER -> context.request().getHeader(parameter.getName());
      case COOKIE -> null;
    };
  }

  /** A text in the quotes of JSON is taken for what it is. */
  private static RequestParameter toParameter(Parameter parameter, @Nullable String value) {
    boolean isText = value != null && parameter.getSchemaType() == SchemaType.STRING;
    return new RequestParameterImpl(isText ? Json.encode(value) : value);
  }
}
