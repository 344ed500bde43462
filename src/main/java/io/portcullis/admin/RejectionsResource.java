package io.portcullis.admin;

import io.portcullis.store.Database;
import io.portcullis.store.RejectionStore;
import io.portcullis.store.RejectionStore.Place;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The audit log of rejected requests over HTTP. */
final class RejectionsResource {
  private static final List<String> COLUMNS =
      List.of(
          "time",
          "requestId",
          "reason",
          "status",
          "project",
          "route",
          "method",
          "host",
          "path",
          "verified",
          "client",
          "issuer",
          "subject",
          "email",
          "sourceAddress",
          "userAgent",
          "detail",
          "revision");

  private final Database database;
  private final LiveTail tail;
  private final RowExport export;
  private final RejectionStore rejections = new RejectionStore();

  RejectionsResource(Database database, LiveTail tail, RowExport export) {
    this.database = database;
    this.tail = tail;
    this.export = export;
  }

  void mount(RouterBuilder router) {
    RejectionSummary summary = new RejectionSummary(database);
    Operations.on(router, "summarizeRejections", context -> summary.answer(context, null));
    Operations.on(
        router,
        "summarizeProjectRejections",
        context -> summary.answer(context, Params.of(context).path("project")));
    Operations.on(router, "exportRejections", context -> export.answer(context, file(null)));
    Operations.on(
        router,
        "exportProjectRejections",
        context -> export.answer(context, file(Params.of(context).path("project"))));
    Operations.on(router, "followRejections", context -> tail.answer(context, null));
    Operations.on(
        router,
        "followProjectRejections",
        context -> tail.answer(context, Params.of(context).path("project")));
    Operations.on(router, "listRejections", context -> list(context, null));
    Operations.on(
        router,
        "listProjectRejections",
        context -> list(context, Params.of(context).path("project")));
  }

  private RowExport.Source file(@Nullable String project) {
    return new RowExport.Source(
        "rejections",
        COLUMNS,
        RejectionStore.FILTERS,
        (transaction, filter) -> rejections.stream(transaction, project, filter),
        RejectionStore::toItem);
  }

  private Future<Void> list(RoutingContext context, @Nullable String project) {
    Params params = Params.of(context);
    return rejections
        .list(
            database.audit(),
            project,
            place(PageToken.read(params.query("pageToken"))),
            params.pageSize(),
            params.filter(RejectionStore.FILTERS))
        .compose(page -> Answers.json(context, 200, toJson(page)));
  }

  private static JsonObject toJson(RejectionStore.Page page) {
    JsonObject body = new JsonObject().put("items", new JsonArray(page.items()));
    return page.next() == null ? body : body.put("nextPageToken", PageToken.of(key(page.next())));
  }

  private static String key(Place place) {
    return place.at() + " " + place.replica() + " " + place.seq();
  }

  private static @Nullable Place place(String key) {
    if (key.isEmpty()) {
      return null;
    }
    String[] parts = key.split(" ", -1);
    try {
      return new Place(
          OffsetDateTime.parse(parts[0]), UUID.fromString(parts[1]), Long.parseLong(parts[2]));
    } catch (DateTimeParseException
        | IllegalArgumentException
        | ArrayIndexOutOfBoundsException failure) {
      throw PageToken.unknown();
    }
  }
}
