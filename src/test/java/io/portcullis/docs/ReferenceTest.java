package io.portcullis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.Reason;
import io.portcullis.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference pages say all there is, and nothing that there is not. */
class ReferenceTest {
  private static final Path REFERENCE = Path.of("docs/reference");

  private static Set<String> named(String file, String pattern) throws IOException {
    Matcher matcher =
        Pattern.compile(pattern, Pattern.MULTILINE)
            .matcher(Files.readString(REFERENCE.resolve(file)));
    return matcher
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everySettingHasASectionOfItsOwnAndNoOtherHas() throws IOException {
    assertThat(named("settings.md", "^### `([A-Z_]+)`$")).isEqualTo(Settings.keys());
  }

  @Test
  void everyReasonHasARowOfItsOwnAndNoOtherHas() throws IOException {
    assertThat(named("reasons.md", "^\\| `([a-z_]+)`"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Reason.values()).map(Reason::code).toList());
  }

  @Test
  void everyReasonStandsUnderItsStatus() throws IOException {
    String section = "";
    for (String line : Files.readAllLines(REFERENCE.resolve("reasons.md"))) {
      if (line.startsWith("## ")) {
        section = line.substring(3, line.indexOf(':'));
      } else if (line.startsWith("| `")) {
        String code = line.substring(3, line.indexOf('`', 3));
        String status = Integer.toString(Reason.valueOf(code.toUpperCase(Locale.ROOT)).status());
        assertThat(List.of(section.split(", "))).as(code).contains(status);
        if (section.contains(",")) {
          assertThat(line).as(code).startsWith("| `" + code + "` (" + status + ") |");
        }
      }
    }
  }

  /** Rows that leave the question to the roadmap are left out. */
  @Test
  void aReasonThatNothingGivesYetIsMarkedAsSuchAndNoOtherIs() throws IOException {
    String code = code();
    for (String line : Files.readAllLines(REFERENCE.resolve("reasons.md"))) {
      if (line.startsWith("| `") && !line.contains("ROADMAP.md")) {
        String name = line.substring(3, line.indexOf('`', 3)).toUpperCase(Locale.ROOT);
        boolean isGiven = Pattern.compile("\\b" + name + "\\b").matcher(code).find();
        assertThat(line.contains("Not used yet")).as(line).isEqualTo(!isGiven);
      }
    }
  }

  private static String code() throws IOException {
    StringBuilder code = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        if (!file.endsWith("Reason.java")) {
          code.append(Files.readString(file));
        }
      }
    }
    return code.toString();
  }
}
