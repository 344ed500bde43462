package io.portcullis.admin;

import io.portcullis.policy.PolicyRevision;
import io.portcullis.store.Database;
import io.portcullis.store.Receipt;
import io.portcullis.store.ReplicaStore;
import io.portcullis.store.ReplicaStore.Replica;
import io.portcullis.store.ServerStore;
import io.portcullis.sync.LeaseBound;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The live gateways, and where each stands with a revision. */
final class ReplicasResource {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicasResource.class);
  private static final String HEAD = "SELECT h.rev FROM policy_head h";

  private final Database database;
  private final ReplicaStore replicas = new ReplicaStore();
  private final ServerStore server = new ServerStore();
  private final Writes writes;

  ReplicasResource(Database database, Writes writes) {
    this.database = database;
    this.writes = writes;
  }

  void mount(RouterBuilder router) {
    Operations.on(router, "listReplicas", this::list);
    Operations.on(router, "acceptPolicy", this::accept);
    Operations.on(router, "getRevision", this::revision);
  }

  private Future<Long> head() {
    return database
        .policy()
        .query(HEAD)
        .execute()
        .map(rows -> rows.iterator().next().getLong("rev"));
  }

  private Future<Void> list(RoutingContext context) {
    return Future.all(head(), replicas.all(database.policy()), server.state(database.policy()))
        .compose(
            all ->
                Answers.json(
                    context, 200, toList(all.resultAt(0), all.resultAt(1), all.resultAt(2))));
  }

  private static JsonObject toList(long head, List<Replica> rows, ServerStore.State state) {
    JsonArray items = new JsonArray();
    rows.forEach(row -> items.add(toItem(row, head)));
    return new JsonObject()
        .put("items", items)
        .put("durability", state.durability().text())
        .put("policyAccepted", state.isWhole());
  }

  private Future<Void> accept(RoutingContext context) {
    return writes
        .commit(
            context,
            null,
            transaction -> server.accept(transaction).map(new Receipt(200, null, null)))
        .onSuccess(
            done ->
                LOG.warn(
                    "{} accepted the policy of this database as the one to go by (request {})",
                    Caller.author(context).actor(),
                    Caller.author(context).requestId()))
        .compose(done -> list(context));
  }

  private static JsonObject toItem(Replica replica, long head) {
    JsonObject item =
        new JsonObject()
            .put("incarnation", replica.incarnation().toString())
            .put("name", replica.name())
            .put("version", replica.version())
            .put("leaseSeconds", replica.lease().toMillis() / 1000.0)
            .put("revision", replica.applied().number())
            .put("lag", Math.max(0, head - replica.applied().number()))
            .put("startedAt", replica.startedAt().toString())
            .put("seenAt", replica.seenAt().toString());
    return replica.isNotified() == null ? item : item.put("notified", replica.isNotified());
  }

  private Future<Void> revision(RoutingContext context) {
    long number = Params.of(context).pathNumber("revision");
    return head()
        .compose(
            head ->
                number > head
                    ? Future.failedFuture(ApiProblem.notFound("Revision " + number))
                    : replicas.all(database.policy()))
        .compose(rows -> Answers.json(context, 200, toRevision(new PolicyRevision(number), rows)));
  }

  /**
   * Who has gone without a word is struck off once no lease of theirs can be left, so whoever is
   * here and behind may still act on what was before.
   */
  private static JsonObject toRevision(PolicyRevision revision, List<Replica> rows) {
    JsonArray states = new JsonArray();
    boolean isConfirmed = true;
    for (Replica replica : rows) {
      boolean hasApplied = replica.applied().isAtLeast(revision);
      isConfirmed &= hasApplied;
      JsonObject state = new JsonObject().put("name", replica.name()).put("applied", hasApplied);
      states.add(
          hasApplied
              ? state
              : state.put("leaseEndsInMillis", LeaseBound.outlasting(replica.lease()).toMillis()));
    }
    return new JsonObject()
        .put("revision", revision.number())
        .put("confirmed", isConfirmed)
        .put("replicas", states);
  }
}
