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

/** Rejections as lines of a file. */
enum RejectionLines {
  NDJSON("application/x-ndjson") {
    @Override
    Buffer header() {
      return Buffer.buffer();
    }

    @Override
    Buffer line(JsonObject rejection) {
      return rejection.toBuffer().appendByte((byte) '\n');
    }
  },
  CSV("text/csv") {
    @Override
    Buffer header() {
      Map<String, Object> names = new LinkedHashMap<>();
      COLUMNS.forEach(name -> names.put(name, name));
      return write(names);
    }

    @Override
    Buffer line(JsonObject rejection) {
      Map<String, Object> values = new LinkedHashMap<>();
      COLUMNS.forEach(name -> values.put(name, harmless(rejection.getValue(name))));
      return write(values);
    }
  };

  private static final List<String> COLUMNS =
      List.of(
          "time",
          "requestId",
          "reason",
          "status",
          "project",
          "route",
          "method",
          "host",
          "path",
          "verified",
          "client",
          "issuer",
          "subject",
          "email",
          "sourceAddress",
          "userAgent",
          "detail",
          "revision");

  /** With these a spreadsheet takes a text for a formula (OWASP, CSV Injection). */
  private static final String FORMULA = "=+-@\t\r\n";

  private static final ObjectWriter WRITER =
      new CsvMapper()
          .writer(CsvSchema.builder().addColumns(COLUMNS, CsvSchema.ColumnType.STRING).build());

  private final String type;

  RejectionLines(String type) {
    this.type = type;
  }

  String type() {
    return type;
  }

  abstract Buffer header();

  abstract Buffer line(JsonObject rejection);

  /** What callers wrote must do nothing to whoever opens the file. */
  private static Object harmless(Object value) {
    String text = value == null ? "" : value.toString();
    return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  private static Buffer write(Map<String, Object> values) {
    try {
      return Buffer.buffer(WRITER.writeValueAsBytes(values));
    } catch (JsonProcessingException failure) {
      throw new IllegalStateException("texts can be written as CSV", failure);
    }
  }
}
