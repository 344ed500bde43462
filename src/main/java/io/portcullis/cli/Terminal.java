package io.portcullis.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.portcullis.cli.ApiClient.Answer;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes answers: tables for people, JSON and YAML for scripts. What is not data goes to err. */
record Terminal(PrintWriter out, PrintWriter err, Format format) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  /** What {@code --output} takes. */
  enum Format {
    table,
    json,
    yaml
  }

  /** One item, or whatever else has no rows. */
  void item(JsonNode item) {
    if (format == Format.json) {
      out.println(item.toPrettyString());
    } else {
      out.print(yaml(item));
    }
    out.flush();
  }

  /** Many items; {@code columns} are fields of each. */
  void items(JsonNode items, List<String> columns) {
    if (format != Format.table) {
      item(items);
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(columns.stream().map(Terminal::heading).toList());
    for (JsonNode item : items) {
      rows.add(columns.stream().map(column -> cell(item.get(column))).toList());
    }
    int[] widths = new int[columns.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
    out.flush();
  }

  /**
   * Tells that a write is in force everywhere.
   *
   * @throws CallException when it is not known to be
   */
  void confirmation(Answer answer) {
    if (answer.status() == 202) {
      throw new CallException(
          "revision %s is committed, but not every gateway is known to act on it: ask GET %s until it is confirmed"
              .formatted(answer.header("Portcullis-Revision"), answer.header("Location")));
    }
    err.printf(
        "Revision %s: %s%n",
        answer.header("Portcullis-Revision"), answer.header("Portcullis-Confirmed"));
    err.flush();
  }

  /** What a write came to: its confirmation, if it changed the policy, and what is there now. */
  void outcome(Answer answer) {
    if (!answer.header("Portcullis-Revision").isEmpty()) {
      confirmation(answer);
    }
    if (!answer.text().isEmpty()) {
      item(answer.json());
    }
  }

  private static String yaml(JsonNode item) {
    try {
      return YAML.writeValueAsString(item);
    } catch (JsonProcessingException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static String heading(String column) {
    return column.replaceAll("([A-Z])", " $1").toUpperCase(java.util.Locale.ROOT);
  }

  /** What others wrote must not steer the terminal, so control characters are shown as such. */
  private static String cell(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return "-";
    }
    if (value.isArray() && !value.isEmpty() && value.get(0).isValueNode()) {
      List<String> entries = new ArrayList<>();
      value.forEach(entry -> entries.add(cell(entry)));
      return String.join(",", entries);
    }
    String text = value.isTextual() ? value.textValue() : value.toString();
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  /** A document out of a file. */
  static JsonNode parse(String text) {
    try {
      JsonNode parsed = YAML.readTree(text); // JSON is YAML too
      if (parsed == null || !parsed.isObject()) {
        throw new CallException("the file is not a YAML or JSON object");
      }
      return parsed;
    } catch (JsonProcessingException failure) {
      String where =
          failure.getLocation() == null ? "" : " (line " + failure.getLocation().getLineNr() + ")";
      throw new CallException("the file is neither YAML nor JSON" + where);
    }
  }

  /** A value of the command line: JSON where it is JSON, else a text. */
  static JsonNode value(String text) {
    try {
      JsonNode parsed = JSON.readTree(text);
      return parsed == null || parsed.isMissingNode()
          ? JSON.getNodeFactory().textNode(text)
          : parsed;
    } catch (JsonProcessingException failure) {
      return JSON.getNodeFactory().textNode(text);
    }
  }
}
