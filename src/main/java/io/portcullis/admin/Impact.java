package io.portcullis.admin;

import io.portcullis.policy.Changeover;
import io.portcullis.policy.Issuer;
import io.portcullis.policy.Project;
import io.portcullis.policy.Reason;
import io.portcullis.policy.RequestTarget;
import io.portcullis.policy.TokenCheck;
import io.portcullis.store.TrafficStore.Used;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whom a change of policy would cut off: who is admitted before it on a route that their client
 * used, and is not after it, by the decision that gateways take.
 */
final class Impact {
  private static final int MOST_NAMED = 50;
  private static final Duration LOOKED_BACK = Duration.ofDays(30);

  private final Changeover changeover;
  private final @Nullable Project before;
  private final @Nullable Project after;
  private final SeenClaims claims;
  private final List<Used> used;
  private final Map<String, List<RequestTarget>> samples = new HashMap<>();
  private final Instant now;

  private final Set<String> seen = new HashSet<>();
  private final Map<String, JsonObject> lost = new LinkedHashMap<>();
  private final Set<String> lostClients = new TreeSet<>();
  private final Set<Used> lostUses = new HashSet<>();

  Impact(String project, Changeover changeover, List<Used> used, Instant now) {
    this.changeover = changeover;
    this.before = changeover.before().findProject(project);
    this.after = changeover.after().findProject(project);
    this.used = used;
    this.now = now;
    List<String> principals = new ArrayList<>();
    for (Project each : new Project[] {before, after}) {
      if (each != null) {
        each.grantedMembers().forEach(member -> principals.add(member.toString()));
      }
    }
    this.claims = new SeenClaims(before == null ? null : before.emailKey(), principals);
    for (Used use : used) {
      samples.computeIfAbsent(use.route(), route -> changeover.samples(project, route));
      if (use.client().isEmpty() && isLost(use)) {
        lostUses.add(use);
      }
    }
  }

  private List<RequestTarget> samples(Used use) {
    return samples.getOrDefault(use.route(), List.of());
  }

  private boolean isLost(Used use) {
    TokenCheck absent = new TokenCheck.Absent();
    return samples(use).stream()
        .anyMatch(target -> changeover.loss(target, absent, absent, now) != null);
  }

  /** Asks about one user, by a row of those seen. */
  void ask(JsonObject user) {
    String key = user.getString("issuer") + " " + user.getString("subject");
    seen.add(key);
    Issuer issuer = before == null ? null : before.issuer(user.getString("issuer")).orElse(null);
    if (issuer == null || issuer.issuers().isEmpty()) {
      return;
    }
    Map<String, Checks> byScope = new HashMap<>();
    Reason reason = null;
    for (Used use : used) {
      if (use.client().equals(user.getString("client"))) {
        Reason loss =
            loss(
                use, scope -> byScope.computeIfAbsent(scope, asked -> checks(issuer, user, scope)));
        if (loss != null) {
          reason = loss;
          lostUses.add(use);
        }
      }
    }
    if (reason != null) {
      lostClients.add(user.getString("client"));
      lost.merge(key, named(user, reason), Impact::and);
    }
  }

  /** What a user's token comes to under the policy before and the one after. */
  private record Checks(TokenCheck then, TokenCheck later) {}

  private Checks checks(Issuer issuer, JsonObject user, String scope) {
    SeenClaims.Token token = claims.token(issuer, user, scope, now);
    return new Checks(token.check(before, now), token.check(after, now));
  }

  private @Nullable Reason loss(Used use, Function<String, Checks> checks) {
    for (RequestTarget target : samples(use)) {
      Checks each = checks.apply(String.join(" ", changeover.scopes(target)));
      Reason loss = changeover.loss(target, each.then, each.later, now);
      if (loss != null) {
        return loss;
      }
    }
    return null;
  }

  private static JsonObject named(JsonObject user, Reason reason) {
    JsonObject named =
        new JsonObject()
            .put("issuer", user.getString("issuer"))
            .put("subject", user.getString("subject"));
    if (user.getString("email") != null) {
      named.put("email", user.getString("email"));
    }
    return named
        .put("clients", new JsonArray().add(user.getString("client")))
        .put("reason", reason.code())
        .put(
            "lastSeenAt",
            OffsetDateTime.parse(user.getString("last_seen_at")).toInstant().toString());
  }

  /** The one that was seen later is there already. */
  private static JsonObject and(JsonObject one, JsonObject other) {
    one.getJsonArray("clients").addAll(other.getJsonArray("clients"));
    return one;
  }

  JsonObject toJson(boolean isComplete) {
    JsonArray items = new JsonArray();
    lost.values().stream().limit(MOST_NAMED).forEach(items::add);
    JsonObject json =
        new JsonObject()
            .put("since", now.minus(LOOKED_BACK).toString())
            .put("usersSeen", seen.size())
            .put("complete", isComplete)
            .put("users", lost.size())
            .put("clients", lostClients.size())
            .put(
                "requests",
                new JsonObject()
                    .put("last24Hours", lostUses.stream().mapToLong(Used::lastDay).sum())
                    .put("last30Days", lostUses.stream().mapToLong(Used::lastMonth).sum()))
            .put(
                "anonymousRequests",
                lostUses.stream()
                    .filter(use -> use.client().isEmpty())
                    .mapToLong(Used::lastMonth)
                    .sum());
    if (!items.isEmpty()) {
      json.put("lastSeenAt", items.getJsonObject(0).getString("lastSeenAt"));
    }
    return json.put("items", items);
  }
}
