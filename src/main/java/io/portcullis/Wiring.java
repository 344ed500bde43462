package io.portcullis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.portcullis.admin.AdminServer;
import io.portcullis.admin.Health;
import io.portcullis.admin.Instance;
import io.portcullis.admin.RevocationSweep;
import io.portcullis.admin.SetupToken;
import io.portcullis.assertion.AssertionKeys;
import io.portcullis.assertion.Assertions;
import io.portcullis.audit.RejectionWriter;
import io.portcullis.audit.RetentionSweep;
import io.portcullis.audit.SpoolDirectory;
import io.portcullis.audit.TrafficWriter;
import io.portcullis.backend.BackendStates;
import io.portcullis.backend.HealthChecks;
import io.portcullis.edge.ConnectionCounts;
import io.portcullis.edge.GuardedTransport;
import io.portcullis.gateway.Gateway;
import io.portcullis.settings.AdminSettings;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.settings.Settings;
import io.portcullis.settings.SpoolSettings;
import io.portcullis.store.Database;
import io.portcullis.store.EmbeddedPostgres;
import io.portcullis.store.ReplicaStore;
import io.portcullis.store.SecretFile;
import io.portcullis.sync.PolicyReplica;
import io.portcullis.sync.RevisionBarrier;
import io.portcullis.telemetry.Metrics;
import io.portcullis.token.IntrospectingVerifier;
import io.portcullis.token.IssuerProbe;
import io.portcullis.token.IssuerUrls;
import io.portcullis.token.JwtVerifier;
import io.portcullis.token.SignInProvider;
import io.portcullis.token.TokenVerifier;
import io.portcullis.token.VerifierByForm;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The only place that makes services and hands them to each other. */
public final class Wiring {
  private final Settings settings;
  private final Role role;
  private final Vertx vertx;
  private final Database database;
  private final KeptKeys keptKeys;
  private final TokenVerifier verifier;
  private final DatabaseUrl databaseUrl;
  private final Metrics metrics = new Metrics();
  private final ConnectionCounts connections = new ConnectionCounts();

  private Wiring(Settings settings, Role role, DatabaseUrl databaseUrl) {
    this.settings = settings;
    this.role = role;
    this.databaseUrl = databaseUrl;
    this.vertx = vertx(settings, connections);
    this.database = new Database(vertx, databaseUrl);
    this.keptKeys = new KeptKeys(database);
    this.verifier = verifier();
  }

  /**
   * Starts a process in its role; blocks until it listens. It serves as soon as PostgreSQL can be
   * reached and its tables are up to date, which is waited for in the background.
   *
   * @throws StartException when it cannot start; the message is one line for people
   */
  public static Server start(Settings settings, Role role) {
    EmbeddedPostgres embedded =
        settings.store().databaseUrl() == null
            ? EmbeddedPostgres.start(settings.store().dataDirectory())
            : null;
    DatabaseUrl url =
        settings.store().databaseUrl() == null
            ? Objects.requireNonNull(embedded).url()
            : settings.store().databaseUrl();
    Wiring wiring = new Wiring(settings, role, url);
    try {
      return wiring.start(embedded);
    } catch (Exception failure) { // futures throw what they failed with, checked or not
      wiring.vertx.close().await();
      if (embedded != null) {
        embedded.close();
      }
      throw StartException.of(failure, settings);
    }
  }

  /** Loops beyond the gateway's own: one for this replica and one for the control plane. */
  private static Vertx vertx(Settings settings, ConnectionCounts connections) {
    return Vertx.builder()
        .with(new VertxOptions().setEventLoopPoolSize(settings.gateway().eventLoops() + 2))
        .withTransport(new GuardedTransport(settings.gateway().connections(), connections))
        .build();
  }

  private void observeConnections() {
    metrics.gauge(
        "portcullis.connections.open", "Connections of callers that are open", connections::open);
    metrics.count(
        "portcullis.connections.refused",
        "Connections closed at once: too many in all, or from one address",
        connections::refusals);
    metrics.count(
        "portcullis.connections.dawdled",
        "Connections closed because a request was too slow in coming",
        connections::dawdlers);
  }

