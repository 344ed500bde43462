package io.portcullis.settings;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A setting as a process goes by it, fit to be shown.
 *
 * @param value as one would write it; null for a secret, and where nothing is set
 * @param isSet whether there is a value, shown or not
 */
public record SettingInForce(
    SettingList.Description description, @Nullable String value, Origin origin, boolean isSet) {

  /** Where a value comes from. */
  public enum Origin {
    DEFAULT,
    FILE,
    ENVIRONMENT,
    /** Made by the process, because nobody gave one. */
    GENERATED;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What is in force by this value; of a secret only whether there is one.
   *
   * @param value null where nothing is set
   */
  static SettingInForce of(
      SettingList.Description description, @Nullable String value, Origin origin) {
    String shown =
        switch (description.kind()) {
          case SECRET -> null;
          case URL -> value == null ? null : withoutSecrets(value);
          case PLAIN -> value;
        };
    return new SettingInForce(description, shown, origin, value != null);
  }

  /** What stands before the host or behind a question mark may be a password. */
  private static String withoutSecrets(String url) {
    return url.replaceFirst("(?<=://)[^/?#]*@", "…@").replaceFirst("[?#].*", "…");
  }

  /** The same settings, with values that the process made itself. */
  static List<SettingInForce> generated(List<SettingInForce> all, Map<String, String> made) {
    return all.stream()
        .map(
            setting -> {
              String value = made.get(setting.description().key());
              return value == null ? setting : of(setting.description(), value, Origin.GENERATED);
            })
        .toList();
  }
}
