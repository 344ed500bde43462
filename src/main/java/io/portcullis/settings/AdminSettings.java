package io.portcullis.settings;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How the control plane listens.
 *
 * @param port 0 lets the system choose
 * @param bootstrapToken the set-up token; null has one made at the first start
 * @param url at which browsers see the console, or null if nobody said
 * @param openId by whom operators sign in, or null
 */
public record AdminSettings(
    String host,
    int port,
    @Nullable String bootstrapToken,
    @Nullable URI url,
    @Nullable OpenId openId) {

  /** The OpenID provider by which operators sign in, and as whom the console asks it. */
  public record OpenId(String issuer, String clientId, String clientSecret) {
    @Override
    public String toString() {
      return "OpenId[%s at %s]".formatted(clientId, issuer);
    }
  }

  /** Without a provider. */
  public AdminSettings(String host, int port, @Nullable String bootstrapToken) {
    this(host, port, bootstrapToken, null, null);
  }

  @Override
  public String toString() {
    return "AdminSettings[%s:%d]".formatted(host, port);
  }
}
