package io.portcullis.audit;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Files of one size in memory. What is stored is in the page cache at once: it outlives the process
 * whatever ends it, but not the machine.
 */
final class MappedFile {
  /** Longs at places that are a multiple of eight, read and changed atomically. */
  static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final int CHUNK = 1 << 20;

  private MappedFile() {}

  /**
   * Makes a file of zeros. They are written out, not left as a hole: to store into a page that the
   * disk has no block for would end the process.
   */
  static MappedByteBuffer create(Path file, int size) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
            OwnerOnly.FILE)) {
      ByteBuffer zeros = ByteBuffer.allocate(CHUNK);
      while (channel.position() < size) {
        channel.write(zeros.clear().limit((int) Math.min(CHUNK, size - channel.position())));
      }
      return map(channel);
    }
  }

  static MappedByteBuffer open(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return map(channel);
    }
  }

  private static MappedByteBuffer map(FileChannel channel) throws IOException {
    MappedByteBuffer buffer = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
    buffer.order(ByteOrder.nativeOrder());
    return buffer.load();
  }
}
