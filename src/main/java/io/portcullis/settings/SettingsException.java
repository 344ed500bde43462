package io.portcullis.settings;

import java.util.List;

/** Settings that cannot be started with; the message is one line and names each of them. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SettingsException(List<String> problems) {
    super(String.join("; ", problems));
  }
}
