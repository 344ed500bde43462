package io.portcullis.admin;

import static io.portcullis.admin.Samples.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class DocumentApiTest {
  @Test
  void theDocumentIsServedToAnybodyAndTheReadingOperationsKeepToIt(DatabaseUrl database)
      throws IOException {
    try (Portcullis portcullis = Portcullis.start(database);
        InputStream document = getClass().getResourceAsStream("/openapi.yaml")) {
      AdminClient admin = portcullis.admin();

      HttpResponse<String> answer =
          new AdminClient(admin.address(), "").get("/api/v1/openapi.yaml");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(header(answer, "Content-Type")).isEqualTo("application/yaml");
      assertThat(answer.body())
          .isEqualTo(new String(document.readAllBytes(), StandardCharsets.UTF_8));
      Samples.fullProject(admin, "shop");
      for (String path :
          new String[] {"/whoami", "/replicas", "/revisions/1", "/changes", "/rejections"}) {
        assertThat(admin.get("/api/v1" + path).statusCode()).as(path).isEqualTo(200);
      }
      assertThat(admin.get("/api/v1/projects/shop/rejections").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aPageRendersItWithNothingFromElsewhere(DatabaseUrl database) {
    try (Portcullis portcullis = Portcullis.start(database)) {
      AdminClient anybody = new AdminClient(portcullis.admin().address(), "");

      assertThat(header(anybody.get("/docs"), "Location")).isEqualTo("/docs/");
      HttpResponse<String> page = anybody.get("/docs/");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(header(page, "Content-Type")).startsWith("text/html");
      assertThat(header(page, "Content-Security-Policy"))
          .contains("default-src 'none'")
          .doesNotContain("unsafe");
      assertThat(page.body()).doesNotContain("http:").doesNotContain("https:");
      for (String file :
          new String[] {"docs.js", "docs.css", "swagger-ui.css", "swagger-ui-bundle.js"}) {
        assertThat(page.body()).contains("\"" + file + "\"");
        assertThat(anybody.get("/docs/" + file).statusCode()).as(file).isEqualTo(200);
      }
      assertThat(anybody.get("/docs/index.css").statusCode()).isEqualTo(404);
      assertThat(anybody.get("/docs/..%2fopenapi.yaml").statusCode()).isIn(400, 404);
    }
  }
}
