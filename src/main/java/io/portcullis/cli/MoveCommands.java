package io.portcullis.cli;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.settings.Settings;
import io.portcullis.store.DatabaseDump;
import io.portcullis.store.EmbeddedPostgres;
import io.portcullis.store.Migrations;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code portcullis dump} and {@code portcullis restore}: from one PostgreSQL to another. */
final class MoveCommands {
  private MoveCommands() {}

  /** Something to be done with the database of the settings. */
  interface Work {
    void with(DatabaseUrl url) throws IOException;
  }

  /** The database of the settings; an embedded one runs meanwhile. */
  static void withDatabase(Work work) throws IOException {
    Settings settings =
        Settings.read(System.getenv(), PortcullisCommand.settingsFile(), Settings.Defaults.SERVE);
    DatabaseUrl url = settings.store().databaseUrl();
    if (url != null) {
      work.with(url);
      return;
    }
    try (EmbeddedPostgres embedded = EmbeddedPostgres.start(settings.store().dataDirectory())) {
      work.with(embedded.url());
    }
  }

  @Command(
      name = "dump",
      mixinStandardHelpOptions = true,
      description = {
        "Writes all that Portcullis keeps to a new file, for restore. Keep the file secret.",
        "Stop an embedded Portcullis first."
      })
  static final class Dump implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE")
    Path file = Path.of("");

    @Override
    public Integer call() throws IOException {
      withDatabase(url -> dump(url, file));
      return 0;
    }
  }

  @Command(
      name = "restore",
      mixinStandardHelpOptions = true,
      description = {
        "Fills an empty database with what dump wrote.",
        "No gateway decides by it until an operator has accepted the policy."
      })
  static final class Restore implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE")
    Path file = Path.of("");

    @Override
    public Integer call() throws IOException {
      if (!Files.isReadable(file)) {
        throw new CallException("cannot read %s: is there such a file?".formatted(file));
      }
      withDatabase(url -> restore(url, file));
      return 0;
    }
  }

  static void dump(DatabaseUrl url, Path file) throws IOException {
    boolean isWhole = false;
    OutputStream created = create(file); // fails for one that is there, which then stays
    try (OutputStream out = created) {
      DatabaseDump.write(url, out);
      isWhole = true;
    } finally {
      if (!isWhole) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static OutputStream create(Path file) throws IOException {
    try {
      return new BufferedOutputStream(
          Channels.newOutputStream(
              Files.newByteChannel(
                  file,
                  Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                  PosixFilePermissions.asFileAttribute(
                      PosixFilePermissions.fromString("rw-------")))));
    } catch (FileAlreadyExistsException failure) {
      throw new CallException("%s exists already: name a new file".formatted(file));
    }
  }

  static void restore(DatabaseUrl url, Path file) throws IOException {
    Migrations.migrate(url);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      DatabaseDump.read(url, in);
    }
  }
}
