package io.portcullis.token;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON in which nothing is left to interpretation: UTF-8 alone, no member twice at any depth,
 * nothing behind the value, bounded depth and numbers. Two readers that disagree about a token are
 * how one of them is fooled.
 */
final class StrictJson {
  private static final ObjectReader READER =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  // names are the sender's choice: they are not worth a table shared by all threads
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxNumberLength(64)
                          .build())
                  .build())
          .reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private StrictJson() {}

  /** Why bytes are not JSON as we read it; the message quotes nothing of them. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
      super(message, null, false, false);
    }
  }

  static ObjectNode object(byte[] json) throws MalformedException {
    try {
      // decoded here, because Jackson would guess UTF-16 and UTF-32 and skip a byte order mark
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
      JsonNode node = READER.readTree(text);
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw new MalformedException("is not a JSON object");
    } catch (CharacterCodingException notUtf8) {
      throw new MalformedException("is not UTF-8");
    } catch (JsonProcessingException notStrict) {
      throw new MalformedException(
          notStrict.getLocation() == null
              ? "is not strict JSON"
              : "is not strict JSON at column " + notStrict.getLocation().getColumnNr());
    }
  }

  /** Whether {@code text} can be stored and compared anywhere: no NUL, no half of a character. */
  static boolean isText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }
}