  private Server start(@Nullable EmbeddedPostgres embedded) {
    observeConnections();
    List<Health.Check> checks = new ArrayList<>();
    SetupToken setupToken = setupToken();
    Preparation preparation = new Preparation(vertx, database, databaseUrl, setupToken, settings);
    if (role.isAdmin()) {
      checks.add(new Health.Check("tables", preparation::state));
    }
    Gateway gateway = role.isGateway() ? gateway(checks) : null;
    if (gateway != null) {
      observe(gateway);
    }
    AdminServer admin = admin(setupToken, checks);
    preparation.run(role);
    return new Server(settings.gateway().leaving(), vertx, database, gateway, admin, embedded);
  }

  private SetupToken setupToken() {
    String given = settings.admin().bootstrapToken();
    return given == null ? SetupToken.unknown() : SetupToken.of(given);
  }

  private void observe(PolicyReplica replica) {
    metrics.gauge(
        "portcullis.lease.remaining.seconds",
        "How long this gateway may still decide without hearing from PostgreSQL",
        () -> replica.leaseRemaining().toMillis() / 1000.0);
    metrics.gauge(
        "portcullis.policy.revision",
        "The policy revision that every event loop acts on",
        () -> replica.applied().number());
    metrics.gauge(
        "portcullis.policy.lag",
        "Revisions that are committed and not in force here yet",
        replica::lag);
    metrics.gauge(
        "portcullis.policy.notified",
        "1 if notifications of PostgreSQL arrive, else 0",
        () -> replica.isNotified() ? 1 : 0);
  }

  private void observe(Gateway gateway) {
    metrics.gauge(
        "portcullis.tls.certificate.remaining.seconds",
        "Until the first of the gateway's certificates ends; NaN without TLS",
        () -> {
          Instant end = gateway.certificatesEnd();
          return end == null ? Double.NaN : Duration.between(Instant.now(), end).toSeconds();
        });
  }

  private void observe(RejectionWriter log) {
    metrics.gauge(
        "portcullis.rejections.waiting",
        "Rejections of this gateway that are in its spool and not in PostgreSQL yet",
        log::waiting);
    metrics.count(
        "portcullis.rejections.folded",
        "Rejections of this gateway that are counted and have no row",
        log::folded);
  }

  private TokenVerifier verifier() {
    return new VerifierByForm(
        new JwtVerifier(vertx, settings.allowedNetworks(), InstantSource.system(), keptKeys),
        new IntrospectingVerifier(
            vertx,
            settings.allowedNetworks(),
            InstantSource.system(),
            settings.gateway().secretsDirectory()));
  }

  private Gateway gateway(List<Health.Check> checks) {
    PolicyReplica replica = new PolicyReplica(database, identity());
    RejectionWriter log = new RejectionWriter(database, spool());
    TrafficWriter traffic = new TrafficWriter(database);
    BackendStates backends = new BackendStates();
    observe(replica);
    observe(log);
    Counter cuts =
        metrics.counter(
            "portcullis.exchanges.cut", "Exchanges under way that were ended by the policy");
    checks.add(
        new Health.Check(
            "policy",
            () ->
                replica.isCurrent()
                    ? Future.succeededFuture()
                    : Future.failedFuture("no live lease: PostgreSQL cannot be heard")));
    AssertionKeys keys = new AssertionKeys(database, secret());
    checks.add(new Health.Check("assertion", () -> healthOf(keys)));
    return vertx
        .deployVerticle(replica)
        .compose(deployed -> vertx.deployVerticle(log))
        .compose(deployed -> vertx.deployVerticle(traffic))
        .compose(deployed -> vertx.deployVerticle(keys))
        .compose(
            deployed ->
                vertx.deployVerticle(new KeyReports(database, keptKeys, replica::incarnation)))
        .compose(
            deployed ->
                vertx.deployVerticle(
                    new HealthChecks(replica, backends, settings.gateway().secretsDirectory())))
        .compose(
            deployed ->
                Gateway.start(
                    vertx,
                    settings.gateway(),
                    new Gateway.Parts(
                        replica,
                        verifier,
                        assertions(keys),
                        log,
                        traffic,
                        backends,
                        metrics.requestTimes(),
                        cuts::increment)))
        .await();
  }

