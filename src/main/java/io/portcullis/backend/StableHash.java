package io.portcullis.backend;

/**
 * A hash that is the same in every process: FNV-1a (draft-eastlake-fnv), whose bits are then mixed
 * so that similar texts lie far apart. It is no defence: callers may choose what is hashed.
 */
public final class StableHash {
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private StableHash() {}

  public static long of(byte[] bytes) {
    long hash = OFFSET;
    for (byte octet : bytes) {
      hash = (hash ^ (octet & 0xff)) * PRIME;
    }
    return mix(hash);
  }

  public static long of(CharSequence text) {
    long hash = OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    return mix(hash);
  }

  static long mix(long hash) {
    long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
