package io.portcullis.token;

import io.portcullis.policy.Issuer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of an issuer's keys without asking the issuer. */
public final class PublishedKeys {
  private static final JwksReader READER = new JwksReader(Crypto.fastest());

  private PublishedKeys() {}

  /** What they are kept under in a {@link KeyArchive}; null for an issuer that has none. */
  public static @Nullable String sourceOf(Issuer issuer) {
    return issuer.kind() == Issuer.Kind.INTROSPECTION ? null : KeySource.of(issuer).name();
  }

  /** The keys in a kept document, those that are no use too. */
  public static List<IssuerReport.Key> read(Issuer issuer, byte[] document) {
    try {
      return READER.inspect(document, issuer.algorithms());
    } catch (StrictJson.MalformedException malformed) {
      return List.of(); // nothing malformed is kept, unless by hand
    }
  }
}
