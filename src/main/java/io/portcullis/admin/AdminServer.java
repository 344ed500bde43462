package io.portcullis.admin;

import io.portcullis.edge.Pace;
import io.portcullis.policy.Issuer;
import io.portcullis.settings.AdminSettings;
import io.portcullis.settings.Networks;
import io.portcullis.store.Database;
import io.portcullis.store.PolicyChanges;
import io.portcullis.sync.RevisionBarrier;
import io.portcullis.telemetry.Metrics;
import io.portcullis.token.IssuerReport;
import io.portcullis.token.SignInProvider;
import io.portcullis.token.TokenVerifier;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The control plane on its own port: REST API, health, console files. */
public final class AdminServer extends VerticleBase {
  /** Where an OpenID provider sends operators back to, below the URL of the console. */
  public static final String SIGN_IN_CALLBACK = SignIn.CALLBACK;

  private static final long MAX_BODY = 1 << 20;

  private final AdminSettings settings;
  private final Parts parts;
  private @Nullable HttpServer server;

  /**
   * What the control plane works with.
   *
   * @param isApiServed false for a process that is a gateway alone: it only tells its health
   * @param trustedProxies whose word on where a call comes from is taken
   * @param problemWithIssuerUrl what keeps the gateway from fetching a URL, if anything
   * @param issuerProbe tries an issuer out as a gateway would; never fails
   * @param signIn by whom operators sign in, or null
   * @param instance what is told of this process
   */
  public record Parts(
      boolean isApiServed,
      Networks trustedProxies,
      Database database,
      RevisionBarrier barrier,
      SetupToken setupToken,
      Health health,
      Metrics metrics,
      Function<String, Optional<String>> problemWithIssuerUrl,
      Function<Issuer, Future<IssuerReport>> issuerProbe,
      TokenVerifier verifier,
      @Nullable SignInProvider signIn,
      Instance instance) {}

  public AdminServer(AdminSettings settings, Parts parts) {
    this.settings = settings;
    this.parts = parts;
  }

