package io.portcullis.admin;

import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.validation.SchemaValidationException;
import io.vertx.openapi.validation.ValidatorErrorType;
import io.vertx.openapi.validation.ValidatorException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in a caller's words what the schema check found. */
final class SchemaViolations {
  private static final Pattern PARAMETER = Pattern.compile("parameter ([^ ]+)");
  private static final Pattern PROPERTY = Pattern.compile("property \"([^\"]+)\"");

  /** These only say that something inside them is wrong, which has an error of its own. */
  private static final Set<String> OUTER =
      Set.of("properties", "items", "$ref", "additionalProperties");

  private SchemaViolations() {}

  static List<Violation> of(SchemaValidationException failure) {
    Matcher parameter = PARAMETER.matcher(String.valueOf(failure.getMessage()));
    return of(failure.getOutputUnit(), parameter.find() ? parameter.group(1) : "");
  }

  /**
   * What is wrong, field by field.
   *
   * @param root what the value is called when the error is about all of it
   */
  static List<Violation> of(@Nullable OutputUnit output, String root) {
    LinkedHashSet<Violation> found = new LinkedHashSet<>();
    List<OutputUnit> errors =
        output == null || output.getErrors() == null ? List.of() : output.getErrors();
    for (OutputUnit error : errors) {
      if (!OUTER.contains(keyword(error)) || isUnknownField(error, errors)) {
        String field = field(root, pointer(error));
        found.add(new Violation(field, SchemaMessages.of(keyword(error), text(error), field)));
      }
    }
    return found.isEmpty()
        ? List.of(new Violation(root, "is not as the API document says"))
        : new ArrayList<>(found);
  }

  /** A field that is known but wrong is reported as one too many besides. */
  private static boolean isUnknownField(OutputUnit error, List<OutputUnit> errors) {
    String place = String.valueOf(error.getInstanceLocation());
    return keyword(error).equals("additionalProperties")
        && errors.stream()
            .filter(other -> !OUTER.contains(keyword(other)))
            .map(other -> String.valueOf(other.getInstanceLocation()))
            .noneMatch(other -> other.equals(place) || other.startsWith(place + "/"));
  }

  private static String keyword(OutputUnit error) {
    String location = String.valueOf(error.getKeywordLocation());
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private static String text(OutputUnit error) {
    return String.valueOf(error.getError());
  }

  /** From the JSON pointer {@code #/targets/0/url} to {@code targets[0].url}. */
  private static String field(String root, String pointer) {
    StringBuilder field = new StringBuilder(root);
    for (String part : pointer.split("/", -1)) {
      if (part.isEmpty() || part.equals("#")) {
        continue;
      }
      if (part.chars().allMatch(Character::isDigit)) {
        field.append('[').append(part).append(']');
      } else {
        field.append(field.isEmpty() ? "" : ".");
        field.append(part.replace("~1", "/").replace("~0", "~"));
      }
    }
    return field.toString();
  }

  /** What is missing is known only by the text of the error. */
  private static String pointer(OutputUnit error) {
    String location = String.valueOf(error.getInstanceLocation());
    Matcher property = PROPERTY.matcher(text(error));
    return keyword(error).equals("required") && property.find()
        ? location + "/" + property.group(1)
        : location;
  }

  static ApiProblem toProblem(ValidatorException failure) {
    if (failure.type() == ValidatorErrorType.MISSING_OPERATION) {
      return ApiProblem.notFound("This path");
    }
    String message = String.valueOf(failure.getMessage());
    Matcher parameter = PARAMETER.matcher(message);
    return parameter.find()
        ? ApiProblem.invalid(parameter.group(1), "must be a number")
        : ApiProblem.invalid("", message);
  }
}
