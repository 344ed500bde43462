package io.portcullis.admin;

import io.portcullis.store.Database;
import io.portcullis.store.HistoryStore;
import io.portcullis.store.ListQuery;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;

/** The history over HTTP. */
final class HistoryResource {
  private static final String[] FIRST = {Long.toString(Long.MAX_VALUE), "0"};

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
    String key = PageToken.read(params.query("pageToken"));
    String[] before = key.isEmpty() ? FIRST : key.split(":", -1);
    if (before.length != 2) {
      throw PageToken.unknown();
    }
    return history
        .list(
            database.policy(),
            new HistoryStore.Place(number(before[0]), Math.toIntExact(number(before[1]))),
            Caller.limit(
                context,
                new ListQuery("", params.pageSize() + 1, params.filter(HistoryStore.FILTERS))))
        .compose(
            found ->
                Answers.page(
                    context,
                    found,
                    params.pageSize(),
                    HistoryResource::toChange,
                    HistoryResource::key));
  }

  /** What was before and after, as the resource itself is shown. */
  private static JsonObject toChange(JsonObject change) {
    String idField = change.getString("resource").equals("client") ? "clientId" : "id";
    for (String side : new String[] {"before", "after"}) {
      JsonObject row = change.getJsonObject(side);
      if (row != null) {
        change.put(side, RowJson.toItem(idField, row));
      }
    }
    return change;
  }

  private static String key(JsonObject change) {
    return change.getLong("revision") + ":" + change.getInteger("ord");
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException failure) {
      throw PageToken.unknown();
    }
  }
}
