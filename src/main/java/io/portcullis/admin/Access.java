package io.portcullis.admin;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lets only callers in who bring the set-up token. */
final class Access {
  private static final Pattern BEARER =
      Pattern.compile("Bearer +([!-~]+)", Pattern.CASE_INSENSITIVE);
  private static final Caller SETUP = new Caller("set-up token", "owner");

  private final SetupToken setupToken;

  Access(SetupToken setupToken) {
    this.setupToken = setupToken;
  }

  void check(RoutingContext context) {
    String token = token(context.request().headers().getAll(HttpHeaders.AUTHORIZATION));
    if (token == null || !setupToken.matches(token)) {
      context.fail(ApiProblem.unauthenticated());
      return;
    }
    SETUP.attachTo(context);
    context.next();
  }

  private static @Nullable String token(List<String> fields) {
    if (fields.size() != 1) {
      return null;
    }
    Matcher matcher = BEARER.matcher(fields.get(0));
    return matcher.matches() ? matcher.group(1) : null;
  }
}
