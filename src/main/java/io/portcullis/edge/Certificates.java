package io.portcullis.edge;

import io.portcullis.settings.TlsSettings;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of a listening port as their files have them. Blocks: call it on a worker, by
 * one caller at a time.
 */
public final class Certificates {
  private static final byte[] PROBE = {1, 2, 3};
  private static final Set<String> VERSIONS = Set.of("TLSv1.3", "TLSv1.2");

  private final Vertx vertx;
  private final TlsSettings files;
  private @Nullable PemKeyCertOptions inForce;
  private List<Buffer> authoritiesInForce = List.of();
  private Instant earliestEnd = Instant.MAX;
  private volatile @Nullable Instant endInForce;

  /** Certificates that cannot be used; the message says which and why. */
  public static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  public Certificates(Vertx vertx, TlsSettings files) {
    this.vertx = vertx;
    this.files = files;
  }

  /**
   * Reads the files.
   *
   * @return what to listen with, or null when nothing is new since the last call that succeeded
   * @throws UnusableException when a file cannot be read, or a key is not that of its certificate,
   *     as between the writing of one and the other
   */
  public @Nullable ServerSSLOptions readIfNew() throws UnusableException {
    PemKeyCertOptions read = new PemKeyCertOptions();
    for (int i = 0; i < files.certificates().size(); i++) {
      read.addCertValue(bytes(files.certificates().get(i)));
      read.addKeyValue(bytes(files.keys().get(i)));
    }
    PemTrustOptions authorities = new PemTrustOptions();
    for (Path file : files.clientAuthorities()) {
      authorities.addCertValue(bytes(file));
    }
    PemKeyCertOptions known = inForce;
    if (known != null
        && known.getCertValues().equals(read.getCertValues())
        && known.getKeyValues().equals(read.getKeyValues())
        && authorities.getCertValues().equals(authoritiesInForce)) {
      return null;
    }
    checkAuthorities(authorities);
    earliestEnd = Instant.MAX;
    for (int i = 0; i < files.certificates().size(); i++) {
      check(
          new PemKeyCertOptions()
              .addCertValue(read.getCertValues().get(i))
              .addKeyValue(read.getKeyValues().get(i)),
          files.certificates().get(i),
          files.keys().get(i));
    }
    inForce = read;
    authoritiesInForce = authorities.getCertValues();
    endInForce = earliestEnd;
    ServerSSLOptions options = new ServerSSLOptions().setKeyCertOptions(read).setSni(true);
    options.setUseAlpn(true);
    options.setEnabledSecureTransportProtocols(VERSIONS);
    if (!files.clientAuthorities().isEmpty()) {
      options.setTrustOptions(authorities);
      options.setClientAuth(
          files.needsClientCertificate() ? ClientAuth.REQUIRED : ClientAuth.REQUEST);
    }
    return options;
  }

  /** When the first of the certificates in force ends; null before there are any. Any thread. */
  public @Nullable Instant end() {
    return endInForce;
  }

  private void checkAuthorities(PemTrustOptions authorities) throws UnusableException {
    if (authorities.getCertValues().isEmpty()) {
      return;
    }
    try {
      authorities.getTrustManagerFactory(vertx);
    } catch (Exception failure) { // the reader of PEM throws what it likes
      throw new UnusableException(
          "%s cannot be used: %s".formatted(files.clientAuthorities(), failure.getMessage()),
          failure);
    }
  }

  private static Buffer bytes(Path file) throws UnusableException {
    try {
      return Buffer.buffer(Files.readAllBytes(file));
    } catch (IOException failure) {
      throw new UnusableException("%s cannot be read (%s)".formatted(file, failure), failure);
    }
  }

  private void check(PemKeyCertOptions pair, Path certificate, Path key) throws UnusableException {
    try {
      for (KeyManager manager : pair.getKeyManagerFactory(vertx).getKeyManagers()) {
        if (manager instanceof X509KeyManager x509 && isPair(x509)) {
          return;
        }
      }
    } catch (Exception failure) { // the reader of PEM throws what it likes
      throw new UnusableException(
          "%s and %s cannot be used: %s".formatted(certificate, key, failure.getMessage()),
          failure);
    }
    throw new UnusableException(
        "the key in %s is not that of the certificate in %s".formatted(key, certificate), null);
  }

  private boolean isPair(X509KeyManager manager) throws GeneralSecurityException {
    for (String type : List.of("RSA", "EC", "EdDSA")) {
      String[] aliases = manager.getServerAliases(type, null);
      if (aliases != null && aliases.length > 0) {
        X509Certificate shown = manager.getCertificateChain(aliases[0])[0];
        Instant end = shown.getNotAfter().toInstant();
        earliestEnd = end.isBefore(earliestEnd) ? end : earliestEnd;
        return belongTogether(manager.getPrivateKey(aliases[0]), shown.getPublicKey());
      }
    }
    return false;
  }

  private static boolean belongTogether(PrivateKey mine, PublicKey shown)
      throws GeneralSecurityException {
    String algorithm =
        switch (shown.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> shown.getAlgorithm();
        };
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(mine);
    signature.update(PROBE);
    byte[] signed = signature.sign();
    signature.initVerify(shown);
    signature.update(PROBE);
    return signature.verify(signed);
  }
}
