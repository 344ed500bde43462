package io.portcullis.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads values by key, and collects what is wrong with them, so that all of it is said at once. */
final class Environment {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m|h)");

  private final Map<String, String> values;
  private final Map<String, String> defaults = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  Environment(Map<String, String> values) {
    this.values = values;
  }

  /** Refuses keys of ours that nobody reads: most likely they are misspelt. */
  void refuseUnknown(Set<String> known) {
    for (String key : new TreeSet<>(values.keySet())) {
      if (key.startsWith("PORTCULLIS_") && !known.contains(key)) {
        problems.add(key + " is not a setting; there are " + new TreeSet<>(known));
      }
    }
  }

  void refuse(String key, String why) {
    if (values.containsKey(key)) {
      problems.add(key + " " + why);
    }
  }

  @Nullable String text(String key) {
    String value = values.get(key);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** What holds by what was read: the value, or else the default that somebody asked with. */
  @Nullable String inForce(String key) {
    String value = text(key);
    return value == null ? defaults.get(key) : value;
  }

  String text(String key, String otherwise) {
    defaults.put(key, otherwise);
    String value = text(key);
    return value == null ? otherwise : value;
  }

  /**
   * Reads a value by {@code parser}.
   *
   * @param parser throws {@link IllegalArgumentException}, saying what the value must be
   */
  <T> T parsed(String key, T otherwise, Function<String, T> parser) {
    noteDefault(key, otherwise);
    String value = text(key);
    try {
      return value == null ? otherwise : parser.apply(value);
    } catch (IllegalArgumentException failure) {
      problems.add("%s %s, but is '%s'".formatted(key, failure.getMessage(), value));
      return otherwise;
    }
  }

  /** As one would write it; an empty list is nothing. */
  private void noteDefault(String key, Object otherwise) {
    String text = written(otherwise);
    if (!text.isEmpty()) {
      defaults.put(key, text);
    }
  }

  private static String written(Object value) {
    if (value instanceof Duration duration) {
      return seconds(duration).replace(".0s", "s");
    }
    if (value instanceof Long bytes) {
      return bytes % (1 << 30) == 0 ? (bytes >> 30) + "GiB" : (bytes >> 20) + "MiB";
    }
    if (value instanceof Networks networks) {
      return networks.text();
    }
    return value instanceof List<?> ? "" : value.toString();
  }

  /** Like {@link #parsed}, where nothing is a value too. */
  <T> @Nullable T optional(String key, Function<String, T> parser) {
    String value = text(key);
    try {
      return value == null ? null : parser.apply(value);
    } catch (IllegalArgumentException failure) {
      problems.add("%s %s, but is '%s'".formatted(key, failure.getMessage(), value));
      return null;
    }
  }

  /** Like {@link #parsed}, but the value is never shown. */
  <T> @Nullable T secret(String key, Function<String, T> parser) {
    String value = text(key);
    try {
      return value == null ? null : parser.apply(value);
    } catch (IllegalArgumentException failure) {
      problems.add(key + " " + failure.getMessage());
      return null;
    }
  }

  int integer(String key, int otherwise, int min, int max) {
    return parsed(key, otherwise, value -> integer(value, min, max));
  }

  private static int integer(String value, int min, int max) {
    String rule = "must be a number from %d to %d".formatted(min, max);
    if (!value.matches("\\d{1,9}")) {
      throw new IllegalArgumentException(rule);
    }
    int number = Integer.parseInt(value);
    if (number < min || number > max) {
      throw new IllegalArgumentException(rule);
    }
    return number;
  }

  Duration duration(String key, Duration otherwise, Duration min, Duration max) {
    return parsed(key, otherwise, value -> duration(value, min, max));
  }

  private static Duration duration(String value, Duration min, Duration max) {
    String rule = "must be a time such as 500ms, 2.4s or 15m, from %s to %s";
    String range = rule.formatted(seconds(min), seconds(max));
    Matcher matcher = DURATION.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(range);
    }
    double number = Double.parseDouble(matcher.group(1));
    double millis =
        switch (matcher.group(2)) {
          case "ms" -> number;
          case "s" -> number * 1000;
          case "m" -> number * 60_000;
          default -> number * 3_600_000;
        };
    Duration duration = Duration.ofMillis(Math.round(millis));
    if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
      throw new IllegalArgumentException(range);
    }
    return duration;
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() / 1000.0 + "s";
  }

  Path path(String key, Path otherwise) {
    return parsed(key, otherwise, Path::of);
  }

  /** Says so when some of {@code keys} are set, and others are not. */
  void together(List<String> keys, List<String> needed) {
    if (keys.stream().anyMatch(key -> text(key) != null)) {
      for (String key : needed) {
        if (text(key) == null) {
          problems.add("%s is needed with %s".formatted(key, String.join(", ", keys)));
        }
      }
    }
  }

  void finish() {
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
  }
}
