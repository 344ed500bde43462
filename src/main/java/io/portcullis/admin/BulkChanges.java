package io.portcullis.admin;

import io.portcullis.store.ItemStore;
import io.portcullis.store.PolicyTable;
import io.portcullis.store.Receipt;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Many items of one kind in one revision, all or none of them. */
final class BulkChanges {
  private static final Set<PolicyTable> KINDS = Set.of(PolicyTable.CLIENT, PolicyTable.GRANT);
  private static final List<String> ACTS = List.of("create", "patch", "restore", "delete");

  private final ItemResource items;
  private final Writes writes;
  private final ItemStore store = new ItemStore();

  BulkChanges(ItemResource items, Writes writes) {
    this.items = items;
    this.writes = writes;
  }

  void mount(RouterBuilder router) {
    if (KINDS.contains(items.rules().table())) {
      Operations.on(router, "change" + items.rules().schema() + "s", this::change);
    }
  }

  private Future<Void> change(RoutingContext context) {
    Params params = Params.of(context);
    List<JsonObject> changes =
        params.body().getJsonArray("changes").stream().map(JsonObject.class::cast).toList();
    return writes
        .write(
            context,
            transaction ->
                items
                    .requireProject(transaction, params.path("project"))
                    .compose(exists -> all(transaction, params.path("project"), changes))
                    .map(done -> params.flag("dryRun") ? undo(done) : done))
        .recover(
            failure ->
                failure instanceof Tried tried
                    ? Answers.json(context, 200, tried.body)
                    : Future.failedFuture(failure));
  }

  /** One after the other, in one transaction; what is wrong is told of all of them. */
  private Future<Receipt> all(SqlConnection transaction, String project, List<JsonObject> changes) {
    JsonArray done = new JsonArray();
    List<Violation> violations = new ArrayList<>();
    Future<Void> last = Future.succeededFuture();
    for (int i = 0; i < changes.size(); i++) {
      JsonObject change = changes.get(i);
      String place = "changes[" + i + "]";
      last =
          last.compose(
              before ->
                  Future.succeededFuture(change)
                      .compose(next -> one(transaction, project, next))
                      .onSuccess(done::add)
                      .<Void>mapEmpty()
                      .recover(failure -> refused(place, failure, violations)));
    }
    return last.map(
        all -> {
          Fields.refuse(violations);
          return new Receipt(200, null, new JsonObject().put("items", done).encode());
        });
  }

  private static Future<Void> refused(String place, Throwable failure, List<Violation> violations) {
    if (!(failure instanceof ApiProblem problem)) {
      return Future.failedFuture(failure);
    }
    if (problem.violations().isEmpty()) {
      violations.add(new Violation(place, problem.detail()));
    }
    problem
        .violations()
        .forEach(
            found -> violations.add(new Violation(place + "." + found.field(), found.message())));
    return Future.succeededFuture();
  }

  /** Gives the item as it is then; what was deleted, by its ID alone. */
  private Future<JsonObject> one(SqlConnection transaction, String project, JsonObject change) {
    String id = change.getString("id");
    Preconditions seen = seen(change);
    return switch (act(change)) {
      case "create" ->
          items
              .store(
                  transaction,
                  project,
                  id,
                  new Preconditions(null, "*"),
                  before -> items.checkedId(id, change.getJsonObject("create")))
              .map(BulkChanges::item);
      case "patch" ->
          items
              .store(
                  transaction,
                  project,
                  id,
                  seen,
                  before -> items.patched(id, before, change.getJsonObject("patch")))
              .map(BulkChanges::item);
      case "restore" -> restore(transaction, project, id);
      default ->
          items
              .remove(transaction, project, id, seen)
              .map(gone -> new JsonObject().put(items.rules().idField(), id));
    };
  }

  private static String act(JsonObject change) {
    List<String> acts = ACTS.stream().filter(change::containsKey).toList();
    if (acts.size() != 1) {
      throw ApiProblem.invalid("id", "needs one of " + String.join(", ", ACTS) + " beside it");
    }
    return acts.get(0);
  }

  private Future<JsonObject> restore(SqlConnection transaction, String project, String id) {
    if (items.rules().table() != PolicyTable.CLIENT) {
      throw ApiProblem.invalid("restore", "is for clients");
    }
    return store
        .find(transaction, PolicyTable.CLIENT, project, id)
        .compose(
            found ->
                ClientRestore.restored(
                    transaction,
                    found.orElseThrow(() -> ApiProblem.notFound("Client '" + id + "'"))))
        .map(row -> RowJson.toItem("clientId", row));
  }

  /** As If-Match has it: whatever is there, unless the caller says what it saw. */
  private static Preconditions seen(JsonObject change) {
    Number revision = change.getNumber("revision");
    return new Preconditions(revision == null ? "*" : "\"" + revision + "\"", null);
  }

  private static JsonObject item(Receipt receipt) {
    return new JsonObject(String.valueOf(receipt.body()));
  }

  private static Receipt undo(Receipt done) {
    throw new Tried(new JsonObject(String.valueOf(done.body())));
  }

  /** Undoes the change once it is known what it would have been. */
  private static final class Tried extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient JsonObject body;

    Tried(JsonObject body) {
      super("tried", null, false, false);
      this.body = body;
    }
  }
}
