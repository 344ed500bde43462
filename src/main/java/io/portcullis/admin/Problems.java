package io.portcullis.admin;

import io.portcullis.store.KeyUsedException;
import io.portcullis.store.OutcomeUnknownException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.openapi.validation.SchemaValidationException;
import io.vertx.openapi.validation.ValidatorException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns every failure of a call into problem+json, in one place. */
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  /** Constraints whose message the database words for people. */
  private static final Set<String> WORDED =
      Set.of("policy_keep_named", "policy_client_has_issuer", "operator_keep_owner");

  private Problems() {}

  static void handle(RoutingContext context) {
    ApiProblem problem = toProblem(context);
    if (problem.status() == 500 && !context.response().closed()) { // else nobody waits for it
      LOG.error("Request {} failed", RequestIds.of(context), context.failure());
    }
    send(context, problem);
  }

  /** Says which methods there are on this path. */
  static void refuseMethod(RoutingContext context, Set<String> allowed) {
    context.response().putHeader(HttpHeaders.ALLOW, String.join(", ", allowed));
    context.fail(ApiProblem.methodNotAllowed(allowed));
  }

  private static void send(RoutingContext context, ApiProblem problem) {
    if (context.response().ended() || context.response().headWritten()) {
      context.request().connection().close();
      return;
    }
    if (problem.status() == 401) {
      context.response().putHeader("WWW-Authenticate", "Bearer realm=\"portcullis\"");
    }
    if (problem.status() == 503 || problem.status() == 429) {
      context.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
    }
    context
        .response()
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .end(toJson(problem, RequestIds.of(context)).toBuffer());
  }

  private static JsonObject toJson(ApiProblem problem, String requestId) {
    JsonObject json =
        new JsonObject()
            .put("type", "urn:portcullis:problem:" + problem.code())
            .put("title", problem.title())
            .put("status", problem.status())
            .put("detail", problem.detail())
            .put("requestId", requestId);
    if (!problem.permission().isEmpty()) {
      json.put("permission", problem.permission());
    }
    if (!problem.violations().isEmpty()) {
      JsonArray violations = new JsonArray();
      for (Violation violation : problem.violations()) {
        violations.add(
            new JsonObject().put("field", violation.field()).put("message", violation.message()));
      }
      json.put("violations", violations);
    }
    return json;
  }

  private static ApiProblem toProblem(RoutingContext context) {
    Throwable failure = context.failure();
    if (failure instanceof HttpException wrapped && wrapped.getCause() != null) {
      failure = wrapped.getCause(); // the router says only that the request is bad
    }
    if (failure instanceof ApiProblem problem) {
      return problem;
    }
    if (failure instanceof SchemaValidationException invalid) {
      return ApiProblem.invalid(SchemaViolations.of(invalid));
    }
    if (failure instanceof ValidatorException invalid) {
      return SchemaViolations.toProblem(invalid);
    }
    if (failure instanceof KeyUsedException) {
      return ApiProblem.conflict(
          "This Idempotency-Key came with another request before. Nothing was changed; take a new key.");
    }
    if (failure instanceof OutcomeUnknownException) {
      return ApiProblem.unavailable(
          "outcome_unknown",
          "It is not known whether the change was made.",
          "PostgreSQL did not confirm the commit. Repeat the call with the same Idempotency-Key: it is then done once. Without a key, read the resource before you repeat the call.");
    }
    if (failure instanceof PgException error) {
      return ofDatabase(error);
    }
    return ofStatus(context.statusCode(), failure);
  }

  /** SQLSTATE classes: PostgreSQL documentation, appendix A. */
  private static ApiProblem ofDatabase(PgException error) {
    String state = error.getSqlState();
    if (WORDED.contains(String.valueOf(error.getConstraint()))) {
      return ApiProblem.conflict(error.getErrorMessage() + ".");
    }
    if (state.startsWith("22")) {
      return ApiProblem.invalid("", "PostgreSQL cannot hold a value: " + error.getErrorMessage());
    }
    if (state.equals("55P03") || state.startsWith("53")) {
      return ApiProblem.unavailable(
          "store_busy", "PostgreSQL is busy.", "Nothing was changed. Try again in a moment.");
    }
    boolean isAway = state.startsWith("57P") || state.startsWith("08") || state.equals("42P01");
    return isAway ? storeUnavailable() : ApiProblem.internal();
  }

  private static ApiProblem storeUnavailable() {
    return ApiProblem.unavailable(
        "store_unavailable",
        "PostgreSQL cannot be reached.",
        "Nothing was changed. Gateways go on for as long as their lease lasts. Try again in a moment.");
  }

  private static ApiProblem ofStatus(int status, @Nullable Throwable failure) {
    return switch (status) {
      case 400 -> ApiProblem.invalid("", "The request cannot be read.");
      case 404 -> ApiProblem.notFound("This path");
      case 405 -> ApiProblem.methodNotAllowed(Set.of("GET"));
      case 413 -> ApiProblem.tooLarge();
      case 415 -> ApiProblem.unsupportedMediaType();
      default ->
          failure instanceof IOException
                  || failure instanceof TimeoutException
                  || isPoolFailure(failure)
              ? storeUnavailable()
              : ApiProblem.internal();
    };
  }

  /** The client reports a closed connection and a full pool as plain exceptions with a message. */
  private static boolean isPoolFailure(@Nullable Throwable failure) {
    if (failure == null || failure.getMessage() == null) {
      return false;
    }
    String message = failure.getMessage();
    return failure instanceof ClosedConnectionException
        || message.contains("Connection closed")
        || message.contains("Timeout")
        || message.contains("max wait queue size");
  }
}
