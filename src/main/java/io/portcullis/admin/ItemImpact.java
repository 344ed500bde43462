package io.portcullis.admin;

import io.portcullis.policy.Changeover;
import io.portcullis.policy.ItemChange;
import io.portcullis.policy.PolicyDelta;
import io.portcullis.policy.PolicySnapshot;
import io.portcullis.store.ConfigStore;
import io.portcullis.store.Database;
import io.portcullis.store.PolicyRows;
import io.portcullis.store.PolicyTable;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whom a change of one item, or its removal, would cut off. Takes no lock and changes nothing. */
final class ItemImpact {
  /** A backend admits nobody by itself. */
  private static final Set<PolicyTable> KINDS =
      Set.of(PolicyTable.CLIENT, PolicyTable.GRANT, PolicyTable.ISSUER, PolicyTable.ROUTE);

  private final ItemResource items;
  private final Database database;
  private final ImpactStudy study;
  private final ConfigStore configs = new ConfigStore();

  ItemImpact(ItemResource items, Database database) {
    this.items = items;
    this.database = database;
    this.study = new ImpactStudy(database);
  }

  void mount(RouterBuilder router) {
    if (KINDS.contains(items.rules().table())) {
      Operations.on(router, "preview" + items.rules().schema(), this::preview);
    }
  }

  private Future<Void> preview(RoutingContext context) {
    Params params = Params.of(context);
    String project = params.path("project");
    JsonObject patch = params.hasBody() ? params.body() : null;
    return configs
        .read(database.policy(), project)
        .compose(
            stored -> {
              PolicySnapshot before = stored.toSnapshot(project);
              JsonObject row = changed(params, row(params, stored), patch);
              ItemChange change =
                  PolicyRows.toChange(items.rules().table(), project, items.id(params), row);
              PolicySnapshot after =
                  before.with(new PolicyDelta(before.revision().next(), List.of(change)));
              return study.of(project, new Changeover(before, after));
            })
        .compose(impact -> Answers.json(context, 200, impact));
  }

  private JsonObject row(Params params, ConfigStore.Stored stored) {
    return stored.of(items.rules().table()).stream()
        .filter(row -> row.getString("id").equals(items.id(params)))
        .filter(row -> row.getValue("deleted_at") == null)
        .findFirst()
        .orElseThrow(() -> ApiProblem.notFound(items.name(params)));
  }

  /** A client that is deleted is revoked, and everything else is gone. */
  private @Nullable JsonObject changed(Params params, JsonObject row, @Nullable JsonObject patch) {
    if (patch != null) {
      return items.patched(params, row, patch);
    }
    return items.rules().table() == PolicyTable.CLIENT ? row.copy().put("state", "revoked") : null;
  }
}
