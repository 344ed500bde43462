package io.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RawHttp;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a backend and a caller see of each other, on a public route. */
@ExtendWith(PostgresExtension.class)
class ForwardingTest {
  private static Portcullis portcullis;
  private static RecordingBackend backend;
  private static AdminClient caller;

  @BeforeAll
  static void start(DatabaseUrl database) {
    portcullis = Portcullis.start(database);
    backend = RecordingBackend.start();
    Sample sample = new Sample(portcullis.admin());
    sample.project("shop");
    sample.backend("orders", backend.asItem());
    sample.route("open", "*", "/", "orders", "public");
    caller = new AdminClient(portcullis.gateway(), "not-read-on-public-routes");
  }

  @AfterAll
  static void stop() {
    portcullis.close();
    backend.close();
  }

  @BeforeEach
  void forget() {
    backend.forget();
    backend.behave(request -> request.response().end("ok"));
  }

  @Test
  void methodPathQueryFieldsAndBodyArriveAsSent() {
    backend.behave(
        request -> request.body().onSuccess(body -> request.response().end("got " + body)));

    HttpResponse<String> answer =
        caller.send("PURGE", "/a/b%20c?x=1&y=%2F..", "payload", "X-Custom", "one");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("got payload");
    assertThat(backend.last().method()).isEqualTo("PURGE");
    assertThat(backend.last().uri()).isEqualTo("/a/b%20c?x=1&y=%2F..");
    assertThat(backend.last().all("X-Custom")).containsExactly("one");
  }

  @Test
  void anAnswerPassesWithItsStatusFieldsAndBody() {
    backend.behave(
        request ->
            request
                .response()
                .setStatusCode(418)
                .putHeader("X-Answer", "42")
                .putHeader("Set-Cookie", List.<String>of("a=1", "b=2"))
                .end("short and stout"));

    HttpResponse<String> answer = caller.get("/tea");

    assertThat(answer.statusCode()).isEqualTo(418);
    assertThat(answer.body()).isEqualTo("short and stout");
    assertThat(answer.headers().firstValue("X-Answer")).hasValue("42");
    assertThat(answer.headers().allValues("Set-Cookie")).containsExactly("a=1", "b=2");
  }

  @Test
  void everyAnswerNamesTheRequest() {
    assertThat(caller.get("/").headers().firstValue("X-Request-Id")).isPresent();
    assertThat(caller.get("/", "X-Request-Id", "mine-1").headers().firstValue("X-Request-Id"))
        .hasValue("mine-1");
    assertThat(backend.last().all("X-Request-Id")).containsExactly("mine-1");
    assertThat(caller.get("/", "X-Request-Id", "not <plain>").headers().firstValue("X-Request-Id"))
        .isPresent()
        .get()
        .isNotEqualTo("not <plain>");
  }

