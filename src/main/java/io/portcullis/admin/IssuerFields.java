package io.portcullis.admin;

import static java.util.stream.Collectors.toCollection;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is wrong with an issuer by itself: fields that its kind needs, or has no use for. */
final class IssuerFields {
  private static final List<String> URLS = List.of("jwksUri", "discoveryUri", "introspectionUri");

  /** The kinds that have a use for a field; every kind has for those that are not here. */
  private static final Map<String, Set<String>> KINDS =
      Map.of(
          "jwksUri", Set.of("google", "firebase", "oidc"),
          "discoveryUri", Set.of("google", "firebase", "oidc"),
          "firebaseProjectId", Set.of("firebase"),
          "tenants", Set.of("firebase"),
          "signInProviders", Set.of("firebase"),
          "introspectionUri", Set.of("introspection"),
          "introspectionClientId", Set.of("introspection"),
          "audienceFrom", Set.of("introspection"));

  private final Function<String, Optional<String>> problemWithUrl;
  private final JsonObject item;
  private final String kind;
  private final List<Violation> violations = new ArrayList<>();

  private IssuerFields(Function<String, Optional<String>> problemWithUrl, JsonObject item) {
    this.problemWithUrl = problemWithUrl;
    this.item = item;
    this.kind = item.getString("kind");
  }

  static List<Violation> check(Function<String, Optional<String>> problemWithUrl, JsonObject item) {
    return new IssuerFields(problemWithUrl, item).check();
  }

  private List<Violation> check() {
    checkKind();
    checkNeeded();
    URLS.forEach(this::checkUrl);
    if (item.containsKey("issuers")) {
      checkIssuers(item.getJsonArray("issuers"));
    }
    if (kind.equals("firebase")) {
      checkFirebase();
    }
    return violations;
  }

  private void checkKind() {
    for (String field : KINDS.keySet().stream().sorted().toList()) {
      Set<String> kinds = KINDS.getOrDefault(field, Set.of());
      if (item.containsKey(field) && !kinds.contains(kind)) {
        add(
            field,
            "is for issuers of kind %s, and this one is '%s': leave it out"
                .formatted(
                    String.join(", ", kinds.stream().collect(toCollection(TreeSet::new))), kind));
      }
    }
    if (item.containsKey("jwksUri") && item.containsKey("discoveryUri")) {
      add("discoveryUri", "is not asked where jwksUri says where the keys are: send one of them");
    }
  }

  private void checkNeeded() {
    if (!item.containsKey("issuers")) {
      add("issuers", "is needed: the exact 'iss' of the tokens");
    }
    switch (kind) {
      case "firebase" -> need("firebaseProjectId", "the ID of the Firebase project");
      case "introspection" -> {
        need("introspectionUri", "where the gateway asks about tokens");
        need("introspectionClientId", "as whom the gateway asks");
      }
      default -> {
        if (!item.containsKey("jwksUri") && !item.containsKey("discoveryUri")) {
          add("jwksUri", "is needed, or else discoveryUri");
        }
      }
    }
  }

  private void need(String field, String what) {
    if (!item.containsKey(field)) {
      add(field, "is needed: " + what);
    }
  }

  private void checkUrl(String field) {
    String url = item.getString(field);
    if (url != null) {
      problemWithUrl.apply(url).ifPresent(problem -> add(field, problem));
    }
  }

  private void checkIssuers(JsonArray issuers) {
    for (int i = 0; i < issuers.size(); i++) {
      String problem = problemWithIss(issuers.getString(i));
      if (problem != null) {
        add("issuers[" + i + "]", problem);
      }
    }
    if (kind.equals("introspection") && issuers.size() != 1) {
      add("issuers", "must be exactly one: an answer need not say which it means");
    }
  }

  /**
   * Compared as it stands, so it must be written as tokens have it: a URL (OpenID Connect Core,
   * section 2), or a name without a colon (RFC 7519, section 2). Nothing is fetched from it.
   */
  private @Nullable String problemWithIss(String iss) {
    if (iss.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
      return "must be visible ASCII without blanks, exactly as in the tokens";
    }
    if (iss.indexOf(':') < 0) {
      return null;
    }
    try {
      URI url = new URI(iss);
      if ("https".equals(url.getScheme())) {
        return url.getHost() != null && url.getRawQuery() == null && url.getRawFragment() == null
            ? null
            : "must name a host and have no query and no fragment";
      }
    } catch (URISyntaxException malformed) {
      return "is not a URL";
    }
    return problemWithUrl.apply(iss).orElse(null);
  }

  private void checkFirebase() {
    String project = item.getString("firebaseProjectId");
    for (Object iss : item.getJsonArray("issuers", new JsonArray())) {
      String text = (String) iss;
      if (text.startsWith(IssuerDefaults.FIREBASE_ISSUER)
          && !text.equals(IssuerDefaults.FIREBASE_ISSUER + project)) {
        add("issuers", "is about another project than firebaseProjectId: leave it out");
      }
    }
    if (!item.getJsonArray("algorithms").equals(new JsonArray().add("RS256"))) {
      add("algorithms", "must be RS256 alone, which is what Firebase signs with");
    }
    if (!item.getJsonArray("tokenTypes").equals(new JsonArray().add("id"))) {
      add("tokenTypes", "must be 'id' alone: Firebase issues no other");
    }
  }

  private void add(String field, String problem) {
    violations.add(new Violation(field, problem));
  }
}
