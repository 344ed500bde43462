package io.portcullis.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class ProjectsApiTest {
  private static Portcullis portcullis;
  private static AdminClient admin;

  @BeforeAll
  static void start(DatabaseUrl database) {
    portcullis = Portcullis.start(database);
    admin = portcullis.admin();
  }

  @AfterAll
  static void stop() {
    portcullis.close();
  }

  @Test
  void creatingAnswers201WithAnETagAndTheConfirmation() {
    HttpResponse<String> answer =
        admin.put("/api/v1/projects/shop", new JsonObject().put("displayName", "Shop"));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(answer.headers().firstValue("ETag")).isPresent();
    assertThat(answer.headers().firstValue("Portcullis-Revision")).isPresent();
    assertThat(answer.headers().firstValue("Portcullis-Confirmed"))
        .hasValueSatisfying(
            text -> assertThat(text).startsWith("replicas=1; applied=1; expired=0; elapsed="));
  }
}
