package io.portcullis.settings;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a gateway keeps rejections until they are in PostgreSQL.
 *
 * @param directory on a local disk, and better one that outlives the process
 * @param maxBytes what all gateways that spool there may take together
 */
public record SpoolSettings(Path directory, long maxBytes) {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,6})(MiB|GiB)");
  private static final long MIB = 1 << 20;
  private static final long MIN = 32 * MIB;
  private static final long MAX = 1024 * 1024 * MIB;

  static final long DEFAULT_SIZE = 256 * MIB;

  static long size(String text) {
    Matcher matcher = SIZE.matcher(text);
    long size =
        matcher.matches()
            ? Long.parseLong(matcher.group(1)) * (matcher.group(2).equals("MiB") ? MIB : 1024 * MIB)
            : 0;
    if (size < MIN || size > MAX) {
      throw new IllegalArgumentException("must be a size from 32MiB to 1024GiB");
    }
    return size;
  }
}
