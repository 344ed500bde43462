package io.portcullis.admin;

import static io.portcullis.admin.Samples.header;
import static io.portcullis.admin.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.Sql;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How a write is confirmed, and what many at once leave. */
@ExtendWith(PostgresExtension.class)
class WritesApiTest {
  private static Portcullis portcullis;
  private static AdminClient admin;
  private static Sql sql;
  private static String shop;

  @BeforeAll
  static void start(DatabaseUrl database) {
    portcullis = Portcullis.start(database);
    admin = portcullis.admin();
    sql = new Sql(database);
    shop = Samples.projectWithIssuer(admin, "shop");
  }

  @AfterAll
  static void stop() {
    portcullis.close();
  }

  @Test
  void aWriteIsConfirmedInTheFormOfTheContract() throws SQLException {
    HttpResponse<String> answer = admin.put(shop + "/clients/form", Samples.client("Form"));

    assertThat(header(answer, "Portcullis-Revision"))
        .isEqualTo(Long.toString(sql.number("SELECT rev FROM policy_head")));
    assertThat(header(answer, "Portcullis-Confirmed"))
        .matches("replicas=1; applied=1; expired=0; elapsed=\\d+ms");
  }

  @Test
  void withoutConfirmationTheAnswerSaysNothingOfIt() {
    HttpResponse<String> answer =
        admin.put(shop + "/clients/unconfirmed?confirm=none", Samples.client("Unconfirmed"));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(header(answer, "Portcullis-Revision")).isNotEmpty();
    assertThat(answer.headers().firstValue("Portcullis-Confirmed")).isEmpty();
  }

  /** A gateway that never answers, with a lease that outlasts every wait. */
  @Test
  void aGatewayThatMayActOnTheOldPolicyMakesTheAnswer202() throws SQLException {
    sql.run(
        "INSERT INTO gateway_replica (incarnation, name, version, lease_ms, applied_rev)"
            + " VALUES (gen_random_uuid(), 'silent', 'x', 900000, 0)");
    try {
      HttpResponse<String> answer =
          admin.put(shop + "/clients/waiting?wait=0.2", Samples.client("Waiting"));

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
      assertThat(header(answer, "Portcullis-Confirmed"))
          .matches("replicas=2; applied=1; expired=0; elapsed=\\d+ms");
      assertThat(answer.headers().firstValue("ETag")).isEmpty();
      JsonObject revision = json(admin.get(header(answer, "Location")));
      assertThat(revision.getBoolean("confirmed")).isFalse();
      assertThat(revision.getJsonArray("replicas"))
          .anySatisfy(
              replica -> {
                assertThat(((JsonObject) replica).getString("name")).isEqualTo("silent");
                assertThat(((JsonObject) replica).getBoolean("applied")).isFalse();
                assertThat(((JsonObject) replica).getLong("leaseEndsInMillis")).isPositive();
              });
      assertThat(admin.get(shop + "/clients/waiting").statusCode()).isEqualTo(200);
    } finally {
      sql.run("DELETE FROM gateway_replica WHERE name = 'silent'");
    }
  }

  @Test
  void ofWritesThatSawTheSameStateOneIsDone() throws Exception {
    String path = shop + "/clients/contended";
    String etag = header(admin.put(path, Samples.client("Contended")), "ETag");

    List<HttpResponse<String>> answers =
        atOnce(
            20,
            number ->
                admin.patch(path, new JsonObject().put("name", "by " + number), "If-Match", etag));

    assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200, 412);
    assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(1);
  }

  @Test
  void noWriteOfManyAtOnceIsLost() throws Exception {
    String path = shop + "/clients/counted";
    admin.put(path, Samples.client("0"));

    List<HttpResponse<String>> answers = atOnce(50, number -> count(path));

    List<Integer> seen = new ArrayList<>();
    for (HttpResponse<String> answer : answers) {
      assertThat(answer.statusCode()).as(answer.body()).isIn(200, 412);
      if (answer.statusCode() == 200) {
        seen.add(Integer.parseInt(json(answer).getString("name")));
      }
    }
    assertThat(seen).isNotEmpty().doesNotHaveDuplicates();
    assertThat(json(admin.get(path)).getString("name")).isEqualTo(Integer.toString(seen.size()));
  }

  /** Adds one to what was read. */
  private static HttpResponse<String> count(String path) {
    HttpResponse<String> read = admin.get(path);
    int next = Integer.parseInt(json(read).getString("name")) + 1;
    return admin.patch(
        path,
        new JsonObject().put("name", Integer.toString(next)),
        "If-Match",
        header(read, "ETag"));
  }

  private interface Call {
    HttpResponse<String> with(int number);
  }

  private static List<HttpResponse<String>> atOnce(int calls, Call call)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(calls);
    try {
      List<Callable<HttpResponse<String>>> tasks = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        int number = i;
        tasks.add(() -> call.with(number));
      }
      List<HttpResponse<String>> answers = new ArrayList<>();
      for (Future<HttpResponse<String>> done : threads.invokeAll(tasks)) {
        answers.add(done.get());
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }
}
