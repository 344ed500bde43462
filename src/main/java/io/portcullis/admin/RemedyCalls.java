package io.portcullis.admin;

import io.portcullis.policy.Client;
import io.portcullis.policy.Grant;
import io.portcullis.policy.ItemChange;
import io.portcullis.policy.PolicyItem;
import io.portcullis.policy.Remedy;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;

/** A remedy in words, and as the one call of this API that carries it out. */
final class RemedyCalls {
  private RemedyCalls() {}

  static JsonObject toJson(Remedy remedy) {
    return new JsonObject()
        .put("action", remedy.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .put("title", title(remedy))
        .put("call", call(remedy));
  }

  private static String title(Remedy remedy) {
    String id = remedy.change().id();
    return switch (remedy.kind()) {
      case ENABLE_ISSUER -> "Enable issuer '%s'".formatted(id);
      case REGISTER_CLIENT ->
          "Register client '%s' of issuer '%s'".formatted(id, client(remedy).issuer());
      case ENABLE_CLIENT -> "Enable client '%s'".formatted(id);
      case RENEW_CLIENT -> "Let client '%s' go on without an end".formatted(id);
      case RESTORE_CLIENT -> "Restore client '%s', which was revoked".formatted(id);
      case GRANT ->
          "Let %s use route '%s'"
              .formatted(grant(remedy).member(), String.join(", ", grant(remedy).routes()));
      case RENEW_GRANT -> "Let grant '%s' go on without an end".formatted(id);
      case REMOVE_DENIAL -> "Remove grant '%s', which denies".formatted(id);
    };
  }

  private static JsonObject call(Remedy remedy) {
    return switch (remedy.kind()) {
      case ENABLE_ISSUER -> patch(remedy, new JsonObject().put("enabled", true));
      case REGISTER_CLIENT ->
          call(remedy, "PUT", "")
              .put(
                  "body",
                  new JsonObject()
                      .put("issuer", client(remedy).issuer())
                      .put("name", client(remedy).name())
                      .put("applicationType", "web"));
      case ENABLE_CLIENT -> patch(remedy, new JsonObject().put("state", "enabled"));
      case RENEW_CLIENT, RENEW_GRANT -> patch(remedy, new JsonObject().putNull("expiresAt"));
      case RESTORE_CLIENT -> call(remedy, "POST", "/restore");
      case GRANT ->
          call(remedy, "PUT", "")
              .put(
                  "body",
                  new JsonObject()
                      .put("principal", grant(remedy).member().toString())
                      .put(
                          "routes",
                          new JsonArray(new TreeSet<>(grant(remedy).routes()).stream().toList())));
      case REMOVE_DENIAL -> call(remedy, "DELETE", "");
    };
  }

  private static JsonObject patch(Remedy remedy, JsonObject body) {
    return call(remedy, "PATCH", "").put("body", body);
  }

  private static JsonObject call(Remedy remedy, String method, String action) {
    ItemChange change = remedy.change();
    return new JsonObject()
        .put("method", method)
        .put(
            "path",
            "/api/v1/projects/%s/%s/%s%s"
                .formatted(change.project(), resource(change), segment(change.id()), action));
  }

  private static String resource(ItemChange change) {
    return switch (change.kind()) {
      case ISSUER -> "issuers";
      case CLIENT -> "clients";
      case GRANT -> "grants";
      default -> throw new IllegalArgumentException("no remedy changes a " + change.kind());
    };
  }

  private static String segment(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Client client(Remedy remedy) {
    return (Client) item(remedy);
  }

  private static Grant grant(Remedy remedy) {
    return (Grant) item(remedy);
  }

  private static PolicyItem item(Remedy remedy) {
    return Objects.requireNonNull(remedy.change().now());
  }
}
