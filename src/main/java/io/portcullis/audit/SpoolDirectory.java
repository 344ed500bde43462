package io.portcullis.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where gateways spool their rejections: a directory for each run, named after its replica, with a
 * lock, so that no two processes ship the same.
 */
public final class SpoolDirectory {
  static final String COUNTS = "counts";
  static final String SEGMENT = "rows-";

  private static final Logger LOG = LoggerFactory.getLogger(SpoolDirectory.class);
  private static final String UNFINISHED = "new-";
  private static final String A_REPLICA =
      "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"; // a run that is being set up is not seen

  private final Path root;
  private final long maxBytes;

  private SpoolDirectory(Path root, long maxBytes) {
    this.root = root;
    this.maxBytes = maxBytes;
  }

  /**
   * Opens it, and makes it if it is not there. Touches the disk.
   *
   * @param maxBytes what all runs in it may take together
   * @throws UncheckedIOException when it cannot be written to
   */
  public static SpoolDirectory open(Path root, long maxBytes) {
    try {
      if (!Files.isDirectory(root)) {
        Files.createDirectories(root, OwnerOnly.DIRECTORY);
      }
      Files.delete(Files.createTempFile(root, "probe", null, OwnerOnly.FILE));
      return new SpoolDirectory(root, maxBytes);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A spool for this run. */
  LiveSpool begin(InstantSource clock) {
    UUID replica = UUID.randomUUID();
    try {
      Path unfinished = Files.createDirectory(root.resolve(UNFINISHED + replica));
      SpoolLock lock = SpoolLock.create(unfinished);
      Path own = Files.move(unfinished, root.resolve(replica.toString()));
      return LiveSpool.begin(this, own, replica, lock, clock);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What processes left that have gone. They are locked from now on. */
  List<Spool> remains() {
    List<Spool> remains = new ArrayList<>();
    try (DirectoryStream<Path> runs = Files.newDirectoryStream(root)) {
      for (Path run : runs) {
        if (run.getFileName().toString().matches(A_REPLICA)) {
          SpoolLock lock = SpoolLock.tryLock(run);
          if (lock != null) {
            remains.add(SpoolRemains.open(run, lock));
          }
        }
      }
    } catch (IOException failure) {
      LOG.error("What is left in the spool cannot be read: {}", failure.toString());
    }
    return remains;
  }

  /** Whether there is room for so much more. */
  boolean hasRoomFor(long bytes) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.mapToLong(SpoolDirectory::size).sum() + bytes <= maxBytes;
    } catch (UncheckedIOException gone) {
      return false; // another process tidies up at this moment
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (NoSuchFileException gone) {
      return 0;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Removes a run with everything in it. */
  static void remove(Path run) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(run)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(run);
    } catch (IOException failure) {
      LOG.warn("{} is shipped and cannot be removed: {}", run, failure.toString());
    }
  }
}
