package io.portcullis.token;

import io.portcullis.policy.Issuer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where keys come from. Issuers of different projects that mean the same place share the keys.
 *
 * @param jwksUri where they are, or null to learn that from the metadata
 * @param discoveryUri where the metadata is, if {@code jwksUri} is null
 * @param issuers the names of which the metadata must have one; empty with {@code jwksUri}
 */
record KeySource(@Nullable String jwksUri, @Nullable String discoveryUri, Set<String> issuers) {

  static KeySource of(Issuer issuer) {
    return issuer.jwksUri() != null
        ? new KeySource(issuer.jwksUri(), null, Set.of())
        : new KeySource(null, issuer.discoveryUri(), issuer.issuers());
  }

  /** What it is kept under: metadata are another source for whoever expects another issuer. */
  String name() {
    if (jwksUri != null) {
      return jwksUri;
    }
    byte[] expected = new TreeSet<>(issuers).toString().getBytes(StandardCharsets.UTF_8);
    return discoveryUri + " " + HexFormat.of().formatHex(Sha256.ofThisThread().digest(expected));
  }

  /** For logs. */
  @Override
  public String toString() {
    return String.valueOf(jwksUri == null ? discoveryUri : jwksUri);
  }
}
