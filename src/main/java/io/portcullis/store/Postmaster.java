package io.portcullis.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A running server, as its {@code postmaster.pid} describes it (PostgreSQL source, miscadmin.h,
 * "LOCK_FILE_LINE"): process ID, data directory, start time, port, …, status.
 */
record Postmaster(ProcessHandle process, int port, boolean isReady) {
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  /** The live server of a data directory, if there is one. */
  static Optional<Postmaster> of(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() <= PORT_LINE || !lines.get(0).strip().matches("\\d{1,18}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
        .filter(process -> process.isAlive() && isPostgres(process))
        .map(
            process ->
                new Postmaster(
                    process,
                    Integer.parseInt(lines.get(PORT_LINE).strip()),
                    lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready")));
  }

  /** The number of a process that is gone may be another program's by now. */
  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().map(command -> command.contains("postgres")).orElse(true);
  }

  /** Fast shutdown: transactions under way are rolled back and connections closed. */
  void interrupt() {
    UnixCommands.succeeds(List.of("kill", "-INT", Long.toString(process.pid())));
  }
}
