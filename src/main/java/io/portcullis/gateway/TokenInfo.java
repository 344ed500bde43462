package io.portcullis.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.portcullis.policy.Decision;
import io.portcullis.policy.PolicySnapshot;
import io.portcullis.policy.Project;
import io.portcullis.policy.Reason;
import io.portcullis.policy.TokenCheck;
import io.portcullis.token.TokenVerifier;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a token says and whether it counts, as Google's tokeninfo endpoint does. A token is
 * judged as on a route: by the same verifier and the same policy, under a live lease. Nobody learns
 * which clients are registered: only whether the client of a token at hand is.
 */
final class TokenInfo {
  private static final int LONGEST_FORM = 64 * 1024;
  private static final long FORM_MILLIS = 5_000;
  private static final int MAX_PARAMETERS = 16;

  private final Vertx vertx;
  private final Decider decider;
  private final TokenVerifier verifier;
  private final Rejector rejector;
  private final CallLimit limit;

  TokenInfo(
      Vertx vertx, Decider decider, TokenVerifier verifier, Rejector rejector, CallLimit limit) {
    this.vertx = vertx;
    this.decider = decider;
    this.verifier = verifier;
    this.rejector = rejector;
    this.limit = limit;
  }

  /** What is asked for. */
  private record Question(@Nullable String token, @Nullable String project, boolean isNative) {}

  void answer(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    String method = request.method().name();
    if (!method.equals("GET") && !method.equals("POST")) {
      refuse(exchange, Reason.METHOD_NOT_ALLOWED, Set.of("GET", "POST"));
      return;
    }
    if (!limit.allows(exchange.caller().address())) {
      refuse(exchange, Reason.RATE_LIMITED, Set.of());
    } else if (method.equals("GET")) {
      request.resume();
      ask(exchange, parse(exchange.query(), null));
    } else if (!isForm(request)) {
      invalid(exchange, "Send the form as application/x-www-form-urlencoded.");
    } else {
      new BodyReader(vertx, request, LONGEST_FORM, FORM_MILLIS)
          .read()
          .onSuccess(
              form -> ask(exchange, parse(exchange.query(), form.toString(StandardCharsets.UTF_8))))
          .onFailure(
              failure -> {
                if (failure instanceof BodyReader.TooLargeException) {
                  refuse(exchange, Reason.BODY_TOO_LARGE, Set.of());
                } else {
                  Abort.abort(request);
                }
              });
    }
  }

  private static boolean isForm(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null
        && type.split(";", 2)[0]
            .strip()
            .toLowerCase(Locale.ROOT)
            .equals("application/x-www-form-urlencoded");
  }

  /**
   * Reads what is asked for; null when it can be read in two ways.
   *
   * @param form the body of a POST, which then has the token; null for a GET
   */
  private static @Nullable Question parse(String query, @Nullable String form) {
    try {
      Map<String, List<String>> inQuery = decode(query.isEmpty() ? "" : query.substring(1));
      Map<String, List<String>> inForm = form == null ? Map.of() : decode(form);
      String project = one(inQuery, "project");
      return new Question(
          one(form == null ? inQuery : inForm, "id_token"),
          project == null ? one(inForm, "project") : project,
          "native".equals(one(inQuery, "format")) || "native".equals(one(inForm, "format")));
    } catch (IllegalArgumentException ambiguous) {
      return null;
    }
  }

  private static Map<String, List<String>> decode(String text) {
    return new QueryStringDecoder(text, StandardCharsets.UTF_8, false, MAX_PARAMETERS, true)
        .parameters();
  }

  private static @Nullable String one(Map<String, List<String>> fields, String name) {
    List<String> values = fields.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw new IllegalArgumentException(name + " twice");
    }
    return values.isEmpty() || values.get(0).isEmpty() ? null : values.get(0);
  }

  private void ask(Exchange exchange, @Nullable Question question) {
    if (question == null || question.token() == null) {
      invalid(exchange, "Give one token as id_token.");
      return;
    }
    if (!decider.policy().isFresh()) {
      refuse(exchange, Reason.POLICY_STALE, Set.of());
      return;
    }
    Project project = project(exchange, question).orElse(null);
    if (project == null) {
      invalid(exchange, "Name the project whose token it is: project=ID.");
      return;
    }
    Future<TokenCheck> check = verifier.verify(project, question.token(), decider.now());
    if (check.isComplete()) {
      conclude(exchange, question, check.result());
    } else {
      check.onSuccess(late -> conclude(exchange, question, late));
    }
  }

  private Optional<Project> project(Exchange exchange, Question question) {
    return question.project() == null
        ? decider.policy().snapshot().projectOfHost(exchange.target().host())
        : decider.policy().snapshot().project(question.project());
  }

  /** On the policy and at the time of the call, whatever was waited for. */
  private void conclude(Exchange exchange, Question question, TokenCheck check) {
    Project project = project(exchange, question).orElse(null);
    if (project == null || !decider.policy().isFresh()) {
      refuse(exchange, Reason.POLICY_STALE, Set.of());
      return;
    }
    PolicySnapshot policy = decider.policy().snapshot();
    Instant now = decider.now();
    Reason invalid = policy.invalidity(project, check, now);
    if (invalid != null && invalid.status() == 503) {
      refuse(exchange, invalid, Set.of()); // no verdict at all
    } else if (invalid != null || !(check instanceof TokenCheck.Verified verified)) {
      invalid(exchange, question, invalid == null ? Reason.TOKEN_MISSING : invalid);
    } else {
      send(
          exchange,
          200,
          question.isNative()
              ? TokenInfoJson.typed(verified.token(), policy.refusal(project, check, now))
              : TokenInfoJson.likeGoogle(verified.token()));
    }
  }

  private void invalid(Exchange exchange, Question question, Reason reason) {
    rejector.record(exchange, deny(reason, Set.of()));
    ObjectNode error = TokenInfoJson.error("invalid_token", reason.title());
    if (question.isNative()) {
      error.set("portcullis", TokenInfoJson.verdict(reason));
    }
    send(exchange, 400, error.toString());
  }

  private void invalid(Exchange exchange, String advice) {
    rejector.record(exchange, deny(Reason.REQUEST_MALFORMED, Set.of()));
    exchange.request().resume();
    send(exchange, 400, TokenInfoJson.error("invalid_request", advice).toString());
  }

  private static void send(Exchange exchange, int status, String body) {
    exchange
        .request()
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .end(body);
  }

  private void refuse(Exchange exchange, Reason reason, Set<String> methods) {
    rejector.reject(exchange, deny(reason, methods));
  }

  private Decision.Deny deny(Reason reason, Set<String> methods) {
    return new Decision.Deny(
        decider.policy().snapshot().revision(), reason, "token info", null, null, false, methods);
  }
}
