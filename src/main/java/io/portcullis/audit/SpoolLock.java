package io.portcullis.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Says whose a spool is. The system takes it from a process that ends, however it ends. */
final class SpoolLock implements AutoCloseable {
  private static final String NAME = "lock";
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final Set<OpenOption> THERE = Set.of(StandardOpenOption.WRITE);

  /**
   * The files that this process has locked. One that opens and closes such a file loses the lock
   * (POSIX), so it must not even look.
   */
  private static final Set<Object> HELD = ConcurrentHashMap.newKeySet();

  private final FileChannel channel;
  private final Object file;

  private SpoolLock(FileChannel channel, Object file) {
    this.channel = channel;
    this.file = file;
  }

  static SpoolLock create(Path directory) throws IOException {
    FileChannel channel = FileChannel.open(directory.resolve(NAME), NEW, OwnerOnly.FILE);
    Object file = fileKey(directory);
    HELD.add(file);
    SpoolLock lock = lock(channel, file);
    if (lock == null) {
      throw new IOException(directory + " is locked by another process");
    }
    return lock;
  }

  private static Object fileKey(Path directory) throws IOException {
    return Files.readAttributes(directory.resolve(NAME), BasicFileAttributes.class).fileKey();
  }

  /** Null when it is a living process's, or has just gone. */
  static @Nullable SpoolLock tryLock(Path directory) throws IOException {
    try {
      Object file = fileKey(directory);
      return HELD.add(file) ? lock(FileChannel.open(directory.resolve(NAME), THERE), file) : null;
    } catch (NoSuchFileException gone) {
      return null;
    }
  }

  private static @Nullable SpoolLock lock(FileChannel channel, Object file) throws IOException {
    FileLock lock = channel.tryLock();
    if (lock != null) {
      return new SpoolLock(channel, file);
    }
    channel.close();
    HELD.remove(file);
    return null;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } finally {
      HELD.remove(file);
    }
  }
}
