package io.portcullis.store;

import io.portcullis.settings.DatabaseUrl;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.internal.exception.sqlExceptions.FlywaySqlUnableToConnectToDbException;

/** Brings the database's tables up to date. Blocks; never call it on an event loop. */
public final class Migrations {
  private static final String[] NONE = {};

  private Migrations() {}

  /**
   * Applies what is missing of {@code db/migration}. Several processes may do so at once:
   * PostgreSQL lets one work and the others find nothing left.
   *
   * @throws StoreException when the database cannot be reached, does not let us in, or is not one
   *     that this version knows
   */
  public static void migrate(DatabaseUrl url) {
    try {
      Flyway.configure()
          .dataSource(
              url.jdbcUrl() + "&connectTimeout=5&socketTimeout=60", url.user(), url.password())
          .locations("classpath:db/migration")
          .connectRetries(0)
          .ignoreMigrationPatterns(NONE) // those of a newer version are the ones to stop at
          .load()
          .migrate();
    } catch (FlywaySqlUnableToConnectToDbException failure) {
      throw new StoreException(
          true,
          "PostgreSQL at %s cannot be used: %s".formatted(url, rootMessage(failure)),
          failure);
    } catch (FlywayValidateException failure) {
      throw new StoreException(
          false,
          "the tables at %s are not those of this Portcullis: most likely a newer one made them. Run that version, or set DATABASE_URL to another database"
              .formatted(url),
          failure);
    } catch (FlywayException failure) {
      throw new StoreException(false, problem(url, failure), failure);
    }
  }

  private static String problem(DatabaseUrl url, FlywayException failure) {
    return String.valueOf(failure.getMessage()).contains("non-empty schema")
        ? "the database at %s has tables of something else: set DATABASE_URL to an empty one"
            .formatted(url)
        : "the database at %s cannot be brought up to date: %s".formatted(url, firstLine(failure));
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return firstLine(root);
  }
}
