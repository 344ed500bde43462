package io.portcullis.admin;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** {@code /livez}: the process runs. {@code /readyz}: it can do its work, or why not. */
public final class Health {
  private static final JsonObject LEAVING =
      new JsonObject().put("name", "leaving").put("ok", false).put("detail", "shutting down");

  private final List<Check> checks;
  private volatile boolean isLeaving;

  public Health(List<Check> checks) {
    this.checks = List.copyOf(checks);
  }

  /**
   * One thing that must work.
   *
   * @param test fails, saying why, when it does not; asked on each call
   */
  public record Check(String name, Supplier<Future<?>> test) {}

  /** From here on it is not ready, and says that it leaves. Any thread. */
  void leave() {
    isLeaving = true;
  }

  void live(RoutingContext context) {
    send(context, 200, new JsonObject().put("status", "live"));
  }

  void ready(RoutingContext context) {
    List<Future<JsonObject>> results = checks.stream().map(Health::run).toList();
    Future.all(results)
        .onSuccess(
            done -> {
              List<JsonObject> states = new ArrayList<>(done.<JsonObject>list());
              if (isLeaving) {
                states.add(LEAVING);
              }
              boolean isReady = states.stream().allMatch(state -> state.getBoolean("ok"));
              send(
                  context,
                  isReady ? 200 : 503,
                  new JsonObject()
                      .put("status", isReady ? "ready" : "not ready")
                      .put("checks", new JsonArray(states)));
            })
        .onFailure(context::fail);
  }

  private static Future<JsonObject> run(Check check) {
    JsonObject state = new JsonObject().put("name", check.name());
    return check
        .test()
        .get()
        .timeout(1, TimeUnit.SECONDS)
        .map(ok -> state.put("ok", true))
        .otherwise(
            failure -> state.put("ok", false).put("detail", String.valueOf(failure.getMessage())));
  }

  private static void send(RoutingContext context, int status, JsonObject body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body.toBuffer());
  }
}
