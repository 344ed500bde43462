package io.portcullis.audit;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The spool of a process that has gone. */
final class SpoolRemains implements Spool {
  private final Path directory;
  private final SpoolLock lock;
  private final Deque<SpoolSegment> segments;
  private final CountTable counts;

  private SpoolRemains(
      Path directory, SpoolLock lock, Deque<SpoolSegment> segments, CountTable counts) {
    this.directory = directory;
    this.lock = lock;
    this.segments = segments;
    this.counts = counts;
  }

  static SpoolRemains open(Path directory, SpoolLock lock) throws IOException {
    Deque<SpoolSegment> segments = new ArrayDeque<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, SpoolDirectory.SEGMENT + "*")) {
      for (Path file : files) {
        if (Files.size(file) > 0) { // a process may have ended while it made one
          segments.add(SpoolSegment.open(file));
        }
      }
    }
    Path counts = directory.resolve(SpoolDirectory.COUNTS);
    return new SpoolRemains(
        directory,
        lock,
        segments,
        Files.exists(counts) ? CountTable.open(counts) : CountTable.none());
  }

  @Override
  public UUID replica() {
    return UUID.fromString(directory.getFileName().toString());
  }

  @Override
  public Batch next(int limit) {
    List<byte[]> texts = new ArrayList<>();
    for (@Nullable SpoolSegment segment = segments.peek();
        segment != null;
        segment = segments.peek()) {
      int end = segment.readRemains(limit, texts);
      if (!texts.isEmpty()) {
        SpoolSegment from = segment;
        return new Batch(texts, () -> from.shippedUpTo(end));
      }
      segments.remove();
    }
    return Batch.NOTHING;
  }

  @Override
  public CountTable counts() {
    return counts;
  }

  @Override
  public void close() {
    if (segments.isEmpty() && counts.grown(1).isEmpty()) {
      SpoolDirectory.remove(directory);
    }
    lock.close();
  }
}
