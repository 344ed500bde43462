package io.portcullis.settings;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Every setting there is, in the order in which people read of them. */
public final class SettingList {
  /** How much of a value may be shown. */
  enum Kind {
    PLAIN,
    /** Without what may be a password in it. */
    URL,
    /** Whether there is one, and no more. */
    SECRET
  }

  /**
   * What a setting is.
   *
   * @param meaning one line for people
   */
  public record Description(String key, Kind kind, String meaning) {
    public boolean isSecret() {
      return kind == Kind.SECRET;
    }
  }

  /** What a server goes by. All of it is read once, at the start. */
  static final List<Description> OF_SERVER =
      List.of(
          plain("PORTCULLIS_GATEWAY_HOST", "Address the gateway listens on."),
          plain("PORTCULLIS_GATEWAY_PORT", "Port of the gateway; 0 lets the system choose."),
          plain("PORTCULLIS_ADMIN_HOST", "Address of the admin port."),
          plain(
              "PORTCULLIS_ADMIN_PORT",
              "Port of console, REST API, health and metrics; 0 lets the system choose."),
          plain("PORTCULLIS_EVENT_LOOPS", "How many event loops serve requests."),
          plain("PORTCULLIS_TRUSTED_PROXIES", "Whose X-Forwarded fields are believed."),
          plain(
              "PORTCULLIS_MAX_CONNECTIONS",
              "Open connections at a port; what is more is closed at once."),
          plain(
              "PORTCULLIS_MAX_CONNECTIONS_PER_ADDRESS",
              "Open connections of one address at a port; 0 for any number."),
          plain(
              "PORTCULLIS_MAX_EXCHANGES", "Requests under way; what is more gets 503 overloaded."),
          plain(
              "PORTCULLIS_MAX_FORGED_TOKENS",
              "Forged tokens of one address that are looked into in a minute; 0 for any number."),
          plain("PORTCULLIS_MAX_BODY", "Size of a request's body; 0 for any size."),
          plain("PORTCULLIS_HEAD_TIMEOUT", "How long the head of a request may take to come."),
          plain(
              "PORTCULLIS_DRAIN_DELAY", "How long it serves on once it says that it is not ready."),
          plain("PORTCULLIS_DRAIN_TIMEOUT", "How long requests under way may take after that."),
          plain(
              "PORTCULLIS_MIN_BODY_RATE",
              "Bytes a second that a body must come with; 0 for any rate."),
          plain(
              "PORTCULLIS_TLS_CERT",
              "Files with the gateway's certificates; renewed ones are taken up without a restart."),
          plain("PORTCULLIS_TLS_KEY", "Files with their private keys, in the same order."),
          plain("PORTCULLIS_TLS_CLIENT_CA", "Files with the authorities of callers' certificates."),
          plain(
              "PORTCULLIS_TLS_CLIENT_AUTH",
              "Whether callers may show a certificate, or must: request or require."),
          plain("PORTCULLIS_REDIRECT_PORT", "Port for plain HTTP that sends callers on to TLS."),
          plain(
              "PORTCULLIS_PROXY_PROTOCOL",
              "Whether trusted proxies say in the PROXY protocol for whom they connect."),
          url(
              "PORTCULLIS_PUBLIC_URL",
              "URL at which callers reach the gateway; the issuer of the identity assertion."),
          url("PORTCULLIS_ADMIN_URL", "URL at which operators reach the console."),
          secret(
              "DATABASE_URL",
              "The PostgreSQL that keeps policy; without it an embedded one runs beside the process."),
          plain("DATABASE_URL_FILE", "File that holds DATABASE_URL."),
          plain("PORTCULLIS_DATA_DIR", "What the embedded PostgreSQL keeps."),
          plain(
              "PORTCULLIS_SPOOL_DIR",
              "Where a gateway keeps rejections until they are in PostgreSQL."),
          plain("PORTCULLIS_SPOOL_SIZE", "What all gateways that spool there may take together."),
          plain(
              "PORTCULLIS_LEASE", "How long a gateway may decide without hearing from PostgreSQL."),
          secret("PORTCULLIS_BOOTSTRAP_TOKEN", "The set-up token: owner of everything."),
          plain("PORTCULLIS_BOOTSTRAP_TOKEN_FILE", "File that holds PORTCULLIS_BOOTSTRAP_TOKEN."),
          url("PORTCULLIS_OIDC_ISSUER", "The OpenID provider by which operators sign in."),
          plain("PORTCULLIS_OIDC_CLIENT_ID", "As whom the console is registered there."),
          secret("PORTCULLIS_OIDC_CLIENT_SECRET", "The secret of that registration."),
          plain(
              "PORTCULLIS_OIDC_CLIENT_SECRET_FILE",
              "File that holds PORTCULLIS_OIDC_CLIENT_SECRET."),
          secret("PORTCULLIS_SECRET", "What the keys of the identity assertion are sealed with."),
          plain("PORTCULLIS_SECRET_FILE", "File that holds PORTCULLIS_SECRET."),
          plain(
              "PORTCULLIS_ALLOWED_NETWORKS", "Private addresses that issuers' URLs may point to."),
          plain(
              "PORTCULLIS_SECRETS_DIR",
              "Directory with secrets for issuers and certificates for backends; its files are read anew."),
          plain("PORTCULLIS_CONFIG", "Path of the settings file."),
          secret("PORTCULLIS_JAVA_OPTS", "Options for the JVM, which may hold passwords."));

  /** For the command line as a client of the API. */
  private static final Set<String> OF_CLIENT = Set.of("PORTCULLIS_URL", "PORTCULLIS_TOKEN");

  private SettingList() {}

  private static Description plain(String key, String meaning) {
    return new Description(key, Kind.PLAIN, meaning);
  }

  private static Description url(String key, String meaning) {
    return new Description(key, Kind.URL, meaning);
  }

  private static Description secret(String key, String meaning) {
    return new Description(key, Kind.SECRET, meaning);
  }

  /** Every key that means something. */
  static Set<String> keys() {
    Set<String> keys =
        OF_SERVER.stream().map(Description::key).collect(Collectors.toCollection(TreeSet::new));
    keys.addAll(OF_CLIENT);
    return keys;
  }

  /** Those that are told by their name to be ours. */
  static Set<String> ownKeys() {
    return keys().stream()
        .filter(key -> key.startsWith("PORTCULLIS_"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
