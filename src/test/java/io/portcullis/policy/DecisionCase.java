package io.portcullis.policy;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * One row of the tables in {@code src/test/resources/decisions}: a policy, a token, a request, and
 * what must come of it. Whatever a row leaves out is as in the usual case, which is admitted. Times
 * are seconds from the moment of the decision. Each record of lists replaces the usual list whole.
 *
 * @param request method, host and path
 * @param anonymous whether no token is sent
 * @param failed the reason for which the token was not believed, if it was not
 * @param without a kind of item that is left out of the policy: project, issuer, client, backend
 * @param expect {@code admitted}, or the code of a reason
 */
record DecisionCase(
    String name,
    String request,
    boolean anonymous,
    String failed,
    String without,
    IssuerChange issuer,
    List<ClientRow> clients,
    List<GrantRow> grants,
    List<RouteRow> routes,
    @JsonProperty("sign-outs") List<SignOutRow> signOuts,
    @JsonProperty("token-revocations") List<TokenRevocationRow> tokenRevocations,
    TokenChange token,
    String expect) {
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  static final String HASH = "ab".repeat(32);

  private static final String PROJECT = "shop";
  private static final String ISS = "https://accounts.example";

  /** How the issuer differs from the usual one at the decision; the token knew the usual one. */
  record IssuerChange(
      String kind,
      Boolean enabled,
      List<String> issuers,
      String jwksUri,
      List<String> algorithms,
      Integer clockSkewSeconds,
      Integer maxTokenAgeSeconds,
      String authorizedParty,
      List<String> tokenTypes,
      Set<String> tenants,
      Set<String> signInProviders) {}

  record ClientRow(String id, String issuer, String state, Integer expires) {}

  record GrantRow(String principal, String effect, Set<String> routes, Integer expires) {}

  record RouteRow(
      String id,
      List<String> hosts,
      String path,
      Set<String> methods,
      String authentication,
      @JsonProperty("required-scopes") Set<String> requiredScopes) {}

  record SignOutRow(
      String issuer, String subject, @JsonProperty("issued-until") Integer issuedUntil) {}

  record TokenRevocationRow(String sha256, String issuer, String jti) {}

  /** How the token differs from the usual one. */
  record TokenChange(
      String project,
      String iss,
      String sub,
      List<String> aud,
      String azp,
      String email,
      Boolean verified,
      String hd,
      String jti,
      String sha256,
      Integer exp,
      Integer iat,
      @JsonProperty("without-iat") boolean withoutIat,
      Integer nbf,
      @JsonProperty("auth_time") Integer authTime,
      String type,
      Set<String> scopes,
      FirebaseRow firebase) {}

  record FirebaseRow(String provider, String tenant) {}

  private static final TokenChange USUAL_TOKEN =
      new TokenChange(
          null, null, null, null, null, null, null, null, null, null, null, null, false, null, null,
          null, null, null);

  static List<DecisionCase> of(String table) {
    try (InputStream file =
        DecisionCase.class.getResourceAsStream("/decisions/" + table + ".yaml")) {
      return read(new String(file.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  /** A field that no row has is a mistake in the table, so it fails. */
  static List<DecisionCase> read(String yaml) throws IOException {
    return List.of(new ObjectMapper(new YAMLFactory()).readValue(yaml, DecisionCase[].class));
  }

  /** Runs the decision, and puts what it says as the tables do. */
  String outcome() {
    return outcome(snapshot());
  }

  String outcome(PolicySnapshot snapshot) {
    Decision decision = snapshot.decide(target(), check(), NOW);
    return decision instanceof Decision.Deny deny ? deny.reason().code() : "admitted";
  }

  RequestTarget target() {
    String[] parts = Objects.requireNonNullElse(request, "GET shop.example /orders").split(" ", -1);
    return new RequestTarget(parts[1], parts[2], parts[0]);
  }

  /** Whether a sign-out or token revocation of this row has this ID. */
  boolean names(String id) {
    return or(signOuts, List.<SignOutRow>of()).stream()
            .anyMatch(row -> SignOut.id(row.issuer(), row.subject()).equals(id))
        || or(tokenRevocations, List.<TokenRevocationRow>of()).stream()
            .anyMatch(
                row ->
                    id.equals(
                        row.sha256() != null
                            ? row.sha256()
                            : TokenRevocation.id(row.issuer(), row.jti())));
  }

  PolicySnapshot snapshot() {
    List<ItemChange> items = new ArrayList<>();
    put(items, "project", ItemChange.Kind.PROJECT, new Project.Head(PROJECT, "Shop"));
    put(items, "issuer", ItemChange.Kind.ISSUER, issuerItem());
    for (ClientRow row : or(clients, List.of(new ClientRow("web", null, null, null)))) {
      put(items, "client", ItemChange.Kind.CLIENT, client(row));
    }
    put(items, "backend", ItemChange.Kind.BACKEND, backend());
    for (RouteRow row : or(routes, List.of(new RouteRow("all", null, null, null, null, null)))) {
      put(items, "route", ItemChange.Kind.ROUTE, route(row));
    }
    List<GrantRow> usual = List.of(new GrantRow("user:alice@example.com", null, null, null));
    for (GrantRow row : or(grants, usual)) {
      put(items, "grant", ItemChange.Kind.GRANT, grant("g" + items.size(), row));
    }
    for (SignOutRow row : or(signOuts, List.<SignOutRow>of())) {
      put(
          items,
          "sign-out",
          ItemChange.Kind.SIGN_OUT,
          new SignOut(PROJECT, row.issuer(), row.subject(), at(row.issuedUntil())));
    }
    for (TokenRevocationRow row : or(tokenRevocations, List.<TokenRevocationRow>of())) {
      put(
          items,
          "token-revocation",
          ItemChange.Kind.TOKEN_REVOCATION,
          new TokenRevocation(PROJECT, row.sha256(), row.issuer(), row.jti()));
    }
    return PolicySnapshot.of(PolicyRevision.NONE.next(), items);
  }

  private void put(List<ItemChange> items, String what, ItemChange.Kind kind, PolicyItem item) {
    if (!what.equals(without)) {
      items.add(new ItemChange(kind, PROJECT, item.id(), item));
    }
  }

  private static <T> T or(T value, T usual) {
    return value == null ? usual : value;
  }

  private static Instant at(Integer seconds) {
    return seconds == null ? null : NOW.plusSeconds(seconds);
  }

  private static <E extends Enum<E>> E choice(Class<E> type, String text, E usual) {
    return text == null ? usual : Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
  }

  private static Issuer usualIssuer(Issuer.Kind kind) {
    return new Issuer(
        PROJECT,
        "accounts",
        kind,
        Set.of(ISS),
        "https://accounts.example/keys",
        null,
        List.of("RS256"),
        Duration.ofSeconds(10),
        null,
        Issuer.AuthorizedParty.REGISTERED,
        true,
        Set.of(TokenType.ID),
        kind == Issuer.Kind.FIREBASE ? firebase(Set.of(), Set.of("password", "custom")) : null,
        null);
  }

  private static Issuer.Firebase firebase(Set<String> tenants, Set<String> signInProviders) {
    return new Issuer.Firebase("web", tenants, signInProviders);
  }

  private Issuer issuerItem() {
    Issuer usual = usualIssuer(kind());
    if (issuer == null) {
      return usual;
    }
    return new Issuer(
        PROJECT,
        usual.id(),
        usual.kind(),
        issuer.issuers() == null ? usual.issuers() : Set.copyOf(issuer.issuers()),
        or(issuer.jwksUri(), usual.jwksUri()),
        null,
        or(issuer.algorithms(), usual.algorithms()),
        Duration.ofSeconds(or(issuer.clockSkewSeconds(), 10)),
        issuer.maxTokenAgeSeconds() == null
            ? null
            : Duration.ofSeconds(issuer.maxTokenAgeSeconds()),
        choice(Issuer.AuthorizedParty.class, issuer.authorizedParty(), usual.authorizedParty()),
        or(issuer.enabled(), true),
        or(issuer.tokenTypes(), List.of("id")).stream()
            .map(type -> choice(TokenType.class, type, TokenType.ID))
            .collect(toSet()),
        usual.firebase() == null
            ? null
            : firebase(
                or(issuer.tenants(), usual.firebase().tenants()),
                or(issuer.signInProviders(), usual.firebase().signInProviders())),
        null);
  }

  private Issuer.Kind kind() {
    return issuer == null
        ? Issuer.Kind.OIDC
        : choice(Issuer.Kind.class, issuer.kind(), Issuer.Kind.OIDC);
  }

  private static Client client(ClientRow row) {
    return new Client(
        PROJECT,
        row.id(),
        or(row.issuer(), "accounts"),
        row.id(),
        choice(Client.State.class, row.state(), Client.State.ENABLED),
        at(row.expires()));
  }

  private static Backend backend() {
    return new Backend(
        PROJECT,
        "orders",
        List.of(new Backend.Target(URI.create("http://orders.internal:8080"), 1)),
        Backend.Protocol.HTTP1,
        new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(60), null),
        new LoadBalancing(LoadBalancing.Method.RANDOM, LoadBalancing.HashBy.ADDRESS, null),
        null,
        Protection.NONE,
        null,
        null);
  }

  private static Route route(RouteRow row) {
    return new Route(
        PROJECT,
        row.id(),
        or(row.hosts(), List.of("*")),
        Route.Match.PREFIX,
        or(row.path(), "/"),
        or(row.methods(), Set.of()),
        false,
        "orders",
        choice(Route.Authentication.class, row.authentication(), Route.Authentication.REQUIRED),
        Route.ForwardToken.NONE,
        or(row.requiredScopes(), Set.of()),
        null,
        RouteChanges.NONE,
        Destination.PLAIN,
        List.of());
  }

  private static Grant grant(String id, GrantRow row) {
    return new Grant(
        PROJECT,
        id,
        Member.parse(row.principal()).orElseThrow(),
        choice(Grant.Effect.class, row.effect(), Grant.Effect.ALLOW),
        or(row.routes(), Set.of()),
        at(row.expires()));
  }

  TokenCheck check() {
    if (anonymous) {
      return new TokenCheck.Absent();
    }
    return failed == null
        ? new TokenCheck.Verified(verifiedToken())
        : new TokenCheck.Failed(choice(Reason.class, failed, null), "as the table says", null);
  }

  private VerifiedToken verifiedToken() {
    TokenChange change = or(token, USUAL_TOKEN);
    Issuer issuerOfToken = usualIssuer(kind());
    TokenClaims claims =
        new TokenClaims(
            choice(TokenType.class, change.type(), TokenType.ID),
            or(change.iss(), ISS),
            or(change.sub(), "alice"),
            or(change.aud(), List.of("web")),
            change.azp(),
            or(change.email(), "alice@example.com"),
            or(change.verified(), true),
            change.hd(),
            change.jti(),
            at(or(change.exp(), 3600)),
            change.withoutIat() ? null : at(or(change.iat(), -60)),
            at(change.nbf()),
            at(change.authTime()),
            or(change.scopes(), Set.of()),
            change.firebase() == null
                ? null
                : new FirebaseClaims(change.firebase().provider(), change.firebase().tenant()));
    return new VerifiedToken(
        or(change.project(), PROJECT),
        issuerOfToken,
        "RS256",
        claims,
        or(change.sha256(), HASH),
        "e30",
        Members.of(issuerOfToken, claims),
        Members.email(claims).orElse(null));
  }

  @Override
  public String toString() {
    return name;
  }
}
