package io.portcullis.admin;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.function.Function;

/** Binds operations of the API document to what carries them out. */
final class Operations {
  private Operations() {}

  /** Whatever {@code operation} throws or fails with ends in the one failure handler. */
  static void on(
      RouterBuilder router, String operationId, Function<RoutingContext, Future<Void>> operation) {
    router
        .getRoute(operationId)
        .addHandler(
            context ->
                Future.future(
                        (Promise<Void> promise) -> operation.apply(context).onComplete(promise))
                    .onFailure(context::fail));
  }
}
