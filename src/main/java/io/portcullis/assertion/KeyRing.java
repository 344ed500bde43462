package io.portcullis.assertion;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys that there are. Immutable.
 *
 * @param keys in the order in which they sign
 */
record KeyRing(List<AssertionKey> keys) {
  static final KeyRing EMPTY = new KeyRing(List.of());

  KeyRing {
    keys = List.copyOf(keys);
  }

  /** The key that signs now, or null while there is none. */
  @Nullable AssertionKey signer(Instant now) {
    AssertionKey signer = null;
    for (AssertionKey key : keys) {
      if (!key.signsFrom().isAfter(now) || signer == null) {
        signer = key;
      }
    }
    return signer;
  }

  /** The JWKS (RFC 7517, section 5): keys that sign, are going to, or did so until lately. */
  String jwks(Instant now) {
    List<JWK> published = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      Instant successor = i + 1 < keys.size() ? keys.get(i + 1).signsFrom() : null;
      if (KeySchedule.isPublished(successor, now)) {
        published.add(keys.get(i).publicKey());
      }
    }
    return new JWKSet(published).toString();
  }
}
