package io.portcullis.history;

import io.portcullis.testing.AdminClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Takes rights away and gives them back, in every way that the admin API has. */
final class Rights {
  static final String P = "/api/v1/projects/shop";

  private final AdminClient admin;
  private final String query;

  /**
   * @param query what to add to each write, such as {@code ?confirm=none} for a build that answers
   *     too early
   */
  Rights(AdminClient admin, String query) {
    this.admin = admin;
    this.query = query;
  }

  /** Whether the answer to a write says that it is in force everywhere. */
  static boolean isConfirmed(HttpResponse<String> answer) {
    return answer.statusCode() / 100 == 2 && answer.statusCode() != 202;
  }

  /**
   * @param variant which of several ways, where there are some
   */
  HttpResponse<String> take(String right, int variant) {
    if (right.startsWith("user-")) {
      return admin.delete(P + "/grants/" + right + query, "If-Match", "*");
    }
    String state = variant % 2 == 0 ? "disabled" : "revoked";
    return state(right, new JsonObject().put("state", state));
  }

  HttpResponse<String> give(String right) {
    if (right.startsWith("user-")) {
      JsonObject grant = new JsonObject().put("principal", "user:" + right + "@example.com");
      HttpResponse<String> answer = admin.put(P + "/grants/" + right + query, grant);
      return answer.statusCode() == 428
          ? admin.put(P + "/grants/" + right + query, grant, "If-Match", "*")
          : answer;
    }
    HttpResponse<String> restored = admin.post(P + "/clients/" + right + "/restore" + query);
    return restored.statusCode() == 200
        ? state(right, new JsonObject().put("state", "enabled"))
        : restored;
  }

  /** Signs a user out, which ends every session of theirs that began before. */
  HttpResponse<String> signOut(String user) {
    return admin.post(P + "/users/accounts/sub-of-" + user + "@example.com/sign-out" + query);
  }

  /**
   * Revokes one token.
   *
   * @param variant by which of its names
   */
  HttpResponse<String> revoke(Wallet.Token token, int variant) {
    JsonObject named =
        switch (variant % 3) {
          case 0 -> new JsonObject().put("token", token.text());
          case 1 -> new JsonObject().put("sha256", sha256(token.text()));
          default -> new JsonObject().put("issuer", "accounts").put("jti", token.name());
        };
    return admin.post(P + "/token-revocations" + query, named);
  }

  private static String sha256(String token) {
    String input = token.substring(0, token.lastIndexOf('.'));
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(input.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private HttpResponse<String> state(String client, JsonObject patch) {
    return admin.patch(P + "/clients/" + client + query, patch, "If-Match", "*");
  }

  /** A project in which nobody has a right yet. */
  static void prepare(AdminClient admin, JsonObject issuer, JsonObject backend) {
    admin.create(P, new JsonObject().put("displayName", "Shop"));
    // one machine has one clock, and a sign-out that reached ahead of it would bar new tokens too
    admin.create(P + "/issuers/accounts", issuer.put("clockSkewSeconds", 0));
    admin.create(P + "/backends/orders", backend);
    admin.create(
        P + "/routes/all",
        new JsonObject()
            .put("hosts", new JsonArray().add("*"))
            .put("pathPrefix", "/")
            .put("backend", "orders"));
  }

  /** Registers a client, which is a right that has been given. */
  static void register(AdminClient admin, String client) {
    admin.create(
        P + "/clients/" + client,
        new JsonObject()
            .put("issuer", "accounts")
            .put("name", client)
            .put("applicationType", "web"));
  }
}
