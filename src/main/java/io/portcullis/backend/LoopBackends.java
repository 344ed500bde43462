package io.portcullis.backend;

import io.portcullis.policy.Backend;
import io.portcullis.policy.PolicySnapshot;
import io.portcullis.policy.Project;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The backends as one event loop uses them. Belongs to that loop. */
public final class LoopBackends {
  private final Vertx vertx;
  private final BackendStates states;
  private final TargetNames names;
  private final Map<String, Map<String, LoopBackend>> byProject = new HashMap<>();

  /**
   * @param secret what names of targets are made with, or null
   */
  public LoopBackends(Vertx vertx, BackendStates states, @Nullable String secret) {
    this.names = new TargetNames(secret);
    this.vertx = vertx;
    this.states = states;
  }

  /** The backend as the policy has it; made anew when that has changed. */
  @SuppressWarnings("ReferenceEquality") // what did not change is the same object
  public LoopBackend of(Backend backend) {
    Map<String, LoopBackend> ofProject = byProject.get(backend.project());
    LoopBackend known = ofProject == null ? null : ofProject.get(backend.id());
    return known != null && known.backend() == backend ? known : add(backend);
  }

  private LoopBackend add(Backend backend) {
    LoopBackend added = new LoopBackend(vertx, backend, states.of(backend), names);
    byProject
        .computeIfAbsent(backend.project(), project -> new HashMap<>())
        .put(backend.id(), added);
    return added;
  }

  /** Forgets what a change may have taken away; what is still there is made anew when needed. */
  public void changed(PolicySnapshot before, PolicySnapshot after) {
    byProject
        .entrySet()
        .removeIf(
            entry -> {
              Project now = after.findProject(entry.getKey());
              return now == null
                  || (now != before.findProject(entry.getKey()) && lacksAny(now, entry.getValue()));
            });
  }

  private static boolean lacksAny(Project project, Map<String, LoopBackend> backends) {
    backends.keySet().removeIf(id -> project.findBackend(id) == null);
    return backends.isEmpty();
  }
}
