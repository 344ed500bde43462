package io.portcullis.cli;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.settings.Settings;
import io.portcullis.store.EmbeddedPostgres;
import io.portcullis.store.Migrations;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code portcullis migrate}. */
@Command(name = "migrate", description = "Brings the database's tables up to date and exits.")
final class MigrateCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    Settings settings =
        Settings.read(System.getenv(), PortcullisCommand.settingsFile(), Settings.Defaults.SERVE);
    DatabaseUrl url = settings.store().databaseUrl();
    if (url != null) {
      Migrations.migrate(url);
      return 0;
    }
    try (EmbeddedPostgres embedded = EmbeddedPostgres.start(settings.store().dataDirectory())) {
      Migrations.migrate(embedded.url());
    }
    return 0;
  }
}
