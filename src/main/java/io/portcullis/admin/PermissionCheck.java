package io.portcullis.admin;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.ValidatableRequest;

/**
 * Asks whether the caller may, before anything is said about the request itself. Every operation
 * comes through here, with the path as the operation will read it.
 */
final class PermissionCheck implements RequestExtractor {
  private final Permissions permissions;
  private final RequestExtractor parts;

  PermissionCheck(Permissions permissions, RequestExtractor parts) {
    this.permissions = permissions;
    this.parts = parts;
  }

  @Override
  public Future<ValidatableRequest> extractValidatableRequest(
      RoutingContext context, Operation operation) {
    try {
      permissions.check(
          operation.getOperationId(), Caller.of(context).rights(), context.pathParam("project"));
    } catch (ApiProblem refused) {
      return Future.failedFuture(refused);
    }
    return parts.extractValidatableRequest(context, operation);
  }
}
