package io.portcullis.cli;

import java.util.List;

/**
 * A resource of the API as commands know it.
 *
 * @param path of its list, behind that of the project if it is in one
 * @param columns of its table
 */
record Resource(String name, String path, boolean isOfProject, List<String> columns) {
  /** What can be put, patched and deleted. */
  static final List<Resource> ITEMS =
      List.of(
          new Resource("projects", "/projects", false, List.of("id", "displayName", "updatedAt")),
          of("issuers", "id", "kind", "issuers", "enabled"),
          of("clients", "clientId", "name", "issuer", "applicationType", "state", "expiresAt"),
          of("grants", "id", "principal", "effect", "routes", "expiresAt", "note"),
          of("backends", "id", "targets", "protocol"),
          of(
              "routes",
              "id",
              "hosts",
              "pathPrefix",
              "path",
              "methods",
              "backend",
              "authentication"));

  /** What can only be looked at here. */
  static final List<Resource> LISTS =
      List.of(
          of(
              "rejections",
              "time",
              "reason",
              "client",
              "email",
              "method",
              "host",
              "path",
              "requestId"),
          of("sign-outs", "id", "issuedUntil", "note"),
          of("token-revocations", "id", "expiresAt", "note"),
          new Resource(
              "changes",
              "/changes",
              false,
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
              false,
              List.of("name", "revision", "lag", "leaseSeconds", "version", "seenAt")));

  private static Resource of(String name, String... columns) {
    return new Resource(name, "/" + name, true, List.of(columns));
  }

  String listPath(ApiOptions options) {
    return isOfProject ? "/projects/" + ApiClient.segment(options.project()) + path : path;
  }

  String itemPath(ApiOptions options, String id) {
    return listPath(options) + "/" + ApiClient.segment(id);
  }
}
