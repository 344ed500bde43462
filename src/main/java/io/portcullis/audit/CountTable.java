package io.portcullis.audit;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.jctools.queues.MpmcArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Exact counts of the rejections that have no row of their own, in a file of fixed size. Any thread
 * counts, without a lock; one ships.
 *
 * <p>A count grows until its minute is over, and is shipped as it stands under its one number, so
 * that sending it again or late changes nothing. It is closed by its sign bit: who comes after that
 * opens another one. When room runs short, kinds are told apart by less and less; the last of them
 * takes everything and is always there.
 */
final class CountTable {
  private static final int SLOTS = 4096;
  private static final int SLOT = 1024;
  private static final int COUNT = 0;
  private static final int SEQ = 8;
  private static final int LENGTH = 16;
  private static final int CHECKSUM = 20;
  private static final int KEY = 24;
  private static final long CLOSED = Long.MIN_VALUE;

  /** Beyond its end, so that no rejection of the minute is likely to come any more. */
  private static final long OPEN_SECONDS = 65;

  /** How many slots stay free for kinds that are wider. */
  private static final int[] RESERVED = {1024, 768, 384, 128, 1};

  private final ByteBuffer buffer;
  private final ConcurrentHashMap<RejectionKind, Slot> slots = new ConcurrentHashMap<>();
  private final MpmcArrayQueue<Integer> free = new MpmcArrayQueue<>(SLOTS);
  private final List<Integer> released = new ArrayList<>();

  /** What another process counted; empty in a table of this process. */
  private final List<Slot> left = new ArrayList<>();

  private @Nullable Slot anything;
  private long lastSeq;

  /** A count of one kind. */
  private static final class Slot {
    private final int at;
    private final long seq;
    private final RejectionKind kind;
    private long sent;

    Slot(int at, long seq, RejectionKind kind) {
      this.at = at;
      this.seq = seq;
      this.kind = kind;
    }
  }

  /** A count as it stood. */
  record Count(Slot slot, long rejections) {
    JsonObject toRow() {
      return slot.kind.toJson().put("seq", slot.seq).put("rejections", rejections);
    }
  }

  private CountTable(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  static CountTable create(Path file, Instant now) throws IOException {
    CountTable table = new CountTable(MappedFile.create(file, SLOTS * SLOT));
    for (int i = 0; i < SLOTS; i++) {
      table.free.offer(i * SLOT);
    }
    RejectionKind anything = RejectionKind.anything(now);
    table.anything = table.slots.computeIfAbsent(anything, table::take);
    return table;
  }

  static CountTable none() {
    return new CountTable(ByteBuffer.allocateDirect(0));
  }

  /** What another process left; only to be shipped. */
  static CountTable open(Path file) throws IOException {
    CountTable table = new CountTable(MappedFile.open(file));
    for (int at = 0; at + SLOT <= table.buffer.capacity(); at += SLOT) {
      Slot left = table.slotAt(at);
      if (left != null) {
        table.left.add(left);
      }
    }
    return table;
  }

  private @Nullable Slot slotAt(int at) {
    long seq = (long) MappedFile.LONG.getVolatile(buffer, at + SEQ);
    int length = buffer.getInt(at + LENGTH);
    if (seq == 0 || length <= 0 || length > SLOT - KEY) {
      return null;
    }
    byte[] key = new byte[length];
    buffer.get(at + KEY, key);
    if (buffer.getInt(at + CHECKSUM) != checksum(key)) {
      return null;
    }
    try {
      return new Slot(at, seq, RejectionKind.fromJson(new JsonObject(Buffer.buffer(key))));
    } catch (DecodeException | DateTimeParseException failure) {
      return null;
    }
  }

  /** Counts one. */
  void add(RejectionKind kind) {
    for (; ; ) {
      Slot slot = slotFor(kind);
      if (increment(slot)) {
        return;
      }
      slots.remove(slot.kind, slot);
    }
  }

  private Slot slotFor(RejectionKind exact) {
    Slot known = slots.get(exact);
    if (known != null) {
      return known;
    }
    int level = 0;
    for (RejectionKind kind : exact.wideningFrom()) {
      Slot slot =
          free.size() > RESERVED[level++]
              ? slots.computeIfAbsent(kind, this::take)
              : slots.get(kind);
      if (slot != null) {
        return slot;
      }
    }
    return Objects.requireNonNull(anything, "counting in another process's table");
  }

  /** Null when there is no slot, or none that is large enough. */
  private @Nullable Slot take(RejectionKind kind) {
    byte[] key = kind.toJson().toBuffer().getBytes();
    Integer at = key.length > SLOT - KEY ? null : free.poll();
    if (at == null) {
      return null;
    }
    long seq = nextSeq();
    MappedFile.LONG.setVolatile(buffer, at + COUNT, 0L);
    buffer.putInt(at + LENGTH, key.length);
    buffer.put(at + KEY, key);
    buffer.putInt(at + CHECKSUM, checksum(key));
    MappedFile.LONG.setRelease(buffer, at + SEQ, seq);
    return new Slot(at, seq, kind);
  }

  private synchronized long nextSeq() {
    return ++lastSeq;
  }

  private static int checksum(byte[] key) {
    CRC32C checksum = new CRC32C();
    checksum.update(key);
    return (int) checksum.getValue();
  }

  /** False when it is closed. */
  private boolean increment(Slot slot) {
    long count;
    do {
      count = (long) MappedFile.LONG.getVolatile(buffer, slot.at + COUNT);
      if (count < 0) {
        return false;
      }
    } while (!MappedFile.LONG.compareAndSet(buffer, slot.at + COUNT, count, count + 1));
    return true;
  }

  private long count(Slot slot) {
    return (long) MappedFile.LONG.getVolatile(buffer, slot.at + COUNT) & ~CLOSED;
  }

  /** At most {@code limit} counts that have grown since they were shipped. */
  List<Count> grown(int limit) {
    free.addAll(released);
    released.clear();
    return (anything == null ? left : slots.values())
        .stream()
            .map(slot -> new Count(slot, count(slot)))
            .filter(count -> count.rejections > count.slot.sent)
            .sorted(Comparator.comparingLong(count -> count.slot.seq))
            .limit(limit)
            .toList();
  }

  /** They are in PostgreSQL. */
  void shipped(List<Count> counts) {
    counts.forEach(count -> count.slot.sent = count.rejections);
  }

  /** Closes what is over and shipped. Its slot is used again only after the next look. */
  void close(Instant now) {
    for (Slot slot : slots.values()) {
      boolean isOver = slot.kind.minute().plusSeconds(OPEN_SECONDS).isBefore(now);
      if (isOver && slot != anything && closes(slot)) {
        slots.remove(slot.kind, slot);
        MappedFile.LONG.setVolatile(buffer, slot.at + SEQ, 0L);
        released.add(slot.at);
      }
    }
  }

  private boolean closes(Slot slot) {
    return slot.sent > 0
        && MappedFile.LONG.compareAndSet(buffer, slot.at + COUNT, slot.sent, slot.sent | CLOSED);
  }
}
