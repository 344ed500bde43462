package io.portcullis.store;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.portcullis.policy.Affinity;
import io.portcullis.policy.Backend;
import io.portcullis.policy.BackendTls;
import io.portcullis.policy.HealthCheck;
import io.portcullis.policy.LoadBalancing;
import io.portcullis.policy.Protection;
import io.portcullis.policy.Timeouts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads backends. What their objects leave out has the default that the API document names. */
final class BackendRows {
  private static final JsonObject NOTHING = new JsonObject();
  private static final JsonArray EVERY_FAULT =
      JsonArray.of("connect-failure", "reset", "timeout", "gateway-error");

  private BackendRows() {}

  static Backend toBackend(JsonObject row) {
    return new Backend(
        row.getString("project_id"),
        row.getString("id"),
        row.getJsonArray("targets").stream()
            .map(item -> PolicyRows.toTarget((JsonObject) item))
            .toList(),
        PolicyRows.choice(Backend.Protocol.class, row.getString("protocol")),
        new Timeouts(
            millis(row, "connect_timeout_millis", 2000),
            millis(row, "response_timeout_millis", 30_000),
            millis(row, "idle_timeout_millis", 60_000),
            millisIfAny(row, "total_timeout_millis")),
        toLoadBalancing(row.getJsonObject("load_balancing", NOTHING)),
        toHealthCheck(row.getJsonObject("health_check")),
        new Protection(
            toEjection(row.getJsonObject("ejection")),
            toRetries(row.getJsonObject("retries")),
            toLimits(row.getJsonObject("limits")),
            toBreaker(row.getJsonObject("circuit_breaker"))),
        toTls(row.getJsonObject("tls")),
        row.getJsonObject("affinity") == null
            ? null
            : new Affinity(row.getJsonObject("affinity").getString("cookie")));
  }

  private static @Nullable BackendTls toTls(@Nullable JsonObject tls) {
    return tls == null
        ? null
        : new BackendTls(
            tls.getString("trustedCertificates"),
            tls.getString("serverName"),
            tls.getBoolean("clientCertificate", false));
  }

  private static LoadBalancing toLoadBalancing(@Nullable JsonObject json) {
    JsonObject balancing = json == null ? NOTHING : json;
    return new LoadBalancing(
        PolicyRows.choice(LoadBalancing.Method.class, balancing.getString("method", "random")),
        PolicyRows.choice(LoadBalancing.HashBy.class, balancing.getString("hashBy", "address")),
        balancing.getString("header"));
  }

  private static @Nullable HealthCheck toHealthCheck(@Nullable JsonObject check) {
    return check == null
        ? null
        : new HealthCheck(
            check.getString("path"),
            millis(check, "intervalMillis", 10_000),
            millis(check, "timeoutMillis", 2000),
            check.getInteger("healthyThreshold", 2),
            check.getInteger("unhealthyThreshold", 3),
            check.getJsonArray("expectedStatuses", JsonArray.of("200-299")).stream()
                .map(status -> HealthCheck.StatusRange.parse((String) status))
                .toList());
  }

  private static Protection.@Nullable Ejection toEjection(@Nullable JsonObject ejection) {
    return ejection == null
        ? null
        : new Protection.Ejection(
            ejection.getInteger("consecutiveFailures", 5),
            millis(ejection, "baseMillis", 30_000),
            millis(ejection, "maxMillis", 300_000),
            ejection.getInteger("maxEjectedPercent", 50));
  }

  private static Protection.@Nullable Retries toRetries(@Nullable JsonObject retries) {
    return retries == null
        ? null
        : new Protection.Retries(
            retries.getInteger("attempts", 1),
            retries.getJsonArray("on", EVERY_FAULT).stream()
                .map(on -> PolicyRows.choice(Protection.Retries.On.class, (String) on))
                .collect(toUnmodifiableSet()),
            millisIfAny(retries, "perTryTimeoutMillis"),
            retries.getInteger("budgetPercent", 20),
            retries.getInteger("budgetMin", 3));
  }

  private static Protection.@Nullable Limits toLimits(@Nullable JsonObject limits) {
    return limits == null
        ? null
        : new Protection.Limits(
            limits.getInteger("maxRequests"),
            limits.getInteger("maxPending", 0),
            millis(limits, "pendingTimeoutMillis", 1000));
  }

  private static Protection.@Nullable Breaker toBreaker(@Nullable JsonObject breaker) {
    return breaker == null
        ? null
        : new Protection.Breaker(
            breaker.getInteger("consecutiveFailures", 5), millis(breaker, "openMillis", 10_000));
  }

  private static Duration millis(JsonObject json, String name, int otherwise) {
    return Duration.ofMillis(json.getInteger(name, otherwise));
  }

  private static @Nullable Duration millisIfAny(JsonObject json, String name) {
    Integer millis = json.getInteger(name);
    return millis == null ? null : Duration.ofMillis(millis);
  }
}
