package io.portcullis.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every operation that takes a body has an example of one in the API document, and it works. */
@ExtendWith(PostgresExtension.class)
class ExamplesApiTest {
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "project", "shop",
          "issuer", "google",
          "clientId", "1234.apps.googleusercontent.com",
          "grant", "alice",
          "backend", "orders",
          "route", "orders",
          "operator", "alice",
          "subject", "10769150350006150715113082367");

  /** What has to be there for what. */
  private static final List<String> ORDER = List.of("put", "patch", "post");

  /** An operation with what it is sent. */
  record Example(String id, String method, String path, JsonNode body) {
    String to() {
      String path = "/api/v1" + this.path;
      for (Map.Entry<String, String> parameter : PARAMETERS.entrySet()) {
        path = path.replace("{" + parameter.getKey() + "}", parameter.getValue());
      }
      return path;
    }
  }

  private static List<Example> examples() throws IOException {
    JsonNode document;
    try (InputStream file = ExamplesApiTest.class.getResourceAsStream("/openapi.yaml")) {
      document = new YAMLMapper().readTree(file);
    }
    List<Example> examples = new ArrayList<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation -> {
                          JsonNode body =
                              operation.getValue().at("/requestBody/content/application~1json");
                          if (!body.isMissingNode()) {
                            examples.add(
                                new Example(
                                    operation.getValue().path("operationId").asText(),
                                    operation.getKey(),
                                    path.getKey(),
                                    example(document, body)));
                          }
                        }));
    examples.sort(Comparator.comparing(example -> ORDER.indexOf(example.method())));
    return examples;
  }

  private static JsonNode example(JsonNode document, JsonNode body) {
    if (body.has("example")) {
      return body.get("example");
    }
    String reference = body.at("/schema/$ref").asText();
    return document.at(reference.substring(1) + "/examples/0");
  }

  @Test
  void theyAllWork(DatabaseUrl database) throws IOException {
    List<Example> examples = examples();
    assertThat(examples).hasSizeGreaterThan(20);
    assertThat(examples).allSatisfy(each -> assertThat(each.body().isObject()).isTrue());
    try (Portcullis portcullis = Portcullis.start(database)) {
      AdminClient admin = portcullis.admin();
      for (Example example : examples) {
        String[] precondition =
            admin.get(example.to()).statusCode() == 200
                ? new String[] {"If-Match", "*"}
                : new String[0];
        HttpResponse<String> answer =
            admin.send(
                example.method().toUpperCase(Locale.ROOT),
                example.to(),
                example.body().toString(),
                precondition);
        assertThat(answer.statusCode()).as("%s: %s", example.id(), answer.body()).isIn(200, 201);
      }
    }
  }
}
