package io.portcullis.testing;

import io.portcullis.settings.DatabaseUrl;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class a database of its own as a {@link DatabaseUrl} parameter, with our tables
 * unless it is to be an {@link EmptyDatabase}. The server behind it runs once per JVM: in Docker
 * where an engine answers, else embedded; {@code -Dportcullis.db=docker|embedded} insists.
 */
public final class PostgresExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(PostgresExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == DatabaseUrl.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    PostgresServer server =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(
                PostgresServer.class, type -> PostgresServer.start(), PostgresServer.class);
    Class<?> testClass = context.getRequiredTestClass();
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(testClass, type -> createDatabase(server, type), DatabaseUrl.class);
  }

  private static DatabaseUrl createDatabase(PostgresServer server, Class<?> testClass) {
    return testClass.isAnnotationPresent(EmptyDatabase.class)
        ? server.createDatabase()
        : server.createMigratedDatabase();
  }
}
