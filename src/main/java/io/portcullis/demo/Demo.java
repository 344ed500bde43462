package io.portcullis.demo;

import io.portcullis.Role;
import io.portcullis.Server;
import io.portcullis.Wiring;
import io.portcullis.settings.AdminSettings;
import io.portcullis.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The whole demo: gateway, admin, provider, backend and a project that ties them together. */
public final class Demo implements AutoCloseable {
  private static final int PROVIDER_PORT = 8082;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Server server;
  private final DemoProvider provider;
  private final String adminToken;

  private Demo(Server server, DemoProvider provider, String adminToken) {
    this.server = server;
    this.provider = provider;
    this.adminToken = adminToken;
  }

  /**
   * Starts it; blocks until everything is ready.
   *
   * @throws IOException when the sample project cannot be put together
   */
  public static Demo start(Settings read) throws IOException, InterruptedException {
    DemoProvider provider = DemoProvider.start(PROVIDER_PORT);
    Settings settings = withSignIn(DemoToken.given(read), provider);
    Demo demo;
    try {
      demo =
          new Demo(
              Wiring.start(settings, Role.BOTH),
              provider,
              String.valueOf(settings.admin().bootstrapToken()));
    } catch (RuntimeException failure) {
      provider.close();
      throw failure;
    }
    try {
      demo.prepare();
    } catch (IOException | InterruptedException | RuntimeException failure) {
      demo.close();
      throw failure;
    }
    return demo;
  }

  /** Operators sign in with the provider of the demo too, where its address is known beforehand. */
  private static Settings withSignIn(Settings settings, DemoProvider provider) {
    AdminSettings admin = settings.admin();
    if (admin.openId() != null || admin.port() == 0) {
      return settings;
    }
    URI url = admin.url() == null ? URI.create("http://127.0.0.1:" + admin.port()) : admin.url();
    return settings.withSignIn(
        url, new AdminSettings.OpenId(provider.issuer(), "console", "of the demo"));
  }

  private void prepare() throws IOException, InterruptedException {
    awaitReady();
    SampleBackend backend = new SampleBackend();
    server.vertx().deployVerticle(backend).await();
    new SampleProject(admin(), adminToken).create(provider, backend.port());
  }

  private void awaitReady() throws IOException, InterruptedException {
    HttpRequest ready = HttpRequest.newBuilder(admin().resolve("/readyz")).build();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    HttpResponse<String> answer = send(ready);
    while (answer.statusCode() != 200) {
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("Portcullis does not get ready: " + answer.body());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      answer = send(ready);
    }
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  private URI admin() {
    return URI.create("http://127.0.0.1:" + server.adminPort());
  }

  /** What to try, ready to be pasted. */
  public String instructions() {
    return """

        Portcullis demo
          Gateway   http://127.0.0.1:%1$d
          Console   http://127.0.0.1:%2$d/     sign in as Alice, or with %3$s
          Provider  %4$s     sign in in a browser and look at the tokens

        1. Alice has a grant. She signs in and is admitted:

        %5$s; curl -i http://127.0.0.1:%1$d/hello -H "Authorization: Bearer $TOKEN"

        2. Mallory has none. She signs in and is rejected:

        %6$s; curl -i http://127.0.0.1:%1$d/hello -H "Authorization: Bearer $TOKEN"

        3. Alice's client is revoked. Her token, admitted a moment ago, is rejected at the very next call:

        %5$s; curl -s -o /dev/null -w '%%{http_code} ' http://127.0.0.1:%1$d/hello -H "Authorization: Bearer $TOKEN"; curl -s -o /dev/null -w '%%{http_code} ' -X PATCH http://127.0.0.1:%2$d/api/v1/projects/demo/clients/%7$s -H 'Authorization: Bearer %3$s' -H 'Content-Type: application/json' -H 'If-Match: *' -d '{"state":"revoked"}'; curl -i http://127.0.0.1:%1$d/hello -H "Authorization: Bearer $TOKEN"

        Each start of the demo brings the client back. Ctrl-C stops everything.
        """
        .formatted(
            server.gatewayPort(),
            server.adminPort(),
            adminToken,
            provider.signInPage(),
            signIn("alice@example.com"),
            signIn("mallory@example.org"),
            SampleProject.CLIENT);
  }

  private String signIn(String person) {
    return "TOKEN=$(curl -s %s -d grant_type=password -d scope=openid -d client_id=%s -d username=%s -d password=none | sed -nE 's/.*\"id_token\" *: *\"([^\"]+)\".*/\\1/p')"
        .formatted(provider.tokenEndpoint(), SampleProject.CLIENT, person);
  }

  @Override
  public void close() {
    provider.close();
    server.close();
  }
}
