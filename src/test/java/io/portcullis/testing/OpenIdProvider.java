package io.portcullis.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/** A real OpenID provider on the loopback interface, with keys of its own. */
public final class OpenIdProvider implements AutoCloseable {
  private static final String ID = "accounts";
  private static final long LIFE_SECONDS = 3600;

  private final MockOAuth2Server server;

  private OpenIdProvider(MockOAuth2Server server) {
    this.server = server;
  }

  public static OpenIdProvider start() {
    return start("RS256");
  }

  public static OpenIdProvider start(String algorithm) {
    MockOAuth2Server server =
        new MockOAuth2Server(
            new OAuth2Config(
                false,
                null,
                null,
                false,
                new OAuth2TokenProvider(new KeyProvider(List.of(), algorithm)),
                Set.of()));
    server.start(InetAddress.getLoopbackAddress(), 0);
    return new OpenIdProvider(server);
  }

  /** The {@code iss} of its tokens. */
  public String issuer() {
    return server.issuerUrl(ID).toString();
  }

  /** An ID token for a person whose address is verified. */
  public String token(String client, String email) {
    return token(client, email, Map.of());
  }

  /** An ID token; {@code claims} come on top. */
  public String token(String client, String email, Map<String, Object> claims) {
    return token(client, client, email, claims, LIFE_SECONDS);
  }

  /** An ID token that another client obtained for {@code client}. */
  public String tokenByParty(String client, String party, String email) {
    return token(client, party, email, Map.of(), LIFE_SECONDS);
  }

  /** An ID token that expires in {@code seconds}, or did so when that is negative. */
  public String shortToken(String client, String email, long seconds) {
    return token(client, client, email, Map.of(), seconds);
  }

  /** An ID token that does not say when it was issued. */
  public String undatedToken(String client, String email) {
    Map<String, Object> undated = new HashMap<>();
    undated.put("iat", null);
    return token(client, client, email, undated, LIFE_SECONDS);
  }

  /** An access token in the form of RFC 9068 that {@code client} obtained for itself. */
  public String accessToken(String client, String email, String scope) {
    Map<String, Object> claims = new HashMap<>();
    claims.put("client_id", client);
    claims.put("azp", null);
    claims.put("scope", scope);
    return token("at+jwt", client, client, email, claims, LIFE_SECONDS);
  }

  /** A token as Firebase Authentication issues them; {@code firebase} is the claim of that name. */
  public String firebaseToken(String project, String email, Map<String, Object> firebase) {
    Map<String, Object> claims = new HashMap<>();
    claims.put("auth_time", System.currentTimeMillis() / 1000 - 60);
    claims.put("firebase", firebase);
    claims.put("azp", null);
    return token(project, project, email, claims, LIFE_SECONDS);
  }

  /** An ID token whose header has another {@code typ}. */
  public String tokenOfType(String type, String client, String email) {
    return token(type, client, client, email, Map.of(), LIFE_SECONDS);
  }

  private String token(
      String client, String party, String email, Map<String, Object> claims, long seconds) {
    return token("JWT", client, party, email, claims, seconds);
  }

  private String token(
      String type,
      String client,
      String party,
      String email,
      Map<String, Object> claims,
      long seconds) {
    Map<String, Object> all = new HashMap<>();
    all.put("email", email);
    all.put("email_verified", true);
    all.putAll(claims);
    return server
        .issueToken(
            ID,
            party,
            new DefaultOAuth2TokenCallback(
                ID, "sub-of-" + email, type, List.of(client), all, seconds))
        .serialize();
  }

  /** Says who signs in next by the authorization code flow. */
  public void nextSignIn(String client, String email, boolean isVerified) {
    nextSignIn(client, email, Map.of("email_verified", isVerified));
  }

  /** The same; {@code claims} come on top. */
  public void nextSignIn(String client, String email, Map<String, Object> claims) {
    Map<String, Object> all = new HashMap<>();
    all.put("email", email);
    all.put("email_verified", true);
    all.putAll(claims);
    server.enqueueCallback(
        new DefaultOAuth2TokenCallback(
            ID, "sub-of-" + email, "JWT", List.of(client), all, LIFE_SECONDS));
  }

  /** The provider as an issuer of the admin API. */
  public JsonObject asItem() {
    return new JsonObject()
        .put("kind", "oidc")
        .put("issuers", new JsonArray().add(issuer()))
        .put("discoveryUri", server.wellKnownUrl(ID).toString());
  }

  /** The provider as a Firebase project. */
  public JsonObject asFirebase(String project) {
    return new JsonObject()
        .put("kind", "firebase")
        .put("firebaseProjectId", project)
        .put("issuers", new JsonArray().add(issuer()))
        .put("jwksUri", server.jwksUrl(ID).toString());
  }

  @Override
  public void close() {
    server.shutdown();
  }
}
