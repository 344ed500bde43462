package io.portcullis.audit;

import io.portcullis.store.TrafficStore;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts of admitted requests, and who was seen. Bounded: beyond its bound, requests are told apart
 * by less, and never go uncounted; of users and clients those that find no room are left for the
 * next time they come. Belongs to one thread at a time.
 */
public final class TrafficCounts {
  private static final int MOST = 10_000;

  private final Map<TrafficKind, Long> requests = new HashMap<>();
  private final Map<SeenUser.Key, SeenUser> users = new HashMap<>();
  private final Map<Client, Instant> clients = new HashMap<>();

  private final LatencyCounts latencies = new LatencyCounts();

  private record Client(String project, String id) {}

  boolean isEmpty() {
    return requests.isEmpty() && users.isEmpty() && clients.isEmpty() && latencies.isEmpty();
  }

  LatencyCounts latencies() {
    return latencies;
  }

  /** The widest kinds always have room: there is one for each project and day. */
  void add(TrafficKind kind, long count) {
    TrafficKind counted = kind;
    while (requests.size() >= MOST && !requests.containsKey(counted)) {
      TrafficKind wider = counted.wider();
      if (wider.equals(counted)) {
        break;
      }
      counted = wider;
    }
    requests.merge(counted, count, Long::sum);
  }

  /** The user, if they are known here; else null. */
  @Nullable SeenUser find(SeenUser.Key key) {
    return users.get(key);
  }

  boolean hasRoomForUser() {
    return users.size() < MOST;
  }

  void addIfNew(SeenUser user) {
    users.putIfAbsent(user.key(), user);
  }

  void add(SeenUser user) {
    if (hasRoomForUser() || users.containsKey(user.key())) {
      users.merge(user.key(), user, SeenUser::and);
    }
  }

  void addClient(String project, String id, Instant seen) {
    Client client = new Client(project, id);
    if (clients.size() < MOST || clients.containsKey(client)) {
      clients.merge(client, seen, (one, other) -> one.isAfter(other) ? one : other);
    }
  }

  void add(TrafficCounts other) {
    other.requests.forEach(this::add);
    other.users.values().forEach(this::add);
    other.clients.forEach((client, seen) -> addClient(client.project, client.id, seen));
    latencies.add(other.latencies);
  }

  /** Takes out at most {@code limit} of each. */
  TrafficStore.Rows takeSome(int limit) {
    JsonArray requestRows = new JsonArray();
    JsonArray userRows = new JsonArray();
    JsonArray clientRows = new JsonArray();
    for (var each = requests.entrySet().iterator(); isNext(each, requestRows, limit); ) {
      var entry = each.next();
      requestRows.add(entry.getKey().toRow(entry.getValue()));
      each.remove();
    }
    for (var each = users.values().iterator(); isNext(each, userRows, limit); ) {
      userRows.add(each.next().toRow());
      each.remove();
    }
    for (var each = clients.entrySet().iterator(); isNext(each, clientRows, limit); ) {
      var entry = each.next();
      clientRows.add(
          new JsonObject()
              .put("project_id", entry.getKey().project)
              .put("client", RejectionRows.storable(entry.getKey().id))
              .put("last_seen_at", entry.getValue().toString()));
      each.remove();
    }
    return new TrafficStore.Rows(requestRows, userRows, clientRows, latencies.takeSome());
  }

  private static boolean isNext(Iterator<?> each, JsonArray rows, int limit) {
    return rows.size() < limit && each.hasNext();
  }
}
