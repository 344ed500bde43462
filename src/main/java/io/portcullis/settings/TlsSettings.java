package io.portcullis.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files with the certificates of the gateway's port.
 *
 * @param certificates PEM, each with its chain; the first is shown to callers who name no host or
 *     another one
 * @param keys PEM, PKCS #8 or PKCS #1, not encrypted; one for each certificate, in the same order
 * @param clientAuthorities PEM, who vouches for callers' certificates; empty asks for none
 * @param needsClientCertificate whether a caller without one gets no connection
 */
public record TlsSettings(
    List<Path> certificates,
    List<Path> keys,
    List<Path> clientAuthorities,
    boolean needsClientCertificate) {
  private static final String AUTHORITIES = "PORTCULLIS_TLS_CLIENT_CA";
  private static final String CLIENTS = "PORTCULLIS_TLS_CLIENT_AUTH";
  private static final String CERTIFICATES = "PORTCULLIS_TLS_CERT";
  private static final String KEYS = "PORTCULLIS_TLS_KEY";

  public TlsSettings {
    certificates = List.copyOf(certificates);
    keys = List.copyOf(keys);
    clientAuthorities = List.copyOf(clientAuthorities);
  }

  /** Null where TLS is not wanted. */
  static @Nullable TlsSettings read(Environment env) {
    env.together(List.of(CERTIFICATES, KEYS), List.of(CERTIFICATES, KEYS));
    List<Path> certificates = env.parsed(CERTIFICATES, List.of(), TlsSettings::files);
    List<Path> keys = env.parsed(KEYS, List.of(), TlsSettings::files);
    if (certificates.size() != keys.size() && !certificates.isEmpty() && !keys.isEmpty()) {
      env.refuse(
          KEYS,
          "must name as many files as %s, which names %d, but names %d"
              .formatted(CERTIFICATES, certificates.size(), keys.size()));
    }
    env.together(List.of(AUTHORITIES), List.of(CERTIFICATES));
    env.together(List.of(CLIENTS), List.of(AUTHORITIES));
    List<Path> authorities = env.parsed(AUTHORITIES, List.of(), TlsSettings::files);
    boolean needsOne = env.parsed(CLIENTS, "request", TlsSettings::clients).equals("require");
    return certificates.isEmpty() || keys.isEmpty()
        ? null
        : new TlsSettings(certificates, keys, authorities, needsOne);
  }

  private static String clients(String text) {
    if (!List.of("request", "require").contains(text)) {
      throw new IllegalArgumentException("must be request or require");
    }
    return text;
  }

  private static List<Path> files(String text) {
    List<Path> files = new ArrayList<>();
    for (String file : text.split(",", -1)) {
      if (file.isBlank()) {
        throw new IllegalArgumentException("must be a file, or several with commas in between");
      }
      files.add(Path.of(file.strip()));
    }
    return files;
  }
}
