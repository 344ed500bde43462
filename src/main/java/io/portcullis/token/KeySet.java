package io.portcullis.token;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The usable keys that an issuer publishes, in its order. */
final class KeySet {
  static final KeySet EMPTY = new KeySet(List.of());

  /** How many keys one token may be tried against: each try costs a signature check. */
  private static final int MOST_TRIES = 4;

  private final List<VerificationKey> keys;
  private final Set<VerificationKey> members;

  KeySet(List<VerificationKey> keys) {
    this.keys = keys.stream().distinct().toList();
    this.members = Set.copyOf(this.keys);
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  int size() {
    return keys.size();
  }

  boolean contains(VerificationKey key) {
    return members.contains(key);
  }

  /**
   * The keys that may have signed a token with this header. Normally one: a {@code kid} names it. A
   * token without {@code kid} may be of any key that fits its algorithm.
   */
  List<VerificationKey> candidates(JoseHeader header) {
    return keys.stream()
        .filter(key -> isMeant(key, header.keyId()) && key.fits(header.algorithm()))
        .limit(MOST_TRIES)
        .toList();
  }

  private static boolean isMeant(VerificationKey key, @Nullable String keyId) {
    return keyId == null || keyId.equals(key.keyId());
  }
}
