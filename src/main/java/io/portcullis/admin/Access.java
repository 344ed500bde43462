package io.portcullis.admin;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lets only callers in who are known. What they may do is asked later. */
final class Access {
  private static final Pattern BEARER =
      Pattern.compile("Bearer +([!-~]+)", Pattern.CASE_INSENSITIVE);

  private final Callers callers;
  private final Sessions sessions;
  private final ApiTokenUse use;
  private final Guesses guesses;

  Access(Callers callers, Sessions sessions, ApiTokenUse use, Guesses guesses) {
    this.callers = callers;
    this.sessions = sessions;
    this.use = use;
    this.guesses = guesses;
  }

  void check(RoutingContext context) {
    context.request().pause(); // the body stays in the socket until somebody reads it
    caller(context)
        .onComplete(
            asked -> {
              if (asked.failed()) {
                context.fail(asked.cause());
              } else if (asked.result().isEmpty()) {
                context.fail(ApiProblem.unauthenticated());
              } else {
                use.note(asked.result().get());
                asked.result().get().attachTo(context);
                context.next();
              }
              context.request().resume();
            });
  }

  /** Whose call this is by now, while it goes on; empty when what they came with is over. */
  Future<Optional<Caller>> callerNow(RoutingContext context) {
    List<String> fields = context.request().headers().getAll(HttpHeaders.AUTHORIZATION);
    if (fields.isEmpty()) {
      return sessions.callerNow(context);
    }
    String token = token(fields);
    return token == null ? Future.succeededFuture(Optional.empty()) : callers.byToken(token);
  }

  private Future<Optional<Caller>> caller(RoutingContext context) {
    List<String> fields = context.request().headers().getAll(HttpHeaders.AUTHORIZATION);
    if (fields.isEmpty()) {
      return sessions.caller(context);
    }
    String token = token(fields);
    String address = SourceAddress.of(context);
    if (token == null) {
      return Future.succeededFuture(Optional.empty());
    }
    if (guesses.areUsedUp(address)) {
      return Future.failedFuture(ApiProblem.tooManyGuesses());
    }
    return callers
        .byToken(token)
        .onSuccess(
            found -> {
              if (found.isEmpty()) {
                guesses.count(address);
              }
            });
  }

  private static @Nullable String token(List<String> fields) {
    if (fields.size() != 1) {
      return null;
    }
    Matcher matcher = BEARER.matcher(fields.get(0));
    return matcher.matches() ? matcher.group(1) : null;
  }
}
