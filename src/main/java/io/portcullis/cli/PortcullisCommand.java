package io.portcullis.cli;

import io.portcullis.StartException;
import io.portcullis.settings.SettingsException;
import io.portcullis.store.EmbeddedPostgresException;
import io.portcullis.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code portcullis}: exit code 0 done, 1 failed, 2 wrong usage; every error is one line. */
@Command(
    name = "portcullis",
    description =
        "An identity-aware API gateway whose policy changes are live when the call returns.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      MigrateCommand.class,
      MoveCommands.Dump.class,
      MoveCommands.Restore.class
    })
public final class PortcullisCommand implements Runnable {
  /** They start sooner without the many commands that call the API. */
  private static final Set<String> SERVERS = Set.of("serve", "demo", "migrate");

  @Spec CommandSpec spec;

  /** Runs a command line and gives the exit code. */
  public static int run(String... arguments) {
    boolean isServer = arguments.length > 0 && SERVERS.contains(arguments[0]);
    CommandLine commandLine = isServer ? ownCommands() : commandLine(System.getenv());
    return commandLine.execute(arguments);
  }

  /** The commands, with what they read from the environment besides the settings. */
  static CommandLine commandLine(Map<String, String> environment) {
    CommandLine commandLine = ownCommands();
    ApiCommands.addTo(commandLine, environment);
    return commandLine;
  }

  /** Those that are no calls of the API. */
  private static CommandLine ownCommands() {
    return new CommandLine(new PortcullisCommand())
        .setExecutionExceptionHandler(
            (failure, failed, parsed) -> {
              if (!isExpected(failure)) {
                throw failure;
              }
              failed.getErr().println("portcullis: " + failure.getMessage());
              return 1;
            })
        .setParameterExceptionHandler(
            (failure, unmatched) -> {
              failure
                  .getCommandLine()
                  .getErr()
                  .println(
                      "portcullis: %s (see 'portcullis --help')".formatted(failure.getMessage()));
              return 2;
            });
  }

  private static boolean isExpected(Exception failure) {
    return failure instanceof CallException
        || failure instanceof SettingsException
        || failure instanceof StartException
        || failure instanceof StoreException
        || failure instanceof EmbeddedPostgresException
        || failure instanceof IOException;
  }

  /** The settings file: the one that is named, else the one in the working directory, if any. */
  static @Nullable Path settingsFile() {
    String named = System.getenv("PORTCULLIS_CONFIG");
    Path file = Path.of(named == null ? "portcullis.yaml" : named);
    return named != null || Files.exists(file) ? file : null;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name a command");
  }
}
