package io.portcullis.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.portcullis.policy.ClaimsCheck;
import io.portcullis.policy.Client;
import io.portcullis.policy.EmailAddress;
import io.portcullis.policy.Issuer;
import io.portcullis.policy.ItemChange;
import io.portcullis.policy.PolicyRevision;
import io.portcullis.policy.PolicySnapshot;
import io.portcullis.policy.Project;
import io.portcullis.policy.TokenCheck;
import io.portcullis.policy.TokenClaims;
import io.portcullis.policy.VerifiedToken;
import io.portcullis.settings.Networks;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID provider by which people sign in to the console: authorization code flow (OpenID
 * Connect Core, section 3.1) with PKCE (RFC 7636). Its ID tokens are judged as strictly as those of
 * callers are, and everything is fetched within the same bounds.
 */
public final class SignInProvider {
  private static final String ID = "console";
  private static final List<String> ALGORITHMS =
      List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA");
  private static final Duration SKEW = Duration.ofSeconds(30);

  private final Registration registration;
  private final GuardedFetch fetch;
  private final IssuerUrls urls;
  private final JwtVerifier verifier;
  private final Project project;
  private final InstantSource clock;

  /**
   * The console as the provider knows it.
   *
   * @param issuer the exact {@code iss} of its ID tokens
   * @param redirectUri where it sends people back to
   */
  public record Registration(
      String issuer, String clientId, String clientSecret, String redirectUri) {
    @Override
    public String toString() {
      return "Registration[of " + clientId + " with " + issuer + "]";
    }
  }

  /**
   * What one attempt to sign in is bound to.
   *
   * @param verifier the code verifier of RFC 7636
   */
  public record Binding(String state, String nonce, String verifier) {
    @Override
    public String toString() {
      return "Binding[]";
    }
  }

  /**
   * Who signed in.
   *
   * @param email in lower case, and only if the provider calls it verified
   */
  public record Identity(String issuer, String subject, @Nullable String email) {}

  /**
   * @param networks where the provider may be besides the public Internet
   */
  public SignInProvider(
      Vertx vertx, Networks networks, InstantSource clock, Registration registration) {
    this.registration = registration;
    this.clock = clock;
    this.urls = new IssuerUrls(networks);
    this.fetch = new GuardedFetch(vertx, urls, Resolver.ofSystem(vertx), null);
    this.verifier = new JwtVerifier(vertx, networks, clock, KeyArchive.NONE);
    this.project = project(registration, discoveryUri());
  }

  /** One issuer with one client, so that the rules of the gateway do the judging. */
  private static Project project(Registration registration, String discoveryUri) {
    Issuer issuer =
        new Issuer(
            ID,
            ID,
            Issuer.Kind.OIDC,
            Set.of(registration.issuer()),
            null,
            discoveryUri,
            ALGORITHMS,
            SKEW,
            null,
            Issuer.AuthorizedParty.REGISTERED,
            true);
    Client client = new Client(ID, registration.clientId(), ID, ID, Client.State.ENABLED, null);
    List<ItemChange> items =
        List.of(
            new ItemChange(ItemChange.Kind.PROJECT, ID, ID, new Project.Head(ID, ID)),
            new ItemChange(ItemChange.Kind.ISSUER, ID, ID, issuer),
            new ItemChange(ItemChange.Kind.CLIENT, ID, registration.clientId(), client));
    return PolicySnapshot.of(new PolicyRevision(1), items).project(ID).orElseThrow();
  }

  public String issuer() {
    return registration.issuer();
  }

  /** OpenID Connect Discovery, section 4. */
  private String discoveryUri() {
    String issuer = registration.issuer();
    return (issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer)
        + "/.well-known/openid-configuration";
  }

