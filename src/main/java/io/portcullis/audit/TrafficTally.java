package io.portcullis.audit;

import io.portcullis.policy.Client;
import io.portcullis.policy.Decision;
import io.portcullis.policy.Issuer;
import io.portcullis.policy.Project;
import io.portcullis.policy.TokenClaims;
import io.portcullis.policy.VerifiedToken;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop counts between two times that it hands its counts over. Belongs to that loop:
 * no lock, no wait, a few entries of a map for each request.
 */
public final class TrafficTally {
  private TrafficCounts counts = new TrafficCounts();
  private final Map<String, Latencies> latencies = new HashMap<>();

  /**
   * Counts a request that goes to its backend.
   *
   * @param project that of the route, or null when it is gone
   */
  public void admitted(Instant now, Decision.Allow allow, @Nullable Project project) {
    Client client = allow.client();
    counts.add(
        TrafficKind.of(
            now,
            allow.route().project(),
            allow.route().id(),
            client == null ? "" : String.valueOf(RejectionRows.storable(client.id()))),
        1);
    VerifiedToken token = allow.token();
    if (project != null && token != null && client != null) {
      see(now, project, token.issuer(), token.claims(), client.id(), true);
    }
  }

  /** Notes how long the gateway took to admit a request. */
  public void decided(String project, long nanos) {
    of(project).decided(nanos);
  }

  /** Notes how long a backend took to answer. */
  public void answered(String project, long nanos) {
    of(project).answered(nanos);
  }

  private Latencies of(String project) {
    Latencies known = latencies.get(project);
    if (known == null) {
      known = new Latencies();
      latencies.put(project, known);
    }
    return known;
  }

  /** Notes whose request was rejected, where their issuer vouches for that. */
  public void rejected(Instant now, Decision.Deny deny, @Nullable Project project) {
    TokenClaims claims = deny.claims();
    Issuer issuer =
        project == null || claims == null || !deny.verified()
            ? null
            : project.issuerOf(claims.issuer()).orElse(null);
    if (project != null && claims != null && issuer != null) {
      see(now, project, issuer, claims, claims.audiences().get(0), false);
    }
  }

  private void see(
      Instant now,
      Project project,
      Issuer issuer,
      TokenClaims claims,
      String client,
      boolean isAdmitted) {
    counts.addClient(project.id(), client, now);
    SeenUser.Key key = new SeenUser.Key(project.id(), issuer.id(), claims.subject(), client);
    SeenUser user = counts.find(key);
    if (user == null && counts.hasRoomForUser()) {
      user = SeenUser.of(key, project, issuer, claims, now);
    }
    if (user != null) {
      counts.addIfNew(user);
      user.add(now, isAdmitted);
    }
  }

  /** Gives away what was counted, and begins anew. Times count for the minute of this. */
  public void handTo(TrafficLog log) {
    Instant minute = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    latencies.forEach((project, measured) -> counts.latencies().add(project, minute, measured));
    latencies.clear();
    if (!counts.isEmpty()) {
      log.take(counts);
      counts = new TrafficCounts();
    }
  }
}
