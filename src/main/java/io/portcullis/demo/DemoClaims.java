package io.portcullis.demo;

import com.nimbusds.oauth2.sdk.ResourceOwnerPasswordCredentialsGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;

/** Claims of the demo's people: whoever signs in is believed, and has a verified address. */
final class DemoClaims extends DefaultOAuth2TokenCallback {
  private static final long LIFE_SECONDS = Duration.ofHours(1).toSeconds();

  DemoClaims(String issuerId) {
    super(issuerId, "demo", "JWT", null, Map.of(), LIFE_SECONDS);
  }

  /** The token is for the client that asked for it, as OpenID Connect Core, section 2, has it. */
  @Override
  public List<String> audience(TokenRequest request) {
    return List.of(clientId(request));
  }

  /** On the sign-in page the page itself sends these. */
  @Override
  public Map<String, Object> addClaims(TokenRequest request) {
    if (request.getAuthorizationGrant() instanceof ResourceOwnerPasswordCredentialsGrant grant) {
      String name = grant.getUsername();
      return Map.of("azp", clientId(request), "email", name, "email_verified", true);
    }
    return Map.of("azp", clientId(request));
  }

  private static String clientId(TokenRequest request) {
    return request.getClientAuthentication() == null
        ? String.valueOf(request.getClientID())
        : request.getClientAuthentication().getClientID().getValue();
  }
}
