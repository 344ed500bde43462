package io.portcullis.token;

import io.portcullis.settings.Networks;
import java.util.Optional;

public final class IssuerUrls {
  public IssuerUrls(Networks networks) {}

  public Optional<String> problemWith(String url) {
    return Optional.empty();
  }
}
