package io.portcullis.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The spool of this run. {@link #append} and counting are for any thread, take no lock and make no
 * call of the system; everything else is the reader's.
 */
final class LiveSpool implements Spool {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSpool.class);

  private final SpoolDirectory parent;
  private final Path directory;
  private final UUID replica;
  private final SpoolLock lock;
  private final CountTable counts;
  private final AtomicReference<Heads> heads;
  private final Deque<SpoolSegment> segments = new ArrayDeque<>();
  private final Deque<SpoolSegment> shipped = new ArrayDeque<>();
  private final AtomicLong appended = new AtomicLong();
  private final AtomicLong marked = new AtomicLong();
  private int files;
  private boolean isFull;

  /** Where the next rejection goes, and where those go that find no room there. */
  private record Heads(SpoolSegment current, @Nullable SpoolSegment spare) {}

  private LiveSpool(
      SpoolDirectory parent, Path directory, UUID replica, SpoolLock lock, InstantSource clock)
      throws IOException {
    this.parent = parent;
    this.directory = directory;
    this.replica = replica;
    this.lock = lock;
    this.counts = CountTable.create(directory.resolve(SpoolDirectory.COUNTS), clock.instant());
    this.heads = new AtomicReference<>(new Heads(another(), another()));
  }

  static LiveSpool begin(
      SpoolDirectory parent, Path directory, UUID replica, SpoolLock lock, InstantSource clock)
      throws IOException {
    return new LiveSpool(parent, directory, replica, lock, clock);
  }

  @Override
  public UUID replica() {
    return replica;
  }

  private Heads heads() {
    return Objects.requireNonNull(heads.get());
  }

  /** Keeps a text; false when there is no room now. */
  boolean append(byte[] text) {
    for (; ; ) {
      Heads now = heads();
      if (now.current.append(text)) {
        appended.incrementAndGet();
        return true;
      }
      if (now.spare != null) {
        heads.compareAndSet(now, new Heads(now.spare, null));
      } else if (heads().spare == null) {
        return false;
      }
    }
  }

  /** How many rows are not in PostgreSQL yet. Any thread. */
  long waiting() {
    return Math.max(0, appended.get() - marked.get());
  }

  /** Whether {@link #prepare} has something to do. */
  boolean isSpareMissing() {
    return heads().spare == null;
  }

  /** Sees to it that there is room ahead, as far as the bound allows. */
  void prepare() {
    Heads now = heads();
    if (now.spare != null) {
      return;
    }
    try {
      SpoolSegment reused = shipped.poll();
      if (reused == null && !parent.hasRoomFor(SpoolSegment.SIZE)) {
        full("it has reached its size");
        return;
      }
      SpoolSegment spare = reused == null ? another() : take(reused.reuse());
      heads.set(new Heads(now.current, spare)); // without a spare nobody else changes it
      isFull = false;
    } catch (IOException failure) {
      full(failure.toString());
    }
  }

  private void full(String why) {
    if (!isFull) {
      isFull = true;
      LOG.warn("Rejections are only counted until there is room in the spool again: {}", why);
    }
  }

  private SpoolSegment another() throws IOException {
    Path file = directory.resolve(SpoolDirectory.SEGMENT + ++files);
    try {
      return take(SpoolSegment.create(file));
    } catch (IOException failure) {
      Files.deleteIfExists(file); // what a full disk left of it
      throw failure;
    }
  }

  private SpoolSegment take(SpoolSegment segment) {
    segments.add(segment);
    return segment;
  }

  @Override
  public Batch next(int limit) {
    List<byte[]> texts = new ArrayList<>();
    for (; ; ) {
      SpoolSegment segment = segments.element();
      int end = segment.read(limit, texts);
      if (!texts.isEmpty()) {
        return new Batch(
            texts,
            () -> {
              segment.shippedUpTo(end);
              marked.addAndGet(texts.size());
            });
      }
      if (!segment.isDone() || segments.size() == 1) {
        return Batch.NOTHING;
      }
      shipped.add(segments.remove());
    }
  }

  @Override
  public CountTable counts() {
    return counts;
  }

  @Override
  public void close() {
    boolean isShipped =
        segments.stream().allMatch(SpoolSegment::isEmpty) && counts.grown(1).isEmpty();
    if (isShipped) {
      SpoolDirectory.remove(directory);
    }
    lock.close();
  }
}
