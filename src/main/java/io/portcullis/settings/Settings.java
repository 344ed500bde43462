package io.portcullis.settings;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything a process reads at its start.
 *
 * @param lease how long a replica may decide without hearing from PostgreSQL
 * @param allowedNetworks private or loopback addresses that issuers' URLs may point to
 * @param inForce all of it, fit to be shown, with where each value comes from
 */
public record Settings(
    GatewaySettings gateway,
    AdminSettings admin,
    StoreSettings store,
    SpoolSettings spool,
    Duration lease,
    Networks allowedNetworks,
    List<SettingInForce> inForce) {

  private static final List<String> SECRETS =
      List.of(
          "DATABASE_URL",
          "PORTCULLIS_BOOTSTRAP_TOKEN",
          "PORTCULLIS_SECRET",
          "PORTCULLIS_OIDC_CLIENT_SECRET");

  private static final List<String> OPEN_ID =
      List.of(
          "PORTCULLIS_OIDC_ISSUER", "PORTCULLIS_OIDC_CLIENT_ID", "PORTCULLIS_OIDC_CLIENT_SECRET");

  /** What holds where nothing is set. */
  public enum Defaults {
    SERVE,
    /** Everything on this machine, for trying it out. */
    DEMO
  }

  /**
   * Reads the settings.
   *
   * @param file with the same keys, or null; the environment wins
   * @throws SettingsException naming every value that is wrong
   */
  public static Settings read(
      Map<String, String> environment, @Nullable Path file, Defaults defaults) {
    Map<String, String> values = new HashMap<>(file == null ? Map.of() : readFile(file));
    values.putAll(environment);
    readSecretFiles(values);
    Environment env = new Environment(values);
    env.refuseUnknown(SettingList.ownKeys());
    Settings settings = read(env, defaults);
    env.finish();
    return settings.with(new Origins(env, environment.keySet(), file).inForce());
  }

  private static Settings read(Environment env, Defaults defaults) {
    boolean isDemo = defaults == Defaults.DEMO;
    env.together(List.of("PORTCULLIS_REDIRECT_PORT"), List.of("PORTCULLIS_TLS_CERT"));
    env.together(List.of("PORTCULLIS_PROXY_PROTOCOL"), List.of("PORTCULLIS_TRUSTED_PROXIES"));
    Networks trustedProxies =
        env.parsed("PORTCULLIS_TRUSTED_PROXIES", Networks.NONE, Settings::proxies);
    GatewaySettings gateway =
        new GatewaySettings(
            env.text("PORTCULLIS_GATEWAY_HOST", isDemo ? "127.0.0.1" : "0.0.0.0"),
            env.integer("PORTCULLIS_GATEWAY_PORT", 8080, 0, 65_535),
            env.integer(
                "PORTCULLIS_EVENT_LOOPS", Runtime.getRuntime().availableProcessors(), 1, 1024),
            TlsSettings.read(env),
            env.optional("PORTCULLIS_REDIRECT_PORT", Settings::port),
            env.parsed("PORTCULLIS_PROXY_PROTOCOL", false, Settings::yesOrNo),
            ConnectionSettings.read(env, trustedProxies),
            LeavingSettings.read(env),
            trustedProxies,
            env.optional("PORTCULLIS_PUBLIC_URL", Settings::url),
            env.optional("PORTCULLIS_SECRETS_DIR", Path::of),
            env.secret("PORTCULLIS_SECRET", Settings::secret));
    AdminSettings admin =
        new AdminSettings(
            env.text("PORTCULLIS_ADMIN_HOST", "127.0.0.1"),
            env.integer("PORTCULLIS_ADMIN_PORT", 8081, 0, 65_535),
            env.secret("PORTCULLIS_BOOTSTRAP_TOKEN", Settings::token),
            env.optional("PORTCULLIS_ADMIN_URL", Settings::url),
            openId(env));
    StoreSettings store =
        new StoreSettings(
            env.secret("DATABASE_URL", DatabaseUrl::parse),
            env.path("PORTCULLIS_DATA_DIR", Path.of(isDemo ? ".portcullis/demo" : ".portcullis")));
    SpoolSettings spool =
        new SpoolSettings(
            env.path("PORTCULLIS_SPOOL_DIR", store.dataDirectory().resolve("spool")),
            env.parsed("PORTCULLIS_SPOOL_SIZE", SpoolSettings.DEFAULT_SIZE, SpoolSettings::size));
    return new Settings(
        gateway,
        admin,
        store,
        spool,
        env.duration(
            "PORTCULLIS_LEASE",
            Duration.ofMillis(2400),
            Duration.ofMillis(500),
            Duration.ofMinutes(15)),
        env.parsed(
            "PORTCULLIS_ALLOWED_NETWORKS",
            isDemo ? Networks.LOOPBACK : Networks.NONE,
            Networks::parse),
        List.of());
  }

  private static int port(String text) {
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
      throw new IllegalArgumentException("must be a number from 0 to 65535");
    }
    return Integer.parseInt(text);
  }

  private static boolean yesOrNo(String text) {
    if (!List.of("true", "false").contains(text)) {
      throw new IllegalArgumentException("must be true or false");
    }
    return Boolean.parseBoolean(text);
  }

  private static AdminSettings.@Nullable OpenId openId(Environment env) {
    env.together(OPEN_ID, OPEN_ID);
    env.together(OPEN_ID, List.of("PORTCULLIS_ADMIN_URL"));
    env.optional("PORTCULLIS_OIDC_ISSUER", Settings::url);
    String issuer = env.text("PORTCULLIS_OIDC_ISSUER");
    String client = env.text("PORTCULLIS_OIDC_CLIENT_ID");
    String secret = env.text("PORTCULLIS_OIDC_CLIENT_SECRET");
    return issuer == null || client == null || secret == null
        ? null
        : new AdminSettings.OpenId(issuer, client, secret);
  }

  /** Every key that means something. */
  public static Set<String> keys() {
    return SettingList.keys();
  }

  private Settings with(List<SettingInForce> shown) {
    return new Settings(gateway, admin, store, spool, lease, allowedNetworks, shown);
  }

  private Settings with(AdminSettings other) {
    return new Settings(gateway, other, store, spool, lease, allowedNetworks, inForce);
  }

  /** The same with a set-up token. */
  public Settings withBootstrapToken(String token) {
    return with(new AdminSettings(admin.host(), admin.port(), token, admin.url(), admin.openId()))
        .with(SettingInForce.generated(inForce, Map.of("PORTCULLIS_BOOTSTRAP_TOKEN", token)));
  }

  /** The same with a provider by which operators sign in. */
  public Settings withSignIn(URI url, AdminSettings.OpenId openId) {
    return with(new AdminSettings(admin.host(), admin.port(), admin.bootstrapToken(), url, openId))
        .with(
            SettingInForce.generated(
                inForce,
                Map.of(
                    "PORTCULLIS_ADMIN_URL",
                    url.toString(),
                    "PORTCULLIS_OIDC_ISSUER",
                    openId.issuer(),
                    "PORTCULLIS_OIDC_CLIENT_ID",
                    openId.clientId(),
                    "PORTCULLIS_OIDC_CLIENT_SECRET",
                    openId.clientSecret())));
  }

  private static Networks proxies(String text) {
    Networks networks = Networks.parse(text);
    if (networks.ranges().stream()
        .anyMatch(range -> range.getPrefixLength() != null && range.getPrefixLength() == 0)) {
      throw new IllegalArgumentException("must not trust every address");
    }
    return networks;
  }

  private static URI url(String text) {
    try {
      URI url = new URI(text);
      if (url.getHost() != null && List.of("http", "https").contains(url.getScheme())) {
        return url;
      }
    } catch (URISyntaxException failure) {
      // said below
    }
    throw new IllegalArgumentException("must be a URL such as https://api.example.com");
  }

  private static String token(String text) {
    if (!text.matches("[!-~]{16,200}")) {
      throw new IllegalArgumentException("must be 16 to 200 visible ASCII characters");
    }
    return text;
  }

  /** Keys are made of it fast, so it has to be too long to guess. */
  private static String secret(String text) {
    if (!text.matches("[!-~]{32,1000}")) {
      throw new IllegalArgumentException("must be 32 to 1000 visible ASCII characters");
    }
    return text;
  }

  /** Orchestrators mount secrets as files; a key with _FILE names one. */
  private static void readSecretFiles(Map<String, String> values) {
    for (String key : SECRETS) {
      String file = values.get(key + "_FILE");
      if (file == null) {
        continue;
      }
      if (values.containsKey(key)) {
        throw new SettingsException(List.of("set " + key + " or " + key + "_FILE, not both"));
      }
      try {
        values.put(key, Files.readString(Path.of(file)).strip());
      } catch (IOException failure) {
        throw new SettingsException(List.of(key + "_FILE cannot be read: " + file));
      }
    }
  }

  private static Map<String, String> readFile(Path file) {
    try {
      Map<String, String> values =
          new YAMLMapper().readValue(file.toFile(), new TypeReference<Map<String, String>>() {});
      for (String key : values == null ? Set.<String>of() : values.keySet()) {
        if (!keys().contains(key)) {
          throw new SettingsException(List.of(file + ": " + key + " is not a setting"));
        }
      }
      return values == null ? Map.of() : values;
    } catch (JacksonException failure) {
      throw new SettingsException(
          List.of(file + " is not a list of KEY: value lines: " + failure.getOriginalMessage()));
    } catch (IOException failure) {
      throw new SettingsException(List.of(file + " cannot be read"));
    }
  }
}
