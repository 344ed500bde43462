package io.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.Role;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.portcullis.testing.TcpBalancer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Callers behind a load balancer while one gateway takes another's place. */
@ExtendWith(PostgresExtension.class)
class RollingRestartTest {
  private static final Map<String, String> SETTINGS =
      Map.of("PORTCULLIS_DRAIN_DELAY", "3s", "PORTCULLIS_DRAIN_TIMEOUT", "20s");
  private static final int CALLERS = 3;
  private static final int ENOUGH = 100;

  private final AtomicBoolean isOver = new AtomicBoolean();
  private final AtomicInteger answered = new AtomicInteger();
  private final Queue<String> failed = new ConcurrentLinkedQueue<>();
  private String token = "";

  /** Requests with a body, which no client sends again of its own accord. */
  @Test
  void noRequestFails(DatabaseUrl database) throws Exception {
    Vertx vertx = Vertx.vertx();
    try (OpenIdProvider provider = OpenIdProvider.start();
        RecordingBackend backend = RecordingBackend.start();
        Portcullis admin = Portcullis.start(database, Map.of(), Role.ADMIN);
        TcpBalancer balancer = new TcpBalancer()) {
      new Sample(admin.admin())
          .project("shop")
          .issuer("accounts", provider.asItem())
          .client("web", "accounts")
          .backend("orders", backend.asItem())
          .grant("all", "allAuthenticatedUsers")
          .route("all", "*", "/", "orders", "required");
      token = provider.token("web", "alice@example.com");
      Portcullis old = Portcullis.start(database, SETTINGS, Role.GATEWAY);
      balancer.add(old.gateway(), old.admin());
      List<Thread> callers = new ArrayList<>();
      for (HttpVersion version : List.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)) {
        HttpClient client = client(vertx, version, balancer.port());
        for (int i = 0; i < CALLERS; i++) {
          callers.add(new Thread(() -> call(client)));
        }
      }
      callers.forEach(Thread::start);
      awaitAnswers();

      try (Portcullis next = Portcullis.start(database, Map.of(), Role.GATEWAY)) {
        balancer.add(next.gateway(), next.admin());
        old.close();
        awaitAnswers();
        isOver.set(true);
        for (Thread caller : callers) {
          caller.join();
        }
      }

      assertThat(failed).isEmpty();
      assertThat(balancer.chosen())
          .hasSize(2)
          .allSatisfy((port, times) -> assertThat(times).isPositive());
    } finally {
      vertx.close().await();
    }
  }

  private void awaitAnswers() {
    int before = answered.get();
    Portcullis.await("answering", () -> answered.get() - before > ENOUGH || !failed.isEmpty());
  }

  private static HttpClient client(Vertx vertx, HttpVersion version, int port) {
    return vertx.createHttpClient(
        new HttpClientOptions()
            .setProtocolVersion(version)
            .setHttp2ClearTextUpgrade(false)
            .setDefaultHost("127.0.0.1")
            .setDefaultPort(port));
  }

  private void call(HttpClient client) {
    while (!isOver.get()) {
      try {
        int status =
            client
                .request(HttpMethod.POST, "/orders")
                .compose(
                    request ->
                        request
                            .putHeader("Authorization", "Bearer " + token)
                            .send(Buffer.buffer("one order")))
                .compose(response -> response.body().map(body -> response.statusCode()))
                .await(20, TimeUnit.SECONDS);
        if (status != 200) {
          failed.add("status " + status);
        }
      } catch (Exception failure) { // await throws what there was, checked or not
        failed.add(failure.toString());
      }
      answered.incrementAndGet();
    }
  }
}
