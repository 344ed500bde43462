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
}
