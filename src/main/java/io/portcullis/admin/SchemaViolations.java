package io.portcullis.admin;

import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.validation.SchemaValidationException;
import io.vertx.openapi.validation.ValidatorErrorType;
import io.vertx.openapi.validation.ValidatorException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in a caller's words what the schema check found. */
final class SchemaViolations {
  private static final Pattern PARAMETER = Pattern.compile("parameter ([^ ]+)");
  private static final Pattern PROPERTY = Pattern.compile("property \"([^\"]+)\"");

  private SchemaViolations() {}

  static List<Violation> of(SchemaValidationException failure) {
    Matcher parameter = PARAMETER.matcher(String.valueOf(failure.getMessage()));
    return of(failure.getOutputUnit(), parameter.find() ? parameter.group(1) : "");
  }

  /**
   * The innermost errors: the outer ones only say that something inside is wrong.
   *
   * @param root what the value is called when the error is about all of it
   */
  static List<Violation> of(@Nullable OutputUnit output, String root) {
    LinkedHashSet<Violation> found = new LinkedHashSet<>();
    if (output != null && output.getErrors() != null) {
      for (OutputUnit error : output.getErrors()) {
        if (!isOuter(error, output.getErrors())) {
          found.add(new Violation(field(error, root), String.valueOf(error.getError())));
        }
      }
    }
    return found.isEmpty()
        ? List.of(new Violation(root, "is not as the API document says"))
        : new ArrayList<>(found);
  }

  private static boolean isOuter(OutputUnit error, List<OutputUnit> all) {
    String keyword = String.valueOf(error.getKeywordLocation());
    return all.stream()
        .anyMatch(
            other ->
                other != error
                    && String.valueOf(other.getKeywordLocation()).startsWith(keyword + "/"));
  }

  /** From the JSON pointer {@code #/targets/0/url} to {@code targets[0].url}. */
  private static String field(OutputUnit error, String root) {
    StringBuilder field = new StringBuilder(root);
    for (String part : pointer(error).split("/", -1)) {
      if (part.isEmpty() || part.equals("#")) {
        continue;
      }
      if (part.chars().allMatch(Character::isDigit)) {
        field.append('[').append(part).append(']');
      } else {
        field.append(field.isEmpty() ? "" : ".").append(part);
      }
    }
    return field.toString();
  }

  /** What is missing or too much is known only by the text of the error. */
  private static String pointer(OutputUnit error) {
    String location = String.valueOf(error.getInstanceLocation());
    Matcher property = PROPERTY.matcher(String.valueOf(error.getError()));
    return property.find() && !location.endsWith("/" + property.group(1))
        ? location + "/" + property.group(1)
        : location;
  }

  static ApiProblem toProblem(ValidatorException failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure.type() == ValidatorErrorType.MISSING_OPERATION) {
      return ApiProblem.notFound("This path");
    }
    if (message.contains("media type") || message.contains("content type")) {
      return ApiProblem.unsupportedMediaType();
    }
    Matcher parameter = PARAMETER.matcher(message);
    return ApiProblem.invalid(parameter.find() ? parameter.group(1) : "", message);
  }
}
