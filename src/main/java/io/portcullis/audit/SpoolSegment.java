package io.portcullis.audit;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/**
 * One file of spooled rejections. Any thread appends, without a lock; one reads.
 *
 * <p>Layout: the generation and how far the file was shipped, then records at multiples of eight:
 * generation and length in one word, CRC-32C, text. The word is stored last, so a record is there
 * whole or not at all. A process killed between taking a place and filling it leaves a gap; {@link
 * #readRemains} steps over it, and cannot be misled by what a caller put into a text, because JSON
 * holds no zero byte and every such word does.
 *
 * <p>A file whose records are all shipped is used again under the next generation, which makes what
 * it holds void without touching it.
 */
final class SpoolSegment {
  static final int SIZE = 4 << 20;

  private static final int GENERATION = 0;
  private static final int SHIPPED = 8;
  private static final int START = 64;
  private static final int HEADER = 16;
  private static final int CHECKSUM = 8;
  private static final int MAX_LENGTH = 1 << 20;
  private static final long OPEN = -1;
  private static final byte[] NONE = {};

  private final MappedByteBuffer buffer;
  private final int generation;
  private final AtomicLong tail = new AtomicLong(START);

  /** Where the last record ends, once there is no room for another. */
  private volatile long end = OPEN;

  private SpoolSegment(MappedByteBuffer buffer, int generation) {
    this.buffer = buffer;
    this.generation = generation;
  }

  static SpoolSegment create(Path file) throws IOException {
    return begin(MappedFile.create(file, SIZE), 1);
  }

  /** What another process left; only to be read. */
  static SpoolSegment open(Path file) throws IOException {
    MappedByteBuffer buffer = MappedFile.open(file);
    if (buffer.capacity() < START) {
      throw new IOException(file + " is shorter than a spool's file");
    }
    return new SpoolSegment(buffer, (int) (long) MappedFile.LONG.getVolatile(buffer, GENERATION));
  }

  /** The same file, empty. Whoever still holds this object finds it full. */
  SpoolSegment reuse() {
    return begin(buffer, generation + 1);
  }

  private static SpoolSegment begin(MappedByteBuffer buffer, int generation) {
    MappedFile.LONG.setVolatile(buffer, GENERATION, (long) generation);
    MappedFile.LONG.setVolatile(buffer, SHIPPED, (long) START);
    return new SpoolSegment(buffer, generation);
  }

  /** Appends a record; false when there is no room for it, from then on for ever. */
  boolean append(byte[] text) {
    if (end != OPEN || text.length == 0 || text.length > MAX_LENGTH) {
      return false;
    }
    int size = aligned(HEADER + text.length);
    long at = tail.getAndAdd(size);
    if (at + size > buffer.capacity()) {
      if (at <= buffer.capacity()) {
        end = at; // of all that find it full, one alone finds the place where it ends
      }
      return false;
    }
    store((int) at, text);
    return true;
  }

  private void store(int at, byte[] text) {
    buffer.put(at + HEADER, text);
    buffer.putInt(at + CHECKSUM, checksum(text));
    MappedFile.LONG.setRelease(buffer, at, word(text.length));
  }

  private long word(int length) {
    return ((long) generation << Integer.SIZE) | length;
  }

  private static int aligned(int size) {
    return (size + 7) & ~7;
  }

  private static int checksum(byte[] text) {
    CRC32C checksum = new CRC32C();
    checksum.update(text);
    return (int) checksum.getValue();
  }

  /**
   * Reads what is not shipped yet, up to the first record that is still being stored.
   *
   * @param into takes at most {@code limit} texts
   * @return where to go on
   */
  int read(int limit, List<byte[]> into) {
    int at = shipped();
    while (into.size() < limit && at != end) {
      byte[] text = textAt(at);
      if (text.length == 0) {
        break;
      }
      into.add(text);
      at += aligned(HEADER + text.length);
    }
    return at;
  }

  /** The same for what a process left that has gone: nobody will fill the gaps. */
  int readRemains(int limit, List<byte[]> into) {
    int at = shipped();
    while (into.size() < limit && at + HEADER <= buffer.capacity()) {
      byte[] text = textAt(at);
      if (text.length > 0) {
        into.add(text);
      }
      at += text.length == 0 ? Long.BYTES : aligned(HEADER + text.length);
    }
    return at;
  }

  /** Empty where there is no whole record. */
  private byte[] textAt(int at) {
    if (at + HEADER > buffer.capacity()) {
      return NONE;
    }
    long word = (long) MappedFile.LONG.getAcquire(buffer, at);
    int length = (int) word;
    if (word >>> Integer.SIZE != generation
        || length <= 0
        || length > MAX_LENGTH
        || length > buffer.capacity() - HEADER - at) {
      return NONE;
    }
    byte[] text = new byte[length];
    buffer.get(at + HEADER, text);
    return buffer.getInt(at + CHECKSUM) == checksum(text) ? text : NONE;
  }

  /** Whether nothing will be appended any more and all is shipped. */
  boolean isDone() {
    return shipped() == end;
  }

  /** Whether there is nothing in it now that is not shipped. */
  boolean isEmpty() {
    return isDone() || (end == OPEN && shipped() == tail.get());
  }

  void shippedUpTo(int place) {
    MappedFile.LONG.setVolatile(buffer, SHIPPED, (long) place);
  }

  private int shipped() {
    long shipped = (long) MappedFile.LONG.getVolatile(buffer, SHIPPED);
    return shipped < START || shipped > buffer.capacity() || shipped % Long.BYTES != 0
        ? START // a damaged file is shipped again from its start, which doubles nothing
        : (int) shipped;
  }
}
