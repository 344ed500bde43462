package io.portcullis.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a request by the precedence of the Kubernetes Gateway API (HTTPRouteRule): the
 * exact host before the longest wildcard before {@code *}, then the exact path before the longest
 * prefix, then a route that names the method before one that takes any.
 */
final class RouteTable {
  private static final Comparator<Route> METHODS_FIRST =
      Comparator.comparing((Route route) -> route.methods().isEmpty()).thenComparing(Route::id);

  private final Map<String, Paths> byHost = new HashMap<>();

  /** Routes of one host entry by their path. */
  private static final class Paths {
    private final Map<String, List<Route>> exact = new HashMap<>();
    private final Map<String, List<Route>> prefix = new HashMap<>();
    private final Set<String> projects = new TreeSet<>();

    Set<String> projects() {
      return projects;
    }
  }

  /** What a lookup found. */
  sealed interface Match {
    record Found(Route route) implements Match {}

    /** Routes answer this path, but none this method. */
    record OtherMethods(Route route, Set<String> methods) implements Match {}

    record None() implements Match {}
  }

  RouteTable(Iterable<Route> routes) {
    for (Route route : routes) {
      for (String host : route.hosts()) {
        Paths paths = byHost.computeIfAbsent(host, added -> new Paths());
        paths.projects.add(route.project());
        var byPath = route.match() == Route.Match.EXACT ? paths.exact : paths.prefix;
        byPath.computeIfAbsent(pathKey(route), added -> new ArrayList<>()).add(route);
      }
    }
    for (Paths paths : byHost.values()) {
      paths.exact.values().forEach(same -> same.sort(METHODS_FIRST));
      paths.prefix.values().forEach(same -> same.sort(METHODS_FIRST));
    }
  }

  /** A prefix is kept without its trailing slash: {@code /a/} and {@code /a} match the same. */
  private static String pathKey(Route route) {
    String path = route.path();
    return route.match() == Route.Match.PREFIX && path.endsWith("/")
        ? path.substring(0, path.length() - 1)
        : path;
  }

  /** The projects of the routes whose host is the most specific one that matches. */
  Set<String> projectsOf(String host) {
    Paths paths = byHost.get(host);
    for (int dot = host.indexOf('.'); paths == null && dot > 0; dot = host.indexOf('.', dot + 1)) {
      paths = byHost.get("*" + host.substring(dot));
    }
    paths = paths == null ? byHost.get("*") : paths;
    return paths == null ? Set.of() : paths.projects();
  }

  Match match(RequestTarget target) {
    Lookup lookup = new Lookup(target);
    Route route = lookup.run();
    if (route != null) {
      return new Match.Found(route);
    }
    return lookup.other == null
        ? new Match.None()
        : new Match.OtherMethods(lookup.other, lookup.methods);
  }

  /** One walk through the table, from the most to the least specific entry. */
  private final class Lookup {
    private final RequestTarget target;
    private @Nullable Route other;
    private final Set<String> methods = new TreeSet<>();

    Lookup(RequestTarget target) {
      this.target = target;
    }

    private @Nullable Route run() {
      Route route = in(byHost.get(target.host()));
      String host = target.host();
      for (int dot = host.indexOf('.');
          route == null && dot > 0;
          dot = host.indexOf('.', dot + 1)) {
        route = in(byHost.get("*" + host.substring(dot)));
      }
      return route != null ? route : in(byHost.get("*"));
    }

    private @Nullable Route in(@Nullable Paths paths) {
      if (paths == null) {
        return null;
      }
      Route route = among(paths.exact.get(target.path()));
      String prefix = target.path();
      while (route == null && prefix != null) {
        route = among(paths.prefix.get(prefix));
        prefix = prefix.isEmpty() ? null : prefix.substring(0, prefix.lastIndexOf('/'));
      }
      return route;
    }

    private @Nullable Route among(@Nullable List<Route> candidates) {
      if (candidates == null) {
        return null;
      }
      for (Route route : candidates) {
        if (route.answers(target.method())) {
          return route;
        }
        other = other == null ? route : other;
        methods.addAll(route.methods());
      }
      return null;
    }
  }
}
