package io.portcullis.cli;

import io.portcullis.cli.ItemCommand.Action;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A resource of the API as commands know it.
 *
 * @param list path of its list in the API document; {@code {project}} is that of the options
 * @param item path of one, whose last parameter is its ID
 * @param actions what can be done to one
 * @param columns of its table
 */
record Resource(String name, String list, String item, Set<Action> actions, List<String> columns) {
  private static final Set<Action> WRITES =
      Set.of(Action.GET, Action.CREATE, Action.PUT, Action.PATCH, Action.DELETE);

  static final List<Resource> ALL =
      List.of(
          new Resource(
              "projects",
              "/projects",
              "/projects/{project}",
              WRITES,
              List.of("id", "displayName", "updatedAt")),
          ofProject("issuers", "issuer", "id", "kind", "issuers", "enabled")
              .with(Action.ENABLE, Action.DISABLE),
          ofProject(
                  "clients",
                  "clientId",
                  "clientId",
                  "name",
                  "issuer",
                  "applicationType",
                  "state",
                  "expiresAt",
                  "lastSeenAt")
              .with(Action.ENABLE, Action.DISABLE, Action.REVOKE, Action.RESTORE),
          ofProject("grants", "grant", "id", "principal", "effect", "routes", "expiresAt", "note"),
          ofProject("backends", "backend", "id", "targets", "protocol"),
          ofProject(
              "routes",
              "route",
              "id",
              "hosts",
              "pathPrefix",
              "path",
              "methods",
              "backend",
              "authentication"),
          new Resource(
              "operators",
              "/operators",
              "/operators/{operator}",
              Set.of(Action.GET, Action.CREATE, Action.PUT, Action.DELETE),
              List.of("id", "email", "subject", "role", "projects")),
          new Resource(
              "tokens",
              "/api-tokens",
              "/api-tokens/{apiToken}",
              Set.of(Action.GET, Action.REVOKE),
              List.of("id", "name", "role", "projects", "lastUsedAt", "expiresAt", "state")),
          new Resource(
              "rejections",
              "/projects/{project}/rejections",
              "/rejections/{requestId}",
              Set.of(Action.GET),
              List.of("time", "reason", "client", "email", "method", "host", "path", "requestId")),
          new Resource(
              "users",
              "/projects/{project}/users",
              "",
              Set.of(),
              List.of(
                  "issuer", "subject", "email", "clients", "lastSeenAt", "admitted", "rejected")),
          new Resource(
              "sign-outs",
              "/projects/{project}/sign-outs",
              "",
              Set.of(),
              List.of("id", "issuedUntil", "note")),
          new Resource(
              "token-revocations",
              "/projects/{project}/token-revocations",
              "/projects/{project}/token-revocations/{revocation}",
              Set.of(Action.GET),
              List.of("id", "expiresAt", "note")),
          new Resource(
              "changes",
              "/changes",
              "",
              Set.of(),
              List.of(
                  "revision",
                  "time",
                  "actor",
                  "sourceAddress",
                  "action",
                  "resource",
                  "project",
                  "id")),
          new Resource(
              "replicas",
              "/replicas",
              "",
              Set.of(),
              List.of("name", "revision", "lag", "leaseSeconds", "version", "seenAt")));

  private static Resource ofProject(String name, String parameter, String... columns) {
    String list = "/projects/{project}/" + name;
    return new Resource(name, list, list + "/{" + parameter + "}", WRITES, List.of(columns));
  }

  private Resource with(Action... more) {
    Set<Action> all = new HashSet<>(actions);
    all.addAll(List.of(more));
    return new Resource(name, list, item, Set.copyOf(all), columns);
  }

  String listPath(ApiOptions options) {
    return options.path(list, List.of());
  }

  String itemPath(ApiOptions options, String id) {
    return options.path(item, List.of(id));
  }
}
