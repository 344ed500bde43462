package io.portcullis.admin;

import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what: the one table of it, which is the API document. An operation that it says
 * nothing about is nobody's, and keeps the server from starting.
 */
final class Permissions {
  static final String OPERATION = "x-portcullis-permission";
  static final String ROLES = "x-portcullis-roles";

  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  private final Map<String, Permission> operations;
  private final Map<AccessRole, Set<String>> roles;

  private Permissions(Map<String, Permission> operations, Map<AccessRole, Set<String>> roles) {
    this.operations = operations;
    this.roles = roles;
  }

  /**
   * Reads the document.
   *
   * @throws IllegalStateException naming an operation without a permission, or a permission that no
   *     role brings
   */
  static Permissions of(JsonObject document) {
    Map<AccessRole, Set<String>> roles = roles(document);
    Map<String, Permission> operations = new HashMap<>();
    document
        .getJsonObject("paths")
        .forEach(
            path -> {
              if (path.getValue() instanceof JsonObject methods) { // the router marks its own text
                read(methods, roles, operations);
              }
            });
    return new Permissions(Map.copyOf(operations), roles);
  }

  private static void read(
      JsonObject methods, Map<AccessRole, Set<String>> roles, Map<String, Permission> operations) {
    for (String method : METHODS) {
      JsonObject operation = methods.getJsonObject(method);
      if (operation != null) {
        operations.put(operation.getString("operationId"), permission(operation, roles));
      }
    }
  }

  private static Map<AccessRole, Set<String>> roles(JsonObject document) {
    Map<AccessRole, Set<String>> roles = new EnumMap<>(AccessRole.class);
    Set<String> all = new HashSet<>();
    for (Object entry : document.getJsonArray(ROLES)) {
      JsonObject role = (JsonObject) entry;
      role.getJsonArray("permissions").forEach(name -> all.add((String) name));
      roles.put(AccessRole.of(role.getString("name")), Set.copyOf(all));
    }
    if (roles.size() != AccessRole.values().length) {
      throw new IllegalStateException(ROLES + " of the API document lacks a role");
    }
    return roles;
  }

  private static Permission permission(JsonObject operation, Map<AccessRole, Set<String>> roles) {
    String id = operation.getString("operationId");
    JsonObject extension = operation.getJsonObject(OPERATION);
    if (extension == null) {
      throw new IllegalStateException(
          "operation %s of the API document has no %s".formatted(id, OPERATION));
    }
    Permission permission = Permission.of(extension);
    if (!permission.name().isEmpty()
        && roles.values().stream().noneMatch(names -> names.contains(permission.name()))) {
      throw new IllegalStateException(
          "operation %s needs %s, which no role of the API document has"
              .formatted(id, permission.name()));
    }
    return permission;
  }

  /** What the role allows, in order. */
  Set<String> of(AccessRole role) {
    return new TreeSet<>(roles.getOrDefault(role, Set.of()));
  }

  /**
   * Ends the call unless the rights allow it.
   *
   * @param project that of the path, if there is one
   * @throws ApiProblem 403 that names what is missing; 404 for a project that is not the caller's,
   *     in the words for one that does not exist
   */
  void check(String operationId, Rights rights, @Nullable String project) {
    Permission needed = operations.get(operationId);
    if (needed == null) {
      throw ApiProblem.forbidden("", "No role allows this operation.");
    }
    switch (needed.over()) {
      case PUBLIC, CALLER -> {}
      case PROJECT -> checkProject(needed, rights, String.valueOf(project));
      case ALL -> checkAll(needed, rights);
      case OWN -> checkRole(needed, rights);
    }
  }

  private void checkProject(Permission needed, Rights rights, String project) {
    if (!rights.isOver(project)) {
      throw ApiProblem.notFound("Project '" + project + "'");
    }
    checkRole(needed, rights);
  }

  private void checkAll(Permission needed, Rights rights) {
    checkRole(needed, rights);
    if (!rights.isOverAll()) {
      throw ApiProblem.forbidden(
          needed.name(),
          "This needs the permission '%s' over all projects, and your role is over some."
              .formatted(needed.name()));
    }
  }

  private void checkRole(Permission needed, Rights rights) {
    if (!of(rights.role()).contains(needed.name())) {
      throw ApiProblem.forbidden(
          needed.name(),
          "This needs the permission '%s', which the role %s does not have. Ask an owner."
              .formatted(needed.name(), rights.role().text()));
    }
    if (rights.projects() != null && rights.projects().isEmpty()) {
      throw ApiProblem.forbidden(
          needed.name(),
          "This needs the permission '%s', and your role is over no project any more. Ask an owner."
              .formatted(needed.name()));
    }
  }
}
