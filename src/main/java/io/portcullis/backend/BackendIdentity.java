package io.portcullis.backend;

import io.portcullis.policy.Backend;
import io.portcullis.policy.BackendTls;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who vouches for a backend's targets, and as whom the gateway shows itself to them. The private
 * key is a file and not a row, so that whoever can read the database or its history has none.
 *
 * @param keyFiles where certificate and key are, without their endings; null when none is shown
 */
public record BackendIdentity(@Nullable String trustedCertificates, @Nullable Path keyFiles) {
  private static final BackendIdentity USUAL = new BackendIdentity(null, null);

  /**
   * What a backend asks for.
   *
   * @param secrets where the files are; without it there are none, and connecting fails
   */
  public static BackendIdentity of(Backend backend, @Nullable Path secrets) {
    BackendTls tls = backend.tls();
    if (tls == null) {
      return USUAL;
    }
    Path directory = secrets == null ? Path.of("PORTCULLIS_SECRETS_DIR-is-not-set") : secrets;
    String name = "backend." + backend.project() + "." + backend.id();
    return new BackendIdentity(
        tls.trustedCertificates(), tls.clientCertificate() ? directory.resolve(name) : null);
  }

  /** Whether nothing is asked for beyond the authorities of the JDK. */
  public boolean isUsual() {
    return trustedCertificates == null && keyFiles == null;
  }

  /** Makes a client check, and show, that. */
  public void applyTo(ClientOptionsBase options) {
    if (trustedCertificates != null) {
      options.setTrustOptions(
          new PemTrustOptions().addCertValue(Buffer.buffer(trustedCertificates)));
    }
    if (keyFiles != null) {
      options.setKeyCertOptions(
          new PemKeyCertOptions()
              .setCertPath(keyFiles + ".crt.pem")
              .setKeyPath(keyFiles + ".key.pem"));
    }
  }
}
