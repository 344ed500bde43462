package io.portcullis.admin;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Set;

/** Documents that people keep in YAML. */
final class YamlBodies {
  static final String TYPE = "application/yaml";

  private static final YAMLMapper MAPPER =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                  .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
                  .disable(YAMLGenerator.Feature.SPLIT_LINES)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private YamlBodies() {}

  /** Whether the caller prefers YAML (RFC 9110, section 12.5.1). */
  static boolean isAskedFor(RoutingContext context) {
    for (MIMEHeader accepted : context.parsedHeaders().accept()) {
      if (accepted.subComponent().equals("json") || accepted.subComponent().equals("*")) {
        return false;
      }
      if (Set.of("yaml", "x-yaml").contains(accepted.subComponent())) {
        return true;
      }
    }
    return false;
  }

  static String write(JsonObject document) throws IOException {
    return MAPPER.writeValueAsString(MAPPER.readTree(document.encode()));
  }

  /**
   * The same in JSON. What YAML has beyond JSON (anchors, tags of types) is refused: a reader of
   * the document would see something else than what is applied.
   */
  static Buffer toJson(Buffer yaml) throws IOException {
    try (YAMLParser parser = MAPPER.getFactory().createParser(yaml.getBytes())) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
          throw new IOException("has an anchor or alias; write the value out in both places");
        }
      }
    }
    JsonNode document = MAPPER.readTree(yaml.getBytes());
    return Buffer.buffer(document.toString());
  }
}
