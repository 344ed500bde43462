package io.portcullis.cli;

import io.portcullis.store.Migrations;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code portcullis migrate}. */
@Command(name = "migrate", description = "Brings the database's tables up to date and exits.")
final class MigrateCommand implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    MoveCommands.withDatabase(Migrations::migrate);
    return 0;
  }
}
