package io.portcullis.admin;

import io.portcullis.policy.FieldNames;
import io.portcullis.policy.RoutePattern;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a route may change in what passes: nothing by which the gateway vouches or frames. */
final class RouteChangeRules {
  private RouteChangeRules() {}

  static void check(JsonObject route, List<Violation> violations) {
    checkRewrite(route, violations);
    checkFields(route, "requestHeaders", FieldNames::isOwnOfRequest, violations);
    checkFields(route, "responseHeaders", FieldNames::isOwnOfResponse, violations);
  }

  private static void checkRewrite(JsonObject route, List<Violation> violations) {
    JsonObject rewrite = route.getJsonObject("rewrite");
    if (rewrite == null) {
      return;
    }
    String path = rewrite.getString("path");
    String prefix = rewrite.getString("pathPrefix");
    if ((path == null) == (prefix == null)) {
      violations.add(new Violation("rewrite", "needs path or pathPrefix, and not both"));
    }
    checkPath("rewrite.path", path, violations);
    checkPath("rewrite.pathPrefix", prefix, violations);
    if (prefix != null && route.getString("pathPrefix") == null) {
      violations.add(new Violation("rewrite.pathPrefix", "needs a route by pathPrefix"));
    }
    if (route.getBoolean("stripPrefix")) {
      violations.add(new Violation("rewrite", "means nothing beside stripPrefix: choose one"));
    }
  }

  static void checkPath(String field, @Nullable String path, List<Violation> violations) {
    if (path != null && !RoutePattern.isPath(path)) {
      violations.add(
          new Violation(
              field, "must start with / and have no dot segment, empty segment, query or escape"));
    }
  }

  private static void checkFields(
      JsonObject route, String field, Predicate<String> isOwn, List<Violation> violations) {
    JsonObject changes = route.getJsonObject(field);
    if (changes == null) {
      return;
    }
    for (String kind : List.of("remove", "set", "add")) {
      JsonArray list = changes.getJsonArray(kind, new JsonArray());
      for (int i = 0; i < list.size(); i++) {
        boolean isName = kind.equals("remove");
        String name = isName ? list.getString(i) : list.getJsonObject(i).getString("name");
        if (isOwn.test(FieldNames.lowerCase(name))) {
          violations.add(
              new Violation(
                  "%s.%s[%d]%s".formatted(field, kind, i, isName ? "" : ".name"),
                  "is '%s', which is the gateway's own or of one hop".formatted(name)));
        }
      }
    }
  }
}
