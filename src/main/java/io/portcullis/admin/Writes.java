package io.portcullis.admin;

import io.portcullis.policy.PolicyRevision;
import io.portcullis.store.Committed;
import io.portcullis.store.PolicyChanges;
import io.portcullis.store.Receipt;
import io.portcullis.store.RequestKey;
import io.portcullis.sync.Confirmation;
import io.portcullis.sync.RevisionBarrier;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** The way of every policy write: commit, wait until it is in force everywhere, answer. */
final class Writes {
  private final PolicyChanges changes;
  private final RevisionBarrier barrier;
  private final Callers callers;

  Writes(PolicyChanges changes, RevisionBarrier barrier, Callers callers) {
    this.changes = changes;
    this.barrier = barrier;
    this.callers = callers;
  }

  /** Carries out {@code step} once for each key of the caller, and answers with its receipt. */
  Future<Void> write(RoutingContext context, PolicyChanges.Step step) {
    return commit(context, RequestKeys.of(context), step)
        .compose(committed -> answer(context, committed));
  }

  /** Commits what no gateway has to hear of, if the caller still is who they were. */
  Future<Committed<Receipt>> commit(
      RoutingContext context, @Nullable RequestKey key, PolicyChanges.Step step) {
    Caller caller = Caller.of(context);
    return changes.commit(
        Caller.author(context),
        key,
        transaction ->
            callers.requireStill(transaction, caller).compose(still -> step.run(transaction)));
  }

  private Future<Void> answer(RoutingContext context, Committed<Receipt> committed) {
    PolicyRevision revision = committed.revision();
    Params params = Params.of(context);
    context
        .response()
        .putHeader("Portcullis-Revision", revision.toString())
        .putHeader("Portcullis-Durability", committed.durability().text());
    if (!params.isConfirmed()) {
      return end(context, committed.value());
    }
    return barrier
        .await(revision, params.patience())
        .compose(
            confirmation -> {
              context.response().putHeader("Portcullis-Confirmed", confirmation.text());
              return confirmation.isComplete()
                  ? end(context, committed.value())
                  : unconfirmed(context, confirmation);
            });
  }

  private static Future<Void> end(RoutingContext context, Receipt receipt) {
    if (receipt.etag() != null) {
      context.response().putHeader(HttpHeaders.ETAG, receipt.etag());
    }
    return receipt.body() == null
        ? context.response().setStatusCode(receipt.status()).end()
        : Answers.json(context, receipt.status(), receipt.body());
  }

  private static Future<Void> unconfirmed(RoutingContext context, Confirmation confirmation) {
    JsonArray replicas = new JsonArray();
    confirmation
        .outstanding()
        .forEach(name -> replicas.add(new JsonObject().put("name", name).put("applied", false)));
    context
        .response()
        .putHeader(HttpHeaders.LOCATION, "/api/v1/revisions/" + confirmation.revision());
    return Answers.json(
        context,
        202,
        new JsonObject()
            .put("revision", confirmation.revision().number())
            .put("confirmed", false)
            .put("replicas", replicas));
  }
}
