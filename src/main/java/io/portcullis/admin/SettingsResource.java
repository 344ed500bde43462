package io.portcullis.admin;

import io.portcullis.settings.SettingInForce;
import io.portcullis.store.Database;
import io.portcullis.store.ReplicaStore;
import io.portcullis.store.ReplicaStore.Replica;
import io.portcullis.sync.LeaseBound;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** What the process that answers goes by. Read alone: it is set where the process is started. */
final class SettingsResource {
  private static final String PROMISE =
      "A change is called confirmed once every live gateway acts on it. A gateway that cannot be"
          + " reached holds it up for %s s at most: by then its lease has ended, and it rejects"
          + " everything until it hears from PostgreSQL again.";

  private final Database database;
  private final Instance instance;
  private final ReplicaStore replicas = new ReplicaStore();

  SettingsResource(Database database, Instance instance) {
    this.database = database;
    this.instance = instance;
  }

  void mount(RouterBuilder router) {
    Operations.on(router, "getSettings", this::get);
  }

  private Future<Void> get(RoutingContext context) {
    return replicas
        .all(database.policy())
        .compose(gateways -> Answers.json(context, 200, toJson(gateways)));
  }

  private JsonObject toJson(List<Replica> gateways) {
    JsonArray settings = new JsonArray();
    instance.settings().forEach(setting -> settings.add(toJson(setting)));
    return new JsonObject()
        .put("version", instance.version())
        .put("licence", "Apache-2.0")
        .put("policy", promise(gateways))
        .put("links", links())
        .put("settings", settings);
  }

  /** Gateways may have leases of their own; the longest one is what a change may wait for. */
  private JsonObject promise(List<Replica> gateways) {
    Duration longest =
        gateways.stream()
            .map(Replica::lease)
            .max(Comparator.naturalOrder())
            .orElse(instance.lease());
    double worst = Math.ceil(LeaseBound.outlasting(longest).toMillis() / 10.0) / 100;
    return new JsonObject()
        .put("leaseSeconds", instance.lease().toMillis() / 1000.0)
        .put("longestLeaseSeconds", longest.toMillis() / 1000.0)
        .put("worstCaseSeconds", worst)
        .put("promise", PROMISE.formatted(worst));
  }

  private static JsonObject links() {
    return new JsonObject()
        .put("metrics", "/metrics")
        .put("documentation", "/docs")
        .put("live", "/livez")
        .put("ready", "/readyz");
  }

  private static JsonObject toJson(SettingInForce setting) {
    JsonObject json =
        new JsonObject()
            .put("key", setting.description().key())
            .put("origin", setting.origin().text())
            .put("secret", setting.description().isSecret())
            .put("set", setting.isSet())
            .put("restart", true)
            .put("meaning", setting.description().meaning());
    return setting.value() == null ? json : json.put("value", setting.value());
  }
}
