package io.portcullis.admin;

import io.portcullis.store.Database;
import io.portcullis.store.OperatorStore;
import io.portcullis.store.OperatorStore.Active;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom to ask for more rights. Told to whoever may read something here, and only of those whose
 * rights reach into what they may read.
 */
final class OwnersResource {
  private final Database database;
  private final OperatorStore store = new OperatorStore();

  OwnersResource(Database database) {
    this.database = database;
  }

  void mount(RouterBuilder router) {
    Operations.on(router, "listOwners", this::list);
  }

  private Future<Void> list(RoutingContext context) {
    Set<String> projects = Caller.of(context).rights().projects();
    JsonArray items = new JsonArray();
    if (projects != null && projects.isEmpty()) {
      return Answers.json(context, 200, new JsonObject().put("items", items));
    }
    return store
        .owners(database.policy(), projects)
        .compose(
            owners -> {
              owners.forEach(owner -> items.add(toItem(owner, projects)));
              return Answers.json(context, 200, new JsonObject().put("items", items));
            });
  }

  /** Names none of the owner's projects that the caller may not know of. */
  private static JsonObject toItem(Active owner, @Nullable Set<String> known) {
    JsonObject item = new JsonObject().put("name", owner.name());
    Set<String> projects = owner.holder().projects();
    return projects == null
        ? item
        : item.put(
            "projects",
            new JsonArray(
                projects.stream()
                    .filter(project -> known == null || known.contains(project))
                    .sorted()
                    .toList()));
  }
}
