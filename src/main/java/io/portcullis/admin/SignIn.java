package io.portcullis.admin;

import io.portcullis.store.Database;
import io.portcullis.store.OperatorStore;
import io.portcullis.store.OperatorStore.Principal;
import io.portcullis.store.SessionStore;
import io.portcullis.token.SignInProvider;
import io.portcullis.token.SignInProvider.Identity;
import io.vertx.core.Future;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in to the console with an OpenID provider: to it, and back. */
final class SignIn {
  static final String CALLBACK = "/auth/callback";

  private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);
  private static final String START = "/auth/start";
  private static final String PURPOSE = "signin-";

  private final @Nullable SignInProvider provider;
  private final byte[] key;
  private final SessionCookie cookie;
  private final Sessions sessions;
  private final Database database;
  private final Guesses guesses;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final OperatorStore operators = new OperatorStore();

  /**
   * @param provider null when there is none
   * @param key what attempts are sealed with; the same for all admin processes
   */
  SignIn(
      @Nullable SignInProvider provider,
      byte[] key,
      SessionCookie cookie,
      Sessions sessions,
      Database database,
      Guesses guesses) {
    this.provider = provider;
    this.key = key.clone();
    this.cookie = cookie;
    this.sessions = sessions;
    this.database = database;
    this.guesses = guesses;
    this.clock = InstantSource.system();
  }

  void mount(Router router) {
    router.get("/api/v1/sign-in").handler(this::ways);
    SignInProvider with = provider;
    if (with != null) {
      router.get(START).handler(context -> start(context, with));
      router.get(CALLBACK).handler(context -> callback(context, with));
    }
  }

  private void ways(RoutingContext context) {
    JsonObject ways = new JsonObject().put("sessions", cookie.isPossible(context.request()));
    if (provider != null) {
      ways.put("provider", new JsonObject().put("issuer", provider.issuer()).put("start", START));
    }
    Answers.json(context, 200, ways).onFailure(context::fail);
  }

  private void start(RoutingContext context, SignInProvider with) {
    String to = context.request().getParam("to");
    SignInAttempt attempt =
        SignInAttempt.begin(random, to == null ? ConsoleFiles.HOME : to, clock.instant());
    with.authorizationUrl(attempt.binding())
        .onFailure(failure -> fail(context, failure))
        .onSuccess(
            url -> {
              cookie.set(
                  context,
                  PURPOSE + SignInAttempt.cookieSuffix(attempt.binding().state()),
                  attempt.seal(key),
                  CookieSameSite.LAX, // it comes back from another site
                  SignInAttempt.LIFE);
              redirect(context, url);
            });
  }

  private void callback(RoutingContext context, SignInProvider with) {
    String state = String.valueOf(context.request().getParam("state"));
    String purpose = PURPOSE + SignInAttempt.cookieSuffix(state);
    Optional<SignInAttempt> attempt =
        cookie
            .value(context, purpose)
            .flatMap(kept -> SignInAttempt.open(key, kept, state, clock.instant()));
    String code = context.request().getParam("code");
    String issuer = context.request().getParam("iss"); // RFC 9207
    if (attempt.isEmpty()) {
      SignInPage.show(
          context, 400, "This attempt to sign in is over, or began in another browser.");
      return;
    }
    cookie.clear(context, purpose);
    if (code == null || (issuer != null && !issuer.equals(with.issuer()))) {
      SignInPage.show(context, 400, "Your organisation's provider did not sign you in.");
      return;
    }
    String address = SourceAddress.of(context);
    if (guesses.areUsedUp(address)) {
      SignInPage.show(
          context, 429, "Too many attempts to sign in failed from here. Try again in a minute.");
      return;
    }
    with.redeem(code, attempt.get().binding())
        .onFailure(failure -> guesses.count(address))
        .compose(identity -> admit(context, identity, attempt.get().to()))
        .onFailure(failure -> fail(context, failure));
  }

  private Future<Void> admit(RoutingContext context, Identity identity, String to) {
    Principal principal = new Principal(identity.email(), identity.issuer(), identity.subject());
    return operators
        .findSigningIn(database.policy(), principal)
        .compose(
            found -> {
              if (found.isEmpty()) {
                SignInPage.showStranger(context, identity);
                return Future.succeededFuture();
              }
              return sessions
                  .begin(context, new SessionStore.Owner(found.get(), null, null))
                  .onSuccess(begun -> redirect(context, to));
            });
  }

  private static void redirect(RoutingContext context, String to) {
    context.response().setStatusCode(302).putHeader(HttpHeaders.LOCATION, to).end();
  }

  private static void fail(RoutingContext context, Throwable failure) {
    LOG.warn("Signing in failed ({}): {}", RequestIds.of(context), failure.getMessage());
    SignInPage.show(
        context,
        502,
        "Your organisation's provider could not be asked, or its answer cannot be believed. The log of"
            + " this server says more under request "
            + RequestIds.of(context)
            + ".");
  }
}
