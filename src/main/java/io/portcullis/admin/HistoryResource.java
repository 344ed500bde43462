package io.portcullis.admin;

import io.portcullis.store.Database;
import io.portcullis.store.HistoryStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.function.UnaryOperator;

/** The history of policy changes over HTTP. */
final class HistoryResource {
  private final Database database;
  private final HistoryStore history = new HistoryStore();

  HistoryResource(Database database) {
    this.database = database;
  }

  void mount(RouterBuilder router) {
    Operations.on(router, "listChanges", this::list);
  }

  private Future<Void> list(RoutingContext context) {
    Params params = Params.of(context);
    String[] before = PageToken.read(params.query("pageToken")).split(":", -1);
    boolean isFirst = before.length == 1;
    return history
        .list(
            database.policy(),
            isFirst ? Long.MAX_VALUE : number(before[0]),
            isFirst ? 0 : (int) number(before[1]),
            params.pageSize() + 1,
            params.filter(HistoryStore.FILTERS))
        .compose(
            found ->
                Answers.page(
                    context,
                    found,
                    params.pageSize(),
                    UnaryOperator.identity(),
                    HistoryResource::key));
  }

  private static String key(JsonObject change) {
    return change.getLong("revision") + ":" + change.getInteger("ord");
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException failure) {
      throw ApiProblem.invalid("pageToken", "is not one that this list gave");
    }
  }
}
