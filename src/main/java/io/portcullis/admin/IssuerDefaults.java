package io.portcullis.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What an issuer is like as long as nobody says otherwise, by its kind. */
final class IssuerDefaults {
  /** "Verify the Google ID token on your server side", Sign In With Google documentation. */
  private static final JsonArray GOOGLE_ISSUERS =
      new JsonArray().add("https://accounts.google.com").add("accounts.google.com");

  private static final String GOOGLE_KEYS = "https://www.googleapis.com/oauth2/v3/certs";

  /** "Verify ID tokens using a third-party JWT library", Firebase documentation. */
  static final String FIREBASE_ISSUER = "https://securetoken.google.com/";

  /** The keys that the same page names as certificates, as a JWK Set. */
  private static final String FIREBASE_KEYS =
      "https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com";

  /** Providers where somebody proved something; {@code anonymous} has to be asked for. */
  private static final JsonArray SIGN_IN_PROVIDERS =
      new JsonArray()
          .add("password")
          .add("phone")
          .add("google.com")
          .add("facebook.com")
          .add("github.com")
          .add("apple.com")
          .add("custom");

  private IssuerDefaults() {}

  static JsonObject complete(JsonObject item) {
    JsonObject complete = item.copy();
    switch (item.getString("kind")) {
      case "google" -> google(complete);
      case "firebase" -> firebase(complete);
      case "introspection" -> putIfAbsent(complete, "audienceFrom", "aud");
      default -> {}
    }
    return complete;
  }

  private static void google(JsonObject item) {
    putIfAbsent(item, "issuers", GOOGLE_ISSUERS);
    keys(item, GOOGLE_KEYS);
  }

  private static void firebase(JsonObject item) {
    if (item.containsKey("firebaseProjectId")) {
      String issuer = FIREBASE_ISSUER + item.getString("firebaseProjectId");
      putIfAbsent(item, "issuers", new JsonArray().add(issuer));
    }
    keys(item, FIREBASE_KEYS);
    putIfAbsent(item, "signInProviders", SIGN_IN_PROVIDERS);
  }

  private static void keys(JsonObject item, String url) {
    if (!item.containsKey("discoveryUri")) {
      putIfAbsent(item, "jwksUri", url);
    }
  }

  private static void putIfAbsent(JsonObject item, String field, Object value) {
    if (!item.containsKey(field)) {
      item.put(field, value);
    }
  }
}
