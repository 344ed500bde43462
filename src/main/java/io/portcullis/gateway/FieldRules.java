package io.portcullis.gateway;

import io.portcullis.policy.FieldNames;
import io.portcullis.policy.RouteChanges;
import io.vertx.core.MultiMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which fields pass through: none of the hop, and none that only the gateway may set. */
final class FieldRules {
  private FieldRules() {}

  /** Copies what a backend may see of a request. */
  static void copyRequest(MultiMap from, MultiMap to) {
    Set<String> nominated = nominated(from);
    for (Map.Entry<String, String> field : from) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      if (!nominated.contains(name) && !FieldNames.isOwnOfRequest(name)) {
        to.add(field.getKey(), field.getValue());
      }
    }
    joinCookies(to);
  }

  /** HTTP/2 may split what HTTP/1.1 takes as one field (RFC 9113, section 8.2.3). */
  private static void joinCookies(MultiMap headers) {
    List<String> cookies = headers.getAll("cookie");
    if (cookies.size() > 1) {
      headers.set("Cookie", String.join("; ", cookies));
    }
  }

  /** Copies trailers, which may not hold what a head is for (RFC 9110, section 6.5.1). */
  static void copyTrailers(MultiMap from, MultiMap to) {
    if (!from.isEmpty()) {
      copyResponse(from, to);
    }
  }

  /** Copies what a caller may see of a response. */
  static void copyResponse(MultiMap from, MultiMap to) {
    Set<String> nominated = nominated(from);
    for (Map.Entry<String, String> field : from) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      boolean mayPass = !FieldNames.isOwnOfResponse(name) && !nominated.contains(name);
      if (mayPass
          && FieldGrammar.isToken(field.getKey())
          && FieldGrammar.isValue(field.getValue())) {
        to.add(field.getKey(), field.getValue());
      }
    }
  }

  /** Makes the changes that a route wants. */
  @SuppressWarnings("ReferenceEquality") // the usual case, told apart at once
  static void change(MultiMap headers, RouteChanges.Fields changes) {
    if (changes == RouteChanges.Fields.NONE) {
      return;
    }
    changes.remove().forEach(headers::remove);
    changes.set().forEach(field -> headers.set(field.name(), field.value()));
    changes.add().forEach(field -> headers.add(field.name(), field.value()));
  }

  /** Fields that {@code Connection} names end here too. */
  private static Set<String> nominated(MultiMap headers) {
    List<String> connection = headers.getAll("connection");
    if (connection.isEmpty()) {
      return Set.of();
    }
    Set<String> names = new HashSet<>();
    for (String value : connection) {
      for (String name : value.split(",", -1)) {
        names.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }
}
