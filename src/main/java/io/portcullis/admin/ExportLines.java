package io.portcullis.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Items as lines of a file. */
sealed interface ExportLines {
  String type();

  Buffer header();

  Buffer line(JsonObject item);

  /** Each item as it is in a list. */
  record Ndjson() implements ExportLines {
    @Override
    public String type() {
      return "application/x-ndjson";
    }

    @Override
    public Buffer header() {
      return Buffer.buffer();
    }

    @Override
    public Buffer line(JsonObject item) {
      return item.toBuffer().appendByte((byte) '\n');
    }
  }

  /** The fields that {@code columns} name. */
  record Csv(List<String> columns, ObjectWriter writer) implements ExportLines {
    /** With these a spreadsheet takes a text for a formula (OWASP, CSV Injection). */
    private static final String FORMULA = "=+-@\t\r\n";

    Csv(List<String> columns) {
      this(
          columns,
          new CsvMapper()
              .writer(
                  CsvSchema.builder().addColumns(columns, CsvSchema.ColumnType.STRING).build()));
    }

    @Override
    public String type() {
      return "text/csv";
    }

    @Override
    public Buffer header() {
      return write(name -> name);
    }

    @Override
    public Buffer line(JsonObject item) {
      return write(name -> harmless(item.getValue(name)));
    }

    /** What callers wrote must do nothing to whoever opens the file. */
    private static String harmless(Object value) {
      String text = value == null ? "" : value.toString();
      return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private Buffer write(UnaryOperator<String> value) {
      Map<String, String> values = new LinkedHashMap<>();
      columns.forEach(name -> values.put(name, value.apply(name)));
      try {
        return Buffer.buffer(writer.writeValueAsBytes(values));
      } catch (JsonProcessingException failure) {
        throw new IllegalStateException("texts can be written as CSV", failure);
      }
    }
  }
}
