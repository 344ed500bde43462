package io.portcullis.admin;

import io.portcullis.store.Filter;
import io.portcullis.store.ListQuery;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatedRequest;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a call asked for, after the API document has been held against it. */
final class Params {
  private final ValidatedRequest request;

  private Params(ValidatedRequest request) {
    this.request = request;
  }

  static Params of(RoutingContext context) {
    return new Params(context.get(RouterBuilder.KEY_META_DATA_VALIDATED_REQUEST));
  }

  String path(String name) {
    RequestParameter value = request.getPathParameters().get(name);
    if (value == null) {
      throw new IllegalArgumentException("no path parameter " + name);
    }
    return value.getString();
  }

  boolean has(String name) {
    return request.getPathParameters().containsKey(name);
  }

  long pathNumber(String name) {
    RequestParameter value = request.getPathParameters().get(name);
    return value == null ? 0 : value.getLong();
  }

  JsonObject body() {
    return request.getBody().getJsonObject();
  }

  boolean hasBody() {
    return !request.getBody().isEmpty();
  }

  /** The body of a call that may have none. */
  JsonObject bodyOrEmpty() {
    return hasBody() ? body() : new JsonObject();
  }

  Preconditions preconditions(RoutingContext context) {
    return new Preconditions(
        context.request().getHeader("If-Match"), context.request().getHeader("If-None-Match"));
  }

  /** One item more than asked for tells whether there is a next page. */
  ListQuery listQuery(Map<String, Filter.Column> filters) {
    return new ListQuery(PageToken.read(query("pageToken")), pageSize() + 1, filter(filters));
  }

  int pageSize() {
    RequestParameter size = request.getQuery().get("pageSize");
    return size == null || size.isEmpty() ? 100 : size.getInteger();
  }

  Filter filter(Map<String, Filter.Column> filters) {
    String text = query("filter");
    try {
      return text == null ? Filter.NONE : Filter.parse(text, filters);
    } catch (IllegalArgumentException failure) {
      throw ApiProblem.invalid("filter", String.valueOf(failure.getMessage()));
    }
  }

  boolean isConfirmed() {
    return !"none".equals(query("confirm"));
  }

  Duration patience() {
    RequestParameter wait = request.getQuery().get("wait");
    double seconds = wait == null || wait.isEmpty() ? 3.5 : ((Number) wait.get()).doubleValue();
    return Duration.ofMillis((long) (seconds * 1000));
  }

  /** Whether a query parameter is {@code true}. */
  boolean flag(String name) {
    RequestParameter value = request.getQuery().get(name);
    return value != null && !value.isEmpty() && value.getBoolean();
  }

  @Nullable String query(String name) {
    RequestParameter value = request.getQuery().get(name);
    return value == null || value.isEmpty() ? null : value.getString();
  }
}
