package io.portcullis.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks the PostgreSQL that is on the class path, once per data directory and version. */
final class PostgresBinaries {
  private PostgresBinaries() {}

  /** The directory that holds {@code bin/postgres} and {@code bin/initdb}. */
  static Path unpackInto(Path dataDirectory) throws IOException {
    String archive = archive();
    URL resource = PostgresBinaries.class.getResource("/" + archive);
    if (resource == null) {
      throw new EmbeddedPostgresException(
          "there is no embedded PostgreSQL for this platform (%s): set DATABASE_URL to a server of your own"
              .formatted(archive));
    }
    // Another version has another size, and a changed archive must not meet old files.
    Path home =
        dataDirectory.resolve("postgresql-" + resource.openConnection().getContentLengthLong());
    if (!Files.exists(home)) {
      Path half = Files.createTempDirectory(dataDirectory, "unpacking-");
      try (InputStream stream = resource.openStream()) {
        unpack(stream, half);
      }
      Files.move(half, home); // whole or not at all
    }
    return home;
  }

  private static String archive() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    boolean isArm = machine.equals("aarch64") || machine.equals("arm64");
    String system = os.contains("mac") ? "darwin" : "linux";
    return "postgres-%s-%s.txz".formatted(system, isArm ? "arm_64" : "x86_64");
  }

  private static void unpack(InputStream resource, Path target) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(resource)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException("the archive leaves its directory: " + entry.getName());
        }
        unpack(tar, entry, path);
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, path);
    if ((entry.getMode() & 0100) != 0) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
