package io.portcullis.admin;

import io.portcullis.store.ItemStore;
import io.portcullis.store.PolicyTable;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The client that stands for a whole Firebase project: its ID is the audience of every token. It
 * comes with the issuer; what somebody made of it since, switched off or revoked, stays.
 */
final class FirebaseClient {
  private final ItemStore items = new ItemStore();

  /** What keeps the issuer's row from having this client. */
  Future<List<Violation>> check(SqlConnection transaction, JsonObject issuer) {
    return find(transaction, issuer)
        .map(
            client ->
                client.isPresent() && isOfAnother(client.get(), issuer)
                    ? List.of(
                        new Violation(
                            "firebaseProjectId",
                            "is a client of issuer '%s' already"
                                .formatted(client.get().getString("issuer"))))
                    : List.of());
  }

  private static boolean isOfAnother(JsonObject client, JsonObject issuer) {
    return client.getValue("deleted_at") == null
        && !client.getString("issuer").equals(issuer.getString("id"));
  }

  /** Creates the client where there is none, for an issuer of kind firebase. */
  Future<Void> ensure(SqlConnection transaction, JsonObject issuer) {
    String project = projectId(issuer);
    if (project == null) {
      return Future.succeededFuture();
    }
    return find(transaction, issuer)
        .compose(
            client ->
                client.isPresent()
                    ? Future.succeededFuture()
                    : items
                        .insert(transaction, PolicyTable.CLIENT, client(project, issuer))
                        .mapEmpty());
  }

  private Future<Optional<JsonObject>> find(SqlConnection transaction, JsonObject issuer) {
    String project = projectId(issuer);
    return project == null
        ? Future.succeededFuture(Optional.empty())
        : items.find(transaction, PolicyTable.CLIENT, issuer.getString("project_id"), project);
  }

  /** The client of an issuer of kind firebase as it begins; null for another issuer. */
  @Nullable JsonObject client(JsonObject issuer) {
    String project = projectId(issuer);
    return project == null ? null : client(project, issuer);
  }

  private static @Nullable String projectId(JsonObject issuer) {
    return issuer.getString("kind").equals("firebase")
        ? issuer.getString("firebase_project_id")
        : null;
  }

  private static JsonObject client(String project, JsonObject issuer) {
    return new JsonObject()
        .put("project_id", issuer.getString("project_id"))
        .put("id", project)
        .put("issuer", issuer.getString("id"))
        .put("name", "Firebase project " + project)
        .put("application_type", "web")
        .put("restrictions", new JsonObject())
        .put("state", "enabled");
  }
}
