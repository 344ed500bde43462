package io.portcullis.settings;

import org.jspecify.annotations.Nullable;

/**
 * How the control plane listens.
 *
 * @param port 0 lets the system choose
 * @param bootstrapToken the set-up token; null has one made at the first start
 */
public record AdminSettings(String host, int port, @Nullable String bootstrapToken) {
  @Override
  public String toString() {
    return "AdminSettings[%s:%d]".formatted(host, port);
  }
}
