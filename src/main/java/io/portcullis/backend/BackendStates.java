package io.portcullis.backend;

import io.portcullis.policy.Backend;
import io.portcullis.policy.PolicySnapshot;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What this process knows of all backends. One for all event loops. */
public final class BackendStates {
  private final Map<Key, BackendState> states = new ConcurrentHashMap<>();

  private record Key(String project, String backend) {}

  BackendState of(Backend backend) {
    return states.computeIfAbsent(
        new Key(backend.project(), backend.id()), added -> new BackendState());
  }

  /** Forgets what the policy has no more. */
  void retain(PolicySnapshot policy) {
    states
        .entrySet()
        .removeIf(
            entry -> {
              Backend backend =
                  policy.findBackend(entry.getKey().project(), entry.getKey().backend());
              if (backend != null) {
                entry.getValue().retain(urls(backend));
              }
              return backend == null;
            });
  }

  private static Set<URI> urls(Backend backend) {
    return backend.targets().stream().map(Backend.Target::url).collect(Collectors.toSet());
  }
}
