package io.portcullis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page for operators tells of the metrics and checks that there are. */
@ExtendWith(PostgresExtension.class)
class OperationsTest {
  private static final Path PAGE = Path.of("docs/operations.md");

  private static Set<String> found(String text, String pattern) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyMetricHasARowAndNoOtherHas(DatabaseUrl database) throws IOException {
    String page = Files.readString(PAGE);
    try (Portcullis portcullis = Portcullis.start(database)) {
      Set<String> metrics =
          found(portcullis.admin().get("/metrics").body(), "^# TYPE (portcullis_\\S+) ");
      metrics.removeIf(name -> name.endsWith("_max")); // told with its histogram

      assertThat(found(page, "^\\| `(portcullis_\\w+)`")).isEqualTo(metrics);
      assertThat(found(page, "(portcullis_[a-z_]+)"))
          .allSatisfy(name -> assertThat(metrics).contains(name.replaceFirst("_bucket$", "")));
    }
  }

  @Test
  void everyCheckOfReadinessIsNamed(DatabaseUrl database) throws IOException {
    String page = Files.readString(PAGE);
    try (Portcullis portcullis = Portcullis.start(database)) {
      Set<String> checks = found(portcullis.admin().get("/readyz").body(), "\"name\":\"([a-z]+)\"");

      assertThat(checks)
          .isNotEmpty()
          .allSatisfy(check -> assertThat(page).contains("`" + check + "`"));
    }
  }
}
