package io.portcullis.token;

import org.jspecify.annotations.Nullable;

/** The name of a key that a token asks for: {@code kid}, or null, and algorithm. */
record WantedKey(@Nullable String keyId, JwsAlgorithm algorithm) {

  static WantedKey of(JoseHeader header) {
    return new WantedKey(header.keyId(), header.algorithm());
  }

  /** About the memory that it takes. */
  int weight() {
    return 100 + (keyId == null ? 0 : 2 * keyId.length());
  }

  @Override
  public String toString() {
    return "kid " + (keyId == null ? "(none)" : Refusal.shown(keyId)) + " for " + algorithm;
  }
}
