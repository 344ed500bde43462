package io.portcullis.settings;

import io.portcullis.settings.SettingInForce.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells of each setting what holds and who said so.
 *
 * @param env all values, the environment's over those of the file
 * @param environment keys that the environment has
 * @param file the settings file, or null
 */
record Origins(Environment env, Set<String> environment, @Nullable Path file) {

  List<SettingInForce> inForce() {
    return SettingList.OF_SERVER.stream().map(this::inForce).toList();
  }

  private SettingInForce inForce(SettingList.Description setting) {
    String key = setting.key();
    if (key.equals("PORTCULLIS_CONFIG")) {
      return SettingInForce.of(
          setting,
          file == null ? null : file.toString(),
          environment.contains(key) ? Origin.ENVIRONMENT : Origin.DEFAULT);
    }
    if (env.text(key) != null) {
      return SettingInForce.of(setting, env.text(key), origin(key));
    }
    return isGenerated(key)
        ? SettingInForce.of(setting, "", Origin.GENERATED)
        : SettingInForce.of(setting, env.inForce(key), Origin.DEFAULT);
  }

  /** A secret that is read from a file comes from where that file is named. */
  private Origin origin(String key) {
    boolean isOfEnvironment =
        environment.contains(key)
            || (env.text(key + "_FILE") != null && environment.contains(key + "_FILE"));
    return isOfEnvironment ? Origin.ENVIRONMENT : Origin.FILE;
  }

  /** The embedded PostgreSQL comes with a password and with a secret of its own. */
  private boolean isGenerated(String key) {
    return switch (key) {
      case "PORTCULLIS_BOOTSTRAP_TOKEN", "DATABASE_URL" -> true;
      case "PORTCULLIS_SECRET" -> env.text("DATABASE_URL") == null;
      default -> false;
    };
  }
}
