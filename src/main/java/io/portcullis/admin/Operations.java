package io.portcullis.admin;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Parameter;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Binds operations of the API document to what carries them out. */
final class Operations {
  private Operations() {}

  /** Whatever {@code operation} throws or fails with ends in the one failure handler. */
  static void on(
      RouterBuilder router, String operationId, Function<RoutingContext, Future<Void>> operation) {
    OpenAPIRoute route = router.getRoute(operationId);
    Set<String> known =
        route.getOperation().getParameters().stream()
            .filter(parameter -> parameter.getIn() == Location.QUERY)
            .map(Parameter::getName)
            .collect(toUnmodifiableSet());
    route.addHandler(
        context ->
            Future.future(
                    (Promise<Void> promise) -> {
                      refuseUnknown(context, known);
                      operation.apply(context).onComplete(promise);
                    })
                .onFailure(context::fail));
  }

  /** A misspelt filter would list everything, and a misspelt option would go unheard. */
  private static void refuseUnknown(RoutingContext context, Set<String> known) {
    MultiMap given = context.request().params(true);
    for (String name : given.names()) {
      if (given.getAll(name).size() > 1) {
        throw ApiProblem.invalid(name, "comes more than once");
      }
      if (!known.contains(name)) {
        throw ApiProblem.invalid(
            name,
            known.isEmpty()
                ? "is not a parameter here; there are none"
                : "is not a parameter here; there are " + String.join(", ", new TreeSet<>(known)));
      }
    }
  }
}
