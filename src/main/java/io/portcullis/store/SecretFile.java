package io.portcullis.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/** A random secret beside the embedded server's data, for a process that was given none. */
public final class SecretFile {
  private static final int BYTES = 32;

  private SecretFile() {}

  /**
   * Reads the secret of a data directory, or makes it. Blocks. The directory is locked by its
   * server, so nobody else makes one at the same time.
   */
  public static String in(Path dataDirectory) {
    Path file = dataDirectory.resolve("secret");
    try {
      return Files.exists(file) ? Files.readString(file).strip() : make(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(
          file + " cannot be used: " + failure.getMessage() + "; or set PORTCULLIS_SECRET",
          failure);
    }
  }

  private static String make(Path file) throws IOException {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    String secret = HexFormat.of().formatHex(bytes);
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.write(ByteBuffer.wrap(secret.getBytes(StandardCharsets.US_ASCII)));
    }
    return secret;
  }
}
