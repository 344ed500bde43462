package io.portcullis.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Tells the backend which certificate the caller has shown. */
final class ClientCertificate {
  private ClientCertificate() {}

  /** RFC 9440, section 2.2: the certificate in DER, as a byte sequence of RFC 8941. */
  static void set(MultiMap headers, HttpServerRequest request) {
    SSLSession session = request.isSSL() ? request.sslSession() : null;
    if (session == null) {
      return;
    }
    try {
      byte[] certificate = session.getPeerCertificates()[0].getEncoded();
      headers.set("Client-Cert", ":" + Base64.getEncoder().encodeToString(certificate) + ":");
    } catch (SSLPeerUnverifiedException none) {
      // the caller has shown none, and need not
    } catch (CertificateEncodingException impossible) {
      throw new IllegalStateException("a certificate that was read cannot be written", impossible);
    }
  }
}
