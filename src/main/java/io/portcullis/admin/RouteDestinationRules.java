package io.portcullis.admin;

import io.portcullis.policy.RoutePattern;
import io.portcullis.store.PolicyTable;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a route may lead: to a backend and others beside it, or to another address. */
final class RouteDestinationRules {
  private static final int WHOLE = 100;

  /** What says how something is forwarded, which a redirect does not do. */
  private static final List<String> OF_FORWARDING =
      List.of(
          "rewrite",
          "requestHeaders",
          "responseTimeoutMillis",
          "idleTimeoutMillis",
          "totalTimeoutMillis");

  private RouteDestinationRules() {}

  static void check(JsonObject route, List<Violation> violations) {
    JsonObject redirect = route.getJsonObject("redirect");
    if ((route.getString("backend") == null) == (redirect == null)) {
      violations.add(new Violation("backend", "is needed, or else redirect, and not both"));
    }
    checkSplit(route, violations);
    if (redirect != null) {
      checkRedirect(route, redirect, violations);
    }
  }

  private static void checkSplit(JsonObject route, List<Violation> violations) {
    Set<String> named = new HashSet<>();
    named.add(route.getString("backend"));
    int sum = 0;
    JsonArray split = route.getJsonArray("split");
    for (int i = 0; i < split.size(); i++) {
      JsonObject share = split.getJsonObject(i);
      sum += share.getInteger("percent");
      if (!named.add(share.getString("backend"))) {
        violations.add(
            new Violation("split[%d].backend".formatted(i), "is named by this route already"));
      }
    }
    if (sum > WHOLE) {
      violations.add(
          new Violation("split", "comes to %d percent: at most 100 can be given".formatted(sum)));
    }
  }

  private static void checkRedirect(
      JsonObject route, JsonObject redirect, List<Violation> violations) {
    if (!route.getString("authentication").equals("public")) {
      violations.add(
          new Violation("authentication", "must be 'public': a redirect reaches no backend"));
    }
    for (String field : OF_FORWARDING) {
      if (route.getValue(field) != null) {
        violations.add(new Violation(field, "means nothing beside redirect"));
      }
    }
    if (!route.getJsonArray("split").isEmpty()) {
      violations.add(new Violation("split", "means nothing beside redirect"));
    }
    if (route.getBoolean("stripPrefix") || route.getBoolean("preserveHost")) {
      violations.add(
          new Violation("redirect", "means nothing beside stripPrefix and preserveHost"));
    }
    checkAddress(route, redirect, violations);
  }

  private static void checkAddress(
      JsonObject route, JsonObject redirect, List<Violation> violations) {
    String host = redirect.getString("host");
    if (host != null && (host.contains("*") || !RoutePattern.isHost(host))) {
      violations.add(new Violation("redirect.host", "is not a host name; a port is not part"));
    }
    String path = redirect.getString("path");
    String prefix = redirect.getString("pathPrefix");
    if (path != null && prefix != null) {
      violations.add(new Violation("redirect", "has path and pathPrefix: choose one"));
    }
    if (prefix != null && route.getString("pathPrefix") == null) {
      violations.add(new Violation("redirect.pathPrefix", "needs a route by pathPrefix"));
    }
    RouteChangeRules.checkPath("redirect.path", path, violations);
    RouteChangeRules.checkPath("redirect.pathPrefix", prefix, violations);
    if (redirect.fieldNames().stream().allMatch("status"::equals)) {
      violations.add(
          new Violation(
              "redirect", "leads to where it comes from: name another scheme, host or path"));
    }
  }

  /** Whether the project has the backends that are named. */
  static Future<List<Violation>> checkNames(SqlConnection transaction, JsonObject row) {
    String project = row.getString("project_id");
    List<Future<List<Violation>>> checks = new ArrayList<>();
    @Nullable String own = row.getString("backend");
    if (own != null) {
      checks.add(Fields.exists(transaction, PolicyTable.BACKEND, project, "backend", own));
    }
    JsonArray split = row.getJsonArray("split");
    for (int i = 0; i < split.size(); i++) {
      String field = "split[%d].backend".formatted(i);
      String other = split.getJsonObject(i).getString("backend");
      checks.add(Fields.exists(transaction, PolicyTable.BACKEND, project, field, other));
    }
    return Future.all(checks)
        .map(all -> all.<List<Violation>>list().stream().flatMap(List::stream).toList());
  }
}
