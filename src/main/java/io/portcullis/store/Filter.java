package io.portcullis.store;

import static java.util.stream.Collectors.joining;

import cz.jirutka.rsql.parser.RSQLParser;
import cz.jirutka.rsql.parser.RSQLParserException;
import cz.jirutka.rsql.parser.ast.AndNode;
import cz.jirutka.rsql.parser.ast.ComparisonNode;
import cz.jirutka.rsql.parser.ast.LogicalNode;
import cz.jirutka.rsql.parser.ast.Node;
import cz.jirutka.rsql.parser.ast.RSQLOperators;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which items of a list are wanted, in RSQL: {@code
 * reason==client_revoked;time=ge=2026-11-23T00:00:00Z}. Field names become columns by a fixed table
 * and values become parameters, so no text of the caller reaches the statement.
 */
public final class Filter {
  public static final Filter NONE = new Filter(null, Map.of());

  private static final int MAX_LENGTH = 2000;

  private final @Nullable Node condition;
  private final Map<String, Column> columns;

  private Filter(@Nullable Node condition, Map<String, Column> columns) {
    this.condition = condition;
    this.columns = columns;
  }

  /** What a field may be compared with. */
  public enum Type {
    TEXT,
    /** RFC 3339. */
    TIME,
    NUMBER,
    BOOLEAN
  }

  /**
   * A column that may be filtered by.
   *
   * @param sql the expression in SQL; never made of a caller's text
   * @param isHashed whether an index has the hash of it instead
   */
  public record Column(String sql, Type type, boolean isHashed) {

    public Column(String sql, Type type) {
      this(sql, type, false);
    }

    /** A text whose hash is in an index, which its values would not fit into. */
    static Column hashed(String sql) {
      return new Column(sql, Type.TEXT, true);
    }
  }

  /**
   * Reads a filter.
   *
   * @param columns what may be filtered by, by the name callers use
   * @throws IllegalArgumentException saying what is wrong with {@code text}
   */
  public static Filter parse(String text, Map<String, Column> columns) {
    if (text.isBlank()) {
      return NONE;
    }
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("is longer than " + MAX_LENGTH + " characters");
    }
    try {
      Filter filter = new Filter(new RSQLParser().parse(text), columns);
      filter.appendTo(Tuple.tuple());
      return filter;
    } catch (RSQLParserException failure) {
      throw new IllegalArgumentException(
          "is not a filter such as name==Alice;createdAt=ge=2026-01-31T00:00:00Z", failure);
    }
  }

  /** Adds the values to {@code parameters} and gives the condition, with AND in front. */
  String appendTo(Tuple parameters) {
    return condition == null ? "" : " AND " + toSql(condition, parameters);
  }

  /** Whether it looks for a text inside others, which no index helps with. */
  boolean hasPattern() {
    return condition != null && hasPattern(condition);
  }

  private boolean hasPattern(Node node) {
    if (node instanceof LogicalNode logical) {
      return logical.getChildren().stream().anyMatch(this::hasPattern);
    }
    ComparisonNode comparison = (ComparisonNode) node;
    return comparison.getArguments().stream().anyMatch(value -> value.contains("*"));
  }

  /** What of it limits the time, whatever else has to hold. */
  Filter times() {
    return condition == null
        ? this
        : times(condition).map(times -> new Filter(times, columns)).orElse(NONE);
  }

  private Optional<Node> times(Node node) {
    if (node instanceof AndNode and) {
      List<Node> times =
          and.getChildren().stream().map(this::times).flatMap(Optional::stream).toList();
      return times.isEmpty() ? Optional.empty() : Optional.of(new AndNode(times));
    }
    return node instanceof ComparisonNode comparison && isOfTime(comparison.getSelector())
        ? Optional.of(node)
        : Optional.empty();
  }

  private boolean isOfTime(String field) {
    Column column = columns.get(field);
    return column != null && column.type() == Type.TIME;
  }

  private String toSql(Node node, Tuple parameters) {
    if (node instanceof LogicalNode logical) {
      return logical.getChildren().stream()
          .map(child -> toSql(child, parameters))
          .collect(joining(logical instanceof AndNode ? " AND " : " OR ", "(", ")"));
    }
    return compare((ComparisonNode) node, parameters);
  }

  private String compare(ComparisonNode comparison, Tuple parameters) {
    Column column = columns.get(comparison.getSelector());
    if (column == null) {
      throw new IllegalArgumentException(
          "has no field '%s'; there are %s"
              .formatted(comparison.getSelector(), new TreeSet<>(columns.keySet())));
    }
    String operator = sqlOperator(comparison);
    List<String> values = comparison.getArguments();
    if (values.size() > 1 || operator.endsWith("IN")) {
      return values.stream()
          .map(value -> parameter(column, comparison, value, parameters))
          .collect(joining(", ", column.sql() + " " + operator + " (", ")"));
    }
    String value = values.get(0);
    if (column.type() == Type.TEXT && value.contains("*") && isEquality(operator)) {
      parameters.addString(pattern(value));
      return "%s %s $%d"
          .formatted(column.sql(), operator.equals("=") ? "LIKE" : "NOT LIKE", parameters.size());
    }
    String parameter = parameter(column, comparison, value, parameters);
    return column.isHashed() && operator.equals("=")
        ? "(hashtextextended(%1$s, 0) = hashtextextended(%2$s, 0) AND %1$s = %2$s)"
            .formatted(column.sql(), parameter)
        : column.sql() + " " + operator + " " + parameter;
  }

  private static boolean isEquality(String operator) {
    return operator.equals("=") || operator.equals("IS DISTINCT FROM");
  }

  private static String sqlOperator(ComparisonNode comparison) {
    var operator = comparison.getOperator();
    if (operator.equals(RSQLOperators.EQUAL)) {
      return "=";
    }
    if (operator.equals(RSQLOperators.NOT_EQUAL)) {
      return "IS DISTINCT FROM";
    }
    if (operator.equals(RSQLOperators.IN)) {
      return "IN";
    }
    if (operator.equals(RSQLOperators.NOT_IN)) {
      return "NOT IN";
    }
    return ordering(comparison);
  }

  private static String ordering(ComparisonNode comparison) {
    return switch (comparison.getOperator().getSymbol()) {
      case "=gt=", ">" -> ">";
      case "=ge=", ">=" -> ">=";
      case "=lt=", "<" -> "<";
      case "=le=", "<=" -> "<=";
      default ->
          throw new IllegalArgumentException(
              "does not know the operator " + comparison.getOperator().getSymbol());
    };
  }

  private static String parameter(
      Column column, ComparisonNode comparison, String value, Tuple parameters) {
    try {
      switch (column.type()) {
        case TEXT -> parameters.addString(value);
        case TIME -> parameters.addOffsetDateTime(OffsetDateTime.parse(value));
        case NUMBER -> parameters.addLong(Long.parseLong(value));
        case BOOLEAN -> parameters.addBoolean(bool(value));
      }
    } catch (DateTimeParseException | NumberFormatException failure) {
      throw new IllegalArgumentException(
          "compares %s, which is a %s, with '%s'"
              .formatted(
                  comparison.getSelector(), column.type().name().toLowerCase(Locale.ROOT), value),
          failure);
    }
    return "$" + parameters.size();
  }

  private static boolean bool(String value) {
    if (!value.equals("true") && !value.equals("false")) {
      throw new NumberFormatException(value);
    }
    return Boolean.parseBoolean(value);
  }

  /** A star stands for any text; what LIKE itself would read as a wildcard is escaped. */
  private static String pattern(String value) {
    return value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace('*', '%');
  }
}
