package io.portcullis.token;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where signatures are computed: the Amazon Corretto Crypto Provider where its native library
 * loads, else the JDK's own providers. On the JDK's, one ES256 check costs more than a millisecond.
 * Used explicitly and not installed, so that TLS and everything else stay as they are.
 *
 * @param provider null for the JDK's own
 */
public record Crypto(@Nullable Provider provider) {
  static final Crypto JDK = new Crypto(null);

  private static final Logger LOG = LoggerFactory.getLogger(Crypto.class);

  public static Crypto fastest() {
    try {
      AmazonCorrettoCryptoProvider corretto = AmazonCorrettoCryptoProvider.INSTANCE;
      if (corretto.getLoadingError() == null) {
        return new Crypto(corretto);
      }
      LOG.warn("Signatures are checked by the JDK: {}", corretto.getLoadingError().getMessage());
    } catch (LinkageError missing) {
      LOG.warn("Signatures are checked by the JDK: {}", missing.toString());
    }
    return JDK;
  }

  Signature signature(JwsAlgorithm algorithm) throws GeneralSecurityException {
    Signature signature =
        provider == null
            ? Signature.getInstance(algorithm.javaName())
            : Signature.getInstance(algorithm.javaName(), provider);
    if (algorithm.pss() != null) {
      signature.setParameter(algorithm.pss());
    }
    return signature;
  }

  /**
   * Makes a key the provider's own once, which would otherwise happen at every check. Not by {@link
   * KeyFactory#translateKey}: Corretto destroys a key made that way when a signature object goes on
   * to another key.
   */
  PublicKey prepare(PublicKey key) throws GeneralSecurityException {
    // Corretto makes no Edwards keys, and takes the JDK's
    return provider == null || key.getAlgorithm().equals("EdDSA")
        ? key
        : KeyFactory.getInstance(key.getAlgorithm(), provider)
            .generatePublic(new X509EncodedKeySpec(key.getEncoded()));
  }

  /** The same for a key to sign with. */
  public PrivateKey prepare(PrivateKey key) throws GeneralSecurityException {
    return provider == null
        ? key
        : KeyFactory.getInstance(key.getAlgorithm(), provider)
            .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
  }
}
