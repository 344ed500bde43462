package io.portcullis.backend;

import io.portcullis.policy.Backend;
import io.portcullis.policy.PolicySnapshot;
import io.portcullis.policy.Project;
import io.portcullis.sync.PolicyListener;
import io.portcullis.sync.PolicySource;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks the targets of all backends that want it whether they serve; once for all event loops of a
 * process. It follows the policy as an event loop of its own.
 */
public final class HealthChecks extends VerticleBase implements PolicyListener {
  private static final int CONNECTIONS_PER_TARGET = 1;
  private static final int KEEP_ALIVE_SECONDS = 30;
  private static final int MAX_HEAD = 32 * 1024;

  private final PolicySource policies;
  private final BackendStates states;
  private final @Nullable Path secrets;
  private final Map<String, Map<String, Checked>> byProject = new HashMap<>();

  /** A backend whose targets are asked. */
  private record Checked(Backend backend, List<TargetCheck> checks) {
    void stop() {
      checks.forEach(TargetCheck::stop);
    }
  }

  /**
   * @param secrets where client certificates are, or null
   */
  public HealthChecks(PolicySource policies, BackendStates states, @Nullable Path secrets) {
    this.policies = policies;
    this.secrets = secrets;
    this.states = states;
  }

  @Override
  public Future<?> start() {
    policies.attach(context, this);
    return Future.succeededFuture();
  }

  @Override
  public void changed(PolicySnapshot before, PolicySnapshot after) {
    states.retain(after);
    Set<String> projects = new HashSet<>(byProject.keySet());
    after.projects().forEach(project -> projects.add(project.id()));
    for (String id : projects) {
      Project now = after.findProject(id);
      Project was = before.findProject(id);
      if (now != was) {
        check(id, now == null ? List.of() : now.backends());
        if (now != null && was != null) {
          pardon(was, now);
        }
      }
    }
  }

  /** Where what failures lead to has changed, those of before count for nothing. */
  private void pardon(Project was, Project now) {
    for (Backend backend : now.backends()) {
      Backend before = was.findBackend(backend.id());
      if (before != null && !before.protection().equals(backend.protection())) {
        states.of(backend).pardon(System.nanoTime());
      }
    }
  }

  private void check(String project, Iterable<Backend> backends) {
    Map<String, Checked> before = byProject.getOrDefault(project, Map.of());
    Map<String, Checked> now = new HashMap<>();
    for (Backend backend : backends) {
      Checked known = before.get(backend.id());
      boolean isSame = known != null && known.backend().equals(backend);
      if (backend.healthCheck() != null) {
        now.put(backend.id(), isSame ? known : new Checked(backend, start(backend)));
      }
    }
    before.forEach(
        (id, checked) -> {
          if (!checked.equals(now.get(id))) {
            checked.stop();
            forget(checked, now.containsKey(id));
          }
        });
    if (now.isEmpty()) {
      byProject.remove(project);
    } else {
      byProject.put(project, now);
    }
  }

  /** What is asked no more has no bad health either. */
  private void forget(Checked checked, boolean isAskedAnew) {
    if (!isAskedAnew) {
      BackendState state = states.of(checked.backend());
      checked.backend().targets().forEach(target -> state.checked(target.url(), true, null));
    }
  }

  private List<TargetCheck> start(Backend backend) {
    HttpClient client = client(backend);
    List<TargetCheck> checks = new ArrayList<>();
    for (Backend.Target target : backend.targets()) {
      TargetCheck check = new TargetCheck(vertx, client, backend, target, states.of(backend));
      checks.add(check);
      check.run();
    }
    return checks;
  }

  private HttpClient client(Backend backend) {
    boolean isHttp2 = backend.protocol() == Backend.Protocol.HTTP2;
    HttpClientOptions options =
        new HttpClientOptions()
            .setProtocolVersion(isHttp2 ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1)
            .setUseAlpn(isHttp2)
            .setHttp2ClearTextUpgrade(false)
            .setMaxHeaderSize(MAX_HEAD)
            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
            .setVerifyHost(true);
    BackendIdentity.of(backend, secrets).applyTo(options);
    return vertx.createHttpClient(
        options,
        new PoolOptions()
            .setHttp1MaxSize(CONNECTIONS_PER_TARGET)
            .setHttp2MaxSize(CONNECTIONS_PER_TARGET));
  }
}
