package io.portcullis.history;

import io.portcullis.testing.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Signals to a PostgreSQL and all processes that it has made. */
final class Signals {
  private Signals() {}

  static void toPostgres(Path dataDirectory, String name) {
    ProcessHandle postmaster = postmaster(dataDirectory);
    Stream.concat(Stream.of(postmaster), postmaster.descendants())
        .toList()
        .forEach(process -> ChildJvm.signal(process, name));
  }

  private static ProcessHandle postmaster(Path dataDirectory) {
    try {
      String pid = Files.readAllLines(dataDirectory.resolve("postgres/postmaster.pid")).get(0);
      return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
