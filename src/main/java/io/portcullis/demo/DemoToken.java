package io.portcullis.demo;

import io.portcullis.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The set-up token of the demo, the same at every start, so that what was printed stays true. A
 * server that is not a demo keeps only a hash.
 */
final class DemoToken {
  private static final int BYTES = 24;

  private DemoToken() {}

  static Settings given(Settings settings) throws IOException {
    if (settings.admin().bootstrapToken() != null) {
      return settings;
    }
    Path directory = Files.createDirectories(settings.store().dataDirectory());
    Path file = directory.resolve("demo-token");
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, random());
    }
    return settings.withBootstrapToken(Files.readString(file).strip());
  }

  private static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return "pcs_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