  /** With an embedded PostgreSQL there is one process, which can keep a secret of its own. */
  private @Nullable String secret() {
    String given = settings.gateway().secret();
    return given == null && settings.store().databaseUrl() == null
        ? SecretFile.in(settings.store().dataDirectory())
        : given;
  }

  private SpoolDirectory spool() {
    SpoolSettings spool = settings.spool();
    try {
      return SpoolDirectory.open(spool.directory(), spool.maxBytes());
    } catch (UncheckedIOException failure) {
      throw new IllegalStateException(
          "rejections cannot be spooled in %s (%s): name a directory that can be written in PORTCULLIS_SPOOL_DIR"
              .formatted(spool.directory(), failure.getCause()),
          failure);
    }
  }

  private static Future<?> healthOf(AssertionKeys keys) {
    String problem = keys.problem();
    return problem == null ? Future.succeededFuture() : Future.failedFuture(problem);
  }

  private Assertions assertions(AssertionKeys keys) {
    URI url = settings.gateway().publicUrl();
    return new Assertions(
        keys, url == null ? Assertions.DEFAULT_ISSUER : url.toString(), InstantSource.system());
  }

  private ReplicaStore.Identity identity() {
    return new ReplicaStore.Identity(
        hostName() + ":" + portOrProcess(), version(), settings.lease());
  }

  private static String version() {
    String version = Wiring.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** Tells processes of one host apart, also where the system chooses the port. */
  private String portOrProcess() {
    int port = settings.gateway().port();
    return port == 0 ? "pid-" + ProcessHandle.current().pid() : Integer.toString(port);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException failure) {
      return "gateway";
    }
  }

  private @Nullable SignInProvider signInProvider() {
    AdminSettings.OpenId openId = settings.admin().openId();
    if (openId == null) {
      return null;
    }
    String console = String.valueOf(settings.admin().url());
    return new SignInProvider(
        vertx,
        settings.allowedNetworks(),
        InstantSource.system(),
        new SignInProvider.Registration(
            openId.issuer(),
            openId.clientId(),
            openId.clientSecret(),
            (console.endsWith("/") ? console.substring(0, console.length() - 1) : console)
                + AdminServer.SIGN_IN_CALLBACK));
  }

  private AdminServer admin(SetupToken setupToken, List<Health.Check> checks) {
    Timer confirmations = metrics.confirmations();
    RevisionBarrier barrier =
        new RevisionBarrier(database, confirmation -> confirmations.record(confirmation.elapsed()));
    if (role.isAdmin()) {
      checks.add(
          new Health.Check(
              "database", () -> database.policy().query("SELECT rev FROM policy_head").execute()));
      vertx.deployVerticle(barrier).await();
      vertx.deployVerticle(new RevocationSweep(database)).await();
      vertx.deployVerticle(new RetentionSweep(database)).await();
    }
    AdminServer admin =
        new AdminServer(
            settings.admin(),
            new AdminServer.Parts(
                role.isAdmin(),
                settings.gateway().trustedProxies(),
                database,
                barrier,
                setupToken,
                new Health(checks),
                metrics,
                new IssuerUrls(settings.allowedNetworks())::problemWith,
                new IssuerProbe(
                        vertx, settings.allowedNetworks(), settings.gateway().secretsDirectory())
                    ::probe,
                verifier,
                signInProvider(),
                new Instance(version(), settings.lease(), settings.inForce())));
    vertx.deployVerticle(admin).await();
    return admin;
  }
}
