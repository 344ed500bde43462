package io.portcullis.admin;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a schema's keyword asks for, as a person would say it after the name of the field. */
final class SchemaMessages {
  private static final Pattern EXPECTED_TYPE = Pattern.compile("Expected (\\w+)");
  private static final Pattern CHOICES = Pattern.compile("any of \\[(.*)]");
  private static final Pattern LIMIT = Pattern.compile("(\\d+)\\)?$");

  private static final Map<String, String> TYPES =
      Map.of(
          "string", "a text in quotes",
          "integer", "a whole number",
          "number", "a number",
          "boolean", "true or false",
          "array", "a list in brackets",
          "object", "an object in braces");

  private static final String SLUG =
      "must be 1 to 63 lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen";

  private SchemaMessages() {}

  /**
   * @param keyword of the schema
   * @param text how the schema check puts it
   */
  static String of(String keyword, String text, String field) {
    return switch (keyword) {
      case "type" -> "must be " + TYPES.getOrDefault(first(EXPECTED_TYPE, text), text);
      case "required" -> "is needed";
      case "additionalProperties" -> "is not a field of this resource; is it misspelt?";
      case "enum" -> "must be one of " + first(CHOICES, text).replace("\"", "").replace(",", ", ");
      case "pattern" -> form(field);
      case "format" -> "must be a time such as 2026-12-31T23:59:59Z";
      case "uniqueItems" -> "must not have the same entry twice";
      default -> limit(keyword, first(LIMIT, text), text);
    };
  }

  private static String limit(String keyword, String limit, String text) {
    return switch (keyword) {
      case "minLength" ->
          limit.equals("1") ? "must not be empty" : "must have at least " + limit + " characters";
      case "maxLength" -> "must have at most " + limit + " characters";
      case "minItems" -> "must have " + limit + " or more entries";
      case "maxItems" -> "must have at most " + limit + " entries";
      case "minimum" -> "must be at least " + limit;
      case "maximum" -> "must be at most " + limit;
      default -> text;
    };
  }

  /** A pattern is for machines; these are the ones that the API document has. */
  private static String form(String field) {
    if (field.startsWith("methods")) {
      return "must be a method in capitals, such as GET";
    }
    if (field.equals("sha256")) {
      return "must be 64 hexadecimal digits: the SHA-256 of 'header.payload'";
    }
    return field.equals("grant")
        ? "must be 1 to 63 letters, digits, dots, underscores and hyphens, starting with a letter or digit"
        : SLUG;
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : text;
  }
}
