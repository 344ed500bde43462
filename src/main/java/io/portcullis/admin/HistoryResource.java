package io.portcullis.admin;

import io.portcullis.store.Database;
import io.portcullis.store.HistoryChain;
import io.portcullis.store.HistoryStore;
import io.portcullis.store.ListQuery;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The history over HTTP. */
final class HistoryResource {
  private static final String[] FIRST = {Long.toString(Long.MAX_VALUE), "0"};

  private static final List<String> COLUMNS =
      List.of(
          "revision",
          "time",
          "actor",
          "sourceAddress",
          "action",
          "resource",
          "project",
          "id",
          "before",
          "after",
          "requestId",
          "hash");

  private final Database database;
  private final RowExport export;
  private final HistoryStore history = new HistoryStore();
  private final HistoryChain chain = new HistoryChain();

  HistoryResource(Database database, RowExport export) {
    this.database = database;
    this.export = export;
  }

  void mount(RouterBuilder router) {
    Operations.on(router, "listChanges", this::list);
    Operations.on(router, "exportChanges", context -> export.answer(context, file(context)));
    Operations.on(router, "verifyChanges", this::verify);
  }

  private Future<Void> verify(RoutingContext context) {
    String expected = Params.of(context).query("expect");
    Buffer hash =
        expected == null
            ? Buffer.buffer()
            : Buffer.buffer(HexFormat.of().parseHex(expected.toLowerCase(Locale.ROOT)));
    return chain
        .verify(database.policy(), hash)
        .compose(chains -> Answers.json(context, 200, toVerification(chains, expected)));
  }

  private static JsonObject toVerification(
      List<HistoryChain.Chain> chains, @Nullable String expected) {
    JsonArray listed = new JsonArray();
    JsonArray problems = new JsonArray();
    for (HistoryChain.Chain chain : chains) {
      JsonObject json =
          new JsonObject()
              .put("name", chain.name())
              .put("rows", chain.rows())
              .put("hash", HexFormat.of().formatHex(chain.hash().getBytes()));
      HistoryStore.Place broken = chain.firstBroken();
      if (broken != null) {
        json.put(
            "firstBroken",
            new JsonObject().put("revision", broken.revision()).put("ord", broken.ord()));
        problems.add(
            "the %s history is broken at revision %d, place %d: that row was altered, or one before it was taken out or put in"
                .formatted(chain.name(), broken.revision(), broken.ord()));
      } else if (!chain.isWhole()) {
        problems.add("the newest rows of the %s history were taken out".formatted(chain.name()));
      }
      listed.add(json);
    }
    if (expected != null && chains.stream().noneMatch(HistoryChain.Chain::hasExpected)) {
      problems.add("no row has the expected hash: the history was written anew, or is another");
    }
    return new JsonObject()
        .put("intact", problems.isEmpty())
        .put("problems", problems)
        .put("chains", listed);
  }

  private RowExport.Source file(RoutingContext context) {
    return new RowExport.Source(
        "changes",
        COLUMNS,
        HistoryStore.FILTERS,
        (transaction, filter) ->
            history.stream(
                transaction, Caller.limit(context, new ListQuery("", Integer.MAX_VALUE, filter))),
        row -> toChange(HistoryStore.toChange(row)));
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
