package io.portcullis.token;

/**
 * The reader of issuers' keys takes or refuses whatever an issuer sends. Run by {@code bin/fuzz}.
 */
public final class JwksFuzz {
  private static final JwksReader READER = new JwksReader(Crypto.fastest());

  private JwksFuzz() {}

  /** One round, with the document of an issuer. */
  public static void fuzzerTestOneInput(byte[] document) {
    try {
      if (READER.read(document).isEmpty()) {
        throw new AssertionError("keys that are none");
      }
    } catch (StrictJson.MalformedException refused) {
      // its right
    }
  }
}
