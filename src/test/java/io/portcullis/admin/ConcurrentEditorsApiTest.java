package io.portcullis.admin;

import static io.portcullis.admin.Samples.header;
import static io.portcullis.admin.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Fifty people who edit one thing at a time lose nothing of each other's. */
@ExtendWith(PostgresExtension.class)
class ConcurrentEditorsApiTest {
  private static final int EDITORS = 50;
  private static final String PROJECT = Samples.PROJECTS + "shop";

  @Test
  void everyEditIsKeptOnceAndRecorded(DatabaseUrl database) throws Exception {
    try (Portcullis portcullis = Portcullis.start(database)) {
      AdminClient admin = portcullis.admin();
      admin.create(PROJECT, new JsonObject().put("displayName", "0"));
      ExecutorService editors = Executors.newFixedThreadPool(EDITORS);
      try {
        List<Future<String>> edits = new ArrayList<>();
        for (int i = 0; i < EDITORS; i++) {
          edits.add(editors.submit(() -> countOn(admin)));
        }
        List<String> revisions = new ArrayList<>();
        for (Future<String> edit : edits) {
          revisions.add(edit.get());
        }
        assertThat(revisions).doesNotHaveDuplicates().hasSize(EDITORS);
      } finally {
        editors.shutdownNow();
      }

      assertThat(json(admin.get(PROJECT)).getString("displayName"))
          .isEqualTo(Integer.toString(EDITORS));
      assertThat(
              json(admin.get("/api/v1/changes?pageSize=1000&filter=action==update"))
                  .getJsonArray("items"))
          .hasSize(EDITORS);
      assertThat(json(admin.get("/api/v1/changes/verification")).getBoolean("intact")).isTrue();
    }
  }

  /** Adds one to what is there, however often somebody else was faster. */
  private static String countOn(AdminClient admin) {
    while (true) {
      HttpResponse<String> read = admin.get(PROJECT);
      int count = Integer.parseInt(json(read).getString("displayName"));
      HttpResponse<String> written =
          admin.patch(
              PROJECT,
              new JsonObject().put("displayName", Integer.toString(count + 1)),
              "If-Match",
              header(read, "ETag"));
      if (written.statusCode() != 412) {
        assertThat(written.statusCode()).as(written.body()).isEqualTo(200);
        return header(written, "Portcullis-Revision");
      }
    }
  }
}