  @Override
  public Future<?> start() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(settings.host())
            .setPort(settings.port())
            .setIdleTimeout(120)
            .setCompressionSupported(true);
    return router()
        .compose(router -> vertx.createHttpServer(options).requestHandler(router).listen())
        .onSuccess(listening -> server = listening);
  }

  /** The port it listens on; once started. */
  public int port() {
    if (server == null) {
      throw new IllegalStateException("the admin server is not started");
    }
    return server.actualPort();
  }

  /** Says at {@code /readyz} that this process leaves. Any thread. */
  public void leave() {
    parts.health().leave();
  }

  private static void keepPace(RoutingContext context) {
    Pace.headCame(context.request());
    context.next();
  }

  /** Reading the API's document takes long, and is for those that serve the API. */
  private Future<Router> router() {
    Router router = bareRouter();
    return parts.isApiServed()
        ? Contract.load(vertx).map(contract -> mountApi(router, contract)).map(AdminServer::closed)
        : Future.succeededFuture(closed(router));
  }

  private Router bareRouter() {
    Router router = Router.router(vertx);
    router
        .route()
        .handler(AdminServer::keepPace)
        .handler(RequestIds::give)
        .handler(AdminServer::harden)
        .handler(RequestTargets::check);
    router.get("/livez").handler(parts.health()::live);
    router.get("/readyz").handler(parts.health()::ready);
    router.get("/metrics").handler(this::metrics);
    for (String path : new String[] {"/livez", "/readyz", "/metrics"}) {
      router.route(path).handler(context -> Problems.refuseMethod(context, Set.of("GET")));
    }
    return router;
  }

  private static Router closed(Router router) {
    router.route().failureHandler(Problems::handle);
    for (int status : new int[] {400, 404, 405, 413, 415, 500}) {
      router.errorHandler(status, Problems::handle);
    }
    return router;
  }

  private void metrics(RoutingContext context) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
        .end(parts.metrics().text());
  }

  private Router mountApi(Router router, Contract contract) {
    router.get("/api/v1/openapi.yaml").handler(AdminServer::document);
    Callers callers = new Callers(parts.setupToken(), parts.database());
    ApiTokenUse use = new ApiTokenUse(parts.database(), InstantSource.system());
    use.start(vertx);
    for (String path : new String[] {"/api/*", "/auth/*"}) {
      router.route(path).handler(context -> SourceAddress.note(context, parts.trustedProxies()));
    }
    Guesses guesses = new Guesses();
    SessionCookie cookie = new SessionCookie(settings.url());
    Sessions sessions = new Sessions(parts.database(), callers, cookie);
    new SignIn(parts.signIn(), attemptKey(), cookie, sessions, parts.database(), guesses)
        .mount(router);
    Access access = new Access(callers, sessions, use, guesses);
    router.route("/api/*").handler(access::check);
    router.route("/api/*").handler(context -> checkMethod(context, contract));
    router.route("/api/*").handler(RequestBodies::checkType);
    router.route("/api/v1/*").subRouter(api(contract, callers, sessions, access));
    router.route("/api/*").handler(context -> context.fail(ApiProblem.notFound("This path")));
    ApiDocs.load().mount(router);
    ConsoleFiles.load().mount(router);
    return router;
  }

  /** Of a secret that all admin processes have in common, for this use alone. */
  private byte[] attemptKey() {
    AdminSettings.OpenId openId = settings.openId();
    return Sha256.of("sign-in attempt:" + (openId == null ? "" : openId.clientSecret()));
  }

  private Router api(Contract contract, Callers callers, Sessions sessions, Access access) {
    RouterBuilder builder =
        RouterBuilder.create(
            vertx,
            contract.document(),
            new PermissionCheck(contract.permissions(), new RequestParts()));
    builder.rootHandler(BodyHandler.create(false).setBodyLimit(MAX_BODY));
    builder.rootHandler(RequestBodies::checkContent);
    PolicyChanges changes = new PolicyChanges(parts.database().policy());
    Writes writes = new Writes(changes, parts.barrier(), callers);
    IssuerRules issuers = new IssuerRules(parts.problemWithIssuerUrl());
    ConfigSections kinds =
        new ConfigSections(
            new ProjectRules(),
            List.of(
                issuers,
                new ClientRules(),
                new BackendRules(),
                new RouteRules(),
                new GrantRules()));
    new ItemResource(kinds.project(), contract, parts.database(), writes).mount(builder);
    for (ItemRules rules : kinds.lists()) {
      ItemResource items = new ItemResource(rules, contract, parts.database(), writes);
      items.mount(builder);
      new ItemImpact(items, parts.database()).mount(builder);
      new BulkChanges(items, writes).mount(builder);
    }
    new ConfigResource(kinds, contract, parts.database(), writes).mount(builder);
    new IssuerTests(issuers, contract, parts.database(), parts.issuerProbe()).mount(builder);
    new IssuerKeysResource(issuers, parts.database(), InstantSource.system()).mount(builder);
    new ClientRestore(writes).mount(builder);
    new SignOuts(parts.database(), writes, InstantSource.system()).mount(builder);
    new TokenRevocations(parts.database(), writes).mount(builder);
    LiveTail tail = new LiveTail(parts.database(), access);
    tail.start(vertx);
    RowExport export = new RowExport(parts.database());
    new RejectionsResource(parts.database(), tail, export).mount(builder);
    new TrafficResource(parts.database()).mount(builder);
    new HistoryResource(parts.database(), export).mount(builder);
    new ExplainResource(parts.database(), parts.verifier(), InstantSource.system()).mount(builder);
    new ReplicasResource(parts.database(), writes).mount(builder);
    sessions.mount(builder);
    new SettingsResource(parts.database(), parts.instance()).mount(builder);
    new SessionsResource(parts.database(), writes, callers, sessions).mount(builder);
    new OwnersResource(parts.database()).mount(builder);
    new OperatorsResource(parts.database(), writes).mount(builder);
    new ApiTokensResource(parts.database(), writes, InstantSource.system()).mount(builder);
    Operations.on(builder, "whoAmI", context -> whoAmI(context, contract.permissions()));
    return builder.createRouter();
  }

  private static void checkMethod(RoutingContext context, Contract contract) {
    Set<String> methods = contract.methods(context.normalizedPath());
    if (methods.isEmpty()) {
      context.fail(ApiProblem.notFound("This path"));
    } else if (!methods.contains(context.request().method().name())) {
      Problems.refuseMethod(context, methods);
    } else {
      context.next();
    }
  }

  private static Future<Void> whoAmI(RoutingContext context, Permissions permissions) {
    Caller caller = Caller.of(context);
    Rights rights = caller.rights();
    JsonObject answer =
        new JsonObject()
            .put("actor", caller.actor())
            .put("role", rights.role().text())
            .put("permissions", new JsonArray(List.copyOf(permissions.of(rights.role()))));
    return Answers.json(
        context,
        200,
        rights.projects() == null
            ? answer
            : answer.put("projects", new JsonArray(rights.projects().stream().sorted().toList())));
  }

  private static void document(RoutingContext context) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml")
        .sendFile(Contract.DOCUMENT)
        .onFailure(context::fail);
  }

  /** OWASP Secure Headers; the console's page loosens the policy by its nonce alone. */
  private static void harden(RoutingContext context) {
    context
        .response()
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    String path = context.request().path();
    if (path.startsWith("/api/") || path.startsWith("/auth/")) {
      context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
    context.next();
  }
}