  @Test
  void identityFieldsOfTheCallerNeverReachABackend() throws IOException {
    RawHttp.exchange(
        portcullis.gateway(),
        """
        GET / HTTP/1.1
        Host: shop.example.com
        X-Goog-Authenticated-User-Email: accounts.google.com:root@example.com
        x_goog_authenticated_user_id: 1
        X-Endpoint-API-UserInfo: e30
        X-FORWARDED-USER: root
        X-Forwarded_Email: root@example.com
        X-Portcullis-Assertion: forged
        x-portcullis_anything: forged
        X-Forwarded-For: 10.0.0.1
        Forwarded: for=10.0.0.1
        X-Real-IP: 10.0.0.1
        X-Serverless-Authorization: Bearer forged
        Connection: X-Hop, close
        X-Hop: hop
        Keep-Alive: timeout=5
        TE: trailers
        Proxy-Authorization: Basic eDp5

        """);

    assertThat(backend.last().headers())
        .extracting(field -> field.getKey().toLowerCase(Locale.ROOT))
        .containsOnly(
            "host", "x-request-id", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host");
    assertThat(backend.last().all("X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(backend.last().all("X-Forwarded-Host")).containsExactly("shop.example.com");
  }

  @Test
  void hopByHopFieldsOfTheBackendEndAtTheGateway() {
    backend.behave(
        request ->
            request
                .response()
                .putHeader("Connection", "X-Secret-Hop")
                .putHeader("X-Secret-Hop", "1")
                .putHeader("Proxy-Authenticate", "Basic")
                .end("ok"));

    HttpResponse<String> answer = caller.get("/");

    assertThat(answer.headers().map()).doesNotContainKeys("X-Secret-Hop", "Proxy-Authenticate");
  }

  @Test
  void aHeadAnswerKeepsItsLengthAndHasNoBody() throws IOException {
    backend.behave(request -> request.response().putHeader("Content-Length", "1234").end());

    String answer =
        RawHttp.exchange(
            portcullis.gateway(), "HEAD / HTTP/1.1\nHost: x.example\nConnection: close\n\n");

    assertThat(answer).startsWith("HTTP/1.1 200").contains("content-length: 1234");
    assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).isEmpty();
  }

  @Test
  void answersWithoutABodyAreNotGivenOne() throws IOException {
    for (int status : new int[] {204, 304}) {
      backend.behave(request -> request.response().setStatusCode(status).end());

      String answer =
          RawHttp.exchange(
              portcullis.gateway(), "GET / HTTP/1.1\nHost: x.example\nConnection: close\n\n");

      assertThat(answer).startsWith("HTTP/1.1 " + status).doesNotContain("transfer-encoding");
      assertThat(answer).endsWith("\r\n\r\n");
    }
  }

  @Test
  void anUploadThatTheBackendDoesNotReadWaitsAtTheCaller() throws IOException {
    AtomicLong received = new AtomicLong();
    backend.behave(
        request -> {
          request.pause();
          request.handler(chunk -> received.addAndGet(chunk.length()));
        });
    long length = 512L * 1024 * 1024;
    long sent = 0;
    try (Socket socket = RawHttp.connect(portcullis.gateway())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST / HTTP/1.1\r\nHost: x.example\r\nContent-Length: " + length + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      AtomicLong progress = new AtomicLong();
      Thread writer =
          new Thread(
              () -> {
                byte[] chunk = new byte[64 * 1024];
                try {
                  for (long left = length; left > 0; left -= chunk.length) {
                    out.write(chunk);
                    progress.addAndGet(chunk.length);
                  }
                } catch (IOException closed) {
                  // the test is over
                }
              });
      writer.start();
      sent = stalledAt(progress);
    }

    assertThat(received).hasValue(0);
    assertThat(sent).isLessThan(64L * 1024 * 1024); // what sockets hold, and not the upload
  }

  /** Waits until nothing has been written for a while. */
  private static long stalledAt(AtomicLong progress) {
    long[] last = {-1};
    long[] since = {System.nanoTime()};
    Portcullis.await(
        "stalled",
        () -> {
          if (progress.get() != last[0]) {
            last[0] = progress.get();
            since[0] = System.nanoTime();
          }
          return System.nanoTime() - since[0] > 1_000_000_000L;
        });
    return last[0];
  }

  @Test
  void aDownloadThatTheCallerDoesNotReadWaitsAtTheBackend() throws IOException {
    AtomicLong written = new AtomicLong();
    backend.behave(
        request -> {
          var response = request.response().setChunked(true);
          Buffer chunk = Buffer.buffer(new byte[64 * 1024]);
          Runnable[] fill = new Runnable[1];
          fill[0] =
              () -> {
                while (!response.writeQueueFull() && !response.closed()) {
                  response.write(chunk);
                  written.addAndGet(chunk.length());
                }
              };
          response.drainHandler(drained -> fill[0].run());
          fill[0].run();
        });
    try (Socket socket = RawHttp.connect(portcullis.gateway())) {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: x.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      assertThat(in.read()).isEqualTo('H');

      assertThat(stalledAt(written)).isLessThan(64L * 1024 * 1024);
    }
  }

  @Test
  void aLongBodyPassesWholeInBothDirections() {
    String body = "0123456789".repeat(1_000_000);
    backend.behave(request -> request.response().setChunked(true).send(request));

    HttpResponse<String> answer = caller.send("POST", "/echo", body);

    assertThat(answer.body()).isEqualTo(body);
  }

  @Test
  void aCallerThatExpects100ContinueGetsIt() throws IOException {
    backend.behave(
        request -> request.body().onSuccess(body -> request.response().end("got " + body)));
    try (Socket socket = RawHttp.connect(portcullis.gateway())) {
      socket
          .getOutputStream()
          .write(
              "POST / HTTP/1.1\r\nHost: x.example\r\nContent-Length: 5\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      byte[] head = socket.getInputStream().readNBytes(25);
      assertThat(new String(head, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 100 Continue");
      socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).contains("HTTP/1.1 200").endsWith("got hello");
    }
  }

  @Test
  void anAnswerThatBreaksOffIsNeverEndedAsIfComplete() {
    backend.behave(
        request -> {
          request.response().putHeader("Content-Length", "1000").write("half");
          request.connection().close();
        });

    assertThatThrownBy(() -> caller.get("/")).isInstanceOf(IllegalStateException.class);

    backend.behave(
        request -> {
          request.response().setChunked(true).write("half");
          request.connection().close();
        });

    assertThatThrownBy(() -> caller.get("/")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aBackendThatClosesBeforeItAnswersIs502() {
    backend.behave(request -> request.connection().close());

    HttpResponse<String> answer = caller.get("/");

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(new JsonObject(answer.body()).getString("reason")).isEqualTo("backend_failed");
  }

  @Test
  void aBackendThatDoesNotAnswerIs504() {
    Sample sample = new Sample(portcullis.admin());
    sample.project("slow");
    sample.backend("slow", backend.asItem().put("responseTimeoutMillis", 200));
    sample.route("slow", "slow.example.com", "/", "slow", "public");
    backend.behave(request -> {});

    HttpResponse<String> answer = callAs("slow.example.com");

    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(new JsonObject(answer.body()).getString("reason")).isEqualTo("backend_timeout");
  }

  @Test
  void aBackendThatIsNotThereIs503() {
    Sample sample = new Sample(portcullis.admin());
    sample.project("gone");
    RecordingBackend gone = RecordingBackend.start();
    JsonObject item = gone.asItem();
    gone.close();
    sample.backend("gone", item);
    sample.route("gone", "gone.example.com", "/", "gone", "public");

    HttpResponse<String> answer = callAs("gone.example.com");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(new JsonObject(answer.body()).getString("reason")).isEqualTo("backend_unavailable");
  }

  private static HttpResponse<String> callAs(String host) {
    return caller.get("/", "Host", host);
  }

  @Test
  void aMatchedPrefixIsCutOffWhereTheRouteSaysSo() {
    Sample sample = new Sample(portcullis.admin());
    sample.project("strip");
    sample.backend(
        "orders",
        new JsonObject()
            .put(
                "targets",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put("url", "http://127.0.0.1:" + backend.port() + "/base/"))));
    sample
        .admin()
        .create(
            "/api/v1/projects/strip/routes/api",
            Sample.route("strip.example.com", "/api", "orders", "public").put("stripPrefix", true));

    caller.get("/api/v1/things?q=1", "Host", "strip.example.com");
    assertThat(backend.last().uri()).isEqualTo("/base/v1/things?q=1");

    caller.get("/api", "Host", "strip.example.com");
    assertThat(backend.last().uri()).isEqualTo("/base/");

    assertThat(caller.get("/apix", "Host", "strip.example.com").statusCode()).isEqualTo(200);
    assertThat(backend.last().uri()).isEqualTo("/apix"); // the open route of the other project
  }
}
