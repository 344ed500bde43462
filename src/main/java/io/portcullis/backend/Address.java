package io.portcullis.backend;

import io.portcullis.policy.BackendTls;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where a target is.
 *
 * @param basePath put in front of what is forwarded; without a slash at its end
 */
public record Address(String host, int port, boolean isTls, String basePath) {
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  /** Connects there, and asks for the name that the backend goes by. */
  public void direct(RequestOptions options, @Nullable BackendTls tls) {
    if (tls != null && tls.serverName() != null && isTls) {
      options.setServer(SocketAddress.inetSocketAddress(port, host)).setHost(tls.serverName());
    }
  }

  static Address of(URI url) {
    boolean isTls = "https".equals(url.getScheme());
    int port = url.getPort() > 0 ? url.getPort() : isTls ? HTTPS : HTTP;
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    String base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return new Address(url.getHost(), port, isTls, base);
  }
}