  /** Where to send somebody to sign in. Call it on an event loop. */
  public Future<String> authorizationUrl(Binding binding) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", registration.clientId());
    query.put("redirect_uri", registration.redirectUri());
    query.put("scope", "openid email");
    query.put("state", binding.state());
    query.put("nonce", binding.nonce());
    query.put("code_challenge", challenge(binding.verifier()));
    query.put("code_challenge_method", "S256");
    return endpoint("authorization_endpoint")
        .map(url -> url + (url.contains("?") ? "&" : "?") + form(query));
  }

  /**
   * Redeems the code that the provider sent somebody back with. Fails when it is not worth what it
   * should be; the message is for operators and holds no secret. Call it on an event loop.
   */
  public Future<Identity> redeem(String code, Binding binding) {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("grant_type", "authorization_code");
    body.put("code", code);
    body.put("redirect_uri", registration.redirectUri());
    body.put("code_verifier", binding.verifier());
    return endpoint("token_endpoint")
        .compose(url -> fetch.post(url, basic(), Buffer.buffer(form(body))))
        .compose(answer -> member(answer.body(), "id_token"))
        .compose(token -> verifier.verify(project, token, clock.instant()))
        .compose(check -> identity(check, binding));
  }

  private Future<Identity> identity(TokenCheck check, Binding binding) {
    if (!(check instanceof TokenCheck.Verified verified)) {
      return Future.failedFuture(
          new FetchException(
              check instanceof TokenCheck.Failed failed
                  ? "the ID token is refused: %s (%s)".formatted(failed.reason(), failed.detail())
                  : "there is no ID token"));
    }
    VerifiedToken token = verified.token();
    if (project.check(token.issuer(), token.claims(), clock.instant())
        instanceof ClaimsCheck.Failed failed) {
      return Future.failedFuture(
          new FetchException(
              "the ID token is refused: %s (%s)".formatted(failed.reason(), failed.detail())));
    }
    byte[] payload = Base64.getUrlDecoder().decode(token.payload());
    return member(Buffer.buffer(payload), "nonce")
        .compose(
            nonce ->
                MessageDigest.isEqual(bytes(nonce), bytes(binding.nonce()))
                    ? Future.succeededFuture(identity(token.claims()))
                    : Future.failedFuture(
                        new FetchException("the ID token is for another attempt")));
  }

  private static Identity identity(TokenClaims claims) {
    String email =
        claims.email() == null || !claims.emailVerified()
            ? null
            : EmailAddress.parse(claims.email()).map(EmailAddress::address).orElse(null);
    return new Identity(claims.issuer(), claims.subject(), email);
  }

  /** The metadata is read anew each time: people sign in seldom, and endpoints move. */
  private Future<String> endpoint(String name) {
    return fetch
        .get(discoveryUri())
        .compose(
            document ->
                member(document.body(), "issuer")
                    .compose(
                        issuer ->
                            issuer.equals(registration.issuer())
                                ? member(document.body(), name)
                                : Future.failedFuture(
                                    new FetchException(
                                        "the metadata is of another issuer: "
                                            + Refusal.shown(issuer)))))
        .compose(
            url ->
                urls.problemWith(url)
                    .<Future<String>>map(
                        problem -> Future.failedFuture(new FetchException(name + " " + problem)))
                    .orElse(Future.succeededFuture(url)));
  }

  private static Future<String> member(Buffer json, String name) {
    try {
      ObjectNode object = StrictJson.object(json.getBytes());
      return object.path(name).isTextual()
          ? Future.succeededFuture(object.get(name).textValue())
          : Future.failedFuture(new FetchException("the provider's answer has no " + name));
    } catch (StrictJson.MalformedException malformed) {
      return Future.failedFuture(
          new FetchException("the provider's answer " + malformed.getMessage()));
    }
  }

  /** {@code client_secret_basic}: RFC 6749, section 2.3.1. */
  private String basic() {
    String credentials =
        encoded(registration.clientId()) + ":" + encoded(registration.clientSecret());
    return "Basic " + Base64.getEncoder().encodeToString(bytes(credentials));
  }

  private static String challenge(String verifier) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Sha256.ofThisThread().digest(bytes(verifier)));
  }

  private static String form(Map<String, String> fields) {
    StringBuilder form = new StringBuilder();
    fields.forEach(
        (name, value) ->
            form.append(form.isEmpty() ? "" : "&").append(name).append('=').append(encoded(value)));
    return form.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
