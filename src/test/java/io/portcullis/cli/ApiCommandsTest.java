package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command line as a client of the API, against a whole server. */
@ExtendWith(PostgresExtension.class)
class ApiCommandsTest {
  private static Portcullis portcullis;
  private static Map<String, String> environment;

  @TempDir Path directory;

  /** What a command left. */
  record Ran(int code, String out, String err) {}

  @BeforeAll
  static void start(DatabaseUrl database) {
    portcullis = Portcullis.start(database);
    environment =
        Map.of(
            "PORTCULLIS_URL",
            portcullis.admin().address().toString(),
            "PORTCULLIS_TOKEN",
            Portcullis.TOKEN);
  }

  @AfterAll
  static void stop() {
    portcullis.close();
  }

  private static Ran run(Map<String, String> environment, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = PortcullisCommand.commandLine(environment);
    commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = commandLine.execute(arguments);
    commandLine.getErr().flush();
    return new Ran(code, out.toString(), err.toString());
  }

  private static Ran done(String... arguments) {
    Ran ran = run(environment, arguments);
    assertThat(ran.code()).as(ran.err()).isZero();
    return ran;
  }

  private static Ran failed(String... arguments) {
    Ran ran = run(environment, arguments);
    assertThat(ran.code()).as(ran.out()).isEqualTo(1);
    assertThat(ran.err()).startsWith("portcullis: ").hasLineCount(1);
    return ran;
  }

  private static void project(String id) {
    done("projects", "create", id, "--set", "displayName=" + id);
    done(
        "issuers",
        "create",
        "login",
        "-p",
        id,
        "-s",
        "kind=oidc",
        "-s",
        "issuers=[\"https://login.example/" + id + "\"]",
        "-s",
        "jwksUri=https://issuer.example/keys");
    done(
        "clients",
        "create",
        "web",
        "-p",
        id,
        "-s",
        "issuer=login",
        "-s",
        "name=Web",
        "-s",
        "applicationType=web");
  }

  @Test
  void aClientLivesAndEndsByCommands() {
    project("life");

    Ran disabled = done("clients", "disable", "web", "-p", "life");
    assertThat(disabled.err()).contains("replicas=1; applied=1");
    assertThat(
            new JsonObject(done("clients", "get", "web", "-p", "life", "-o", "json").out())
                .getString("state"))
        .isEqualTo("disabled");
    done("clients", "patch", "web", "-p", "life", "--set", "name=Renamed");
    Ran table = done("clients", "list", "-p", "life", "-o", "table");
    assertThat(table.out().lines().toList().get(0)).startsWith("CLIENT ID  NAME");
    assertThat(table.out().lines().toList().get(1))
        .startsWith("web        Renamed  login   web")
        .contains("disabled");

    done("clients", "revoke", "web", "-p", "life");
    assertThat(failed("clients", "enable", "web", "-p", "life").err()).contains("/restore");
    done("clients", "restore", "web", "-p", "life");
    done("clients", "delete", "web", "-p", "life");
    assertThat(new JsonArray(done("clients", "list", "-p", "life", "-o", "json").out())).isEmpty();
  }

  @Test
  void listsGoThroughEveryPage() {
    done("projects", "create", "pages", "--set", "displayName=Pages");
    for (int i = 0; i < 5; i++) {
      done(
          "grants",
          "create",
          "g" + i,
          "-p",
          "pages",
          "-s",
          "principal=user:u" + i + "@example.com");
    }

    assertThat(new JsonArray(done("grants", "list", "-p", "pages", "-o", "json").out())).hasSize(5);
    Ran some = done("grants", "list", "-p", "pages", "-o", "json", "--limit", "2");
    assertThat(new JsonArray(some.out())).hasSize(2);
    assertThat(some.err()).contains("raise --limit");
    assertThat(
            new JsonArray(
                done("grants", "list", "-p", "pages", "-o", "json", "--filter", "id==g3").out()))
        .hasSize(1);
    for (String resource : new String[] {"changes", "replicas"}) {
      assertThat(new JsonArray(done(resource, "list", "-o", "json").out())).isNotEmpty();
    }
    for (String resource : new String[] {"rejections", "users", "sign-outs", "token-revocations"}) {
      assertThat(new JsonArray(done(resource, "list", "-p", "pages", "-o", "json").out()))
          .isEmpty();
    }
  }

  @Test
  void aProjectIsExportedPlannedAndApplied() throws IOException {
    project("file");
    String yaml = done("export", "-p", "file").out();
    Path file =
        Files.writeString(
            directory.resolve("project.yaml"), yaml.replace("name: Web", "name: Shop"));

    Ran plan = done("apply", "-f", file.toString(), "--dry-run", "-o", "table");
    assertThat(plan.out())
        .isEqualTo(
            """
            ~ client web
                name: "Web" -> "Shop"
            Would be cut off: 0 of the 0 users seen in the last 30 days
            """);
    assertThat(done("export", "-p", "file").out()).isEqualTo(yaml);
    assertThat(done("apply", "-f", file.toString(), "--if-unchanged").err()).contains("applied=1");
    assertThat(failed("apply", "-f", file.toString(), "--if-unchanged").err())
        .contains("Export it again");
    assertThat(done("apply", "-f", file.toString(), "-o", "table").out())
        .isEqualTo("Nothing to change.\n");

    done("clients", "revoke", "web", "-p", "file");
    assertThat(failed("apply", "-f", file.toString()).err())
        .contains("clients[0].state must be 'revoked' for 'web'")
        .contains("POST /api/v1/projects/file/clients/web/restore");
  }

  @Test
  void staleEtagsAreRefused() {
    project("etag");

    assertThat(
            failed("clients", "patch", "web", "-p", "etag", "-s", "name=X", "--if-match", "\"1\"")
                .err())
        .contains("changed since");
    assertThat(
            failed(
                    "clients",
                    "create",
                    "web",
                    "-p",
                    "etag",
                    "-s",
                    "issuer=login",
                    "-s",
                    "name=X",
                    "-s",
                    "applicationType=web")
                .err())
        .contains("exists already");
  }

  @Test
  void everyErrorIsOneLineThatSaysWhatToDo() {
    project("errors");

    assertThat(
            failed(
                    "clients",
                    "create",
                    "x",
                    "-p",
                    "errors",
                    "-s",
                    "issuer=nobody",
                    "-s",
                    "name=X",
                    "-s",
                    "applicationType=car")
                .err())
        .contains("applicationType must be one of web");
    assertThat(failed("clients", "list", "-p", "nobody").err()).contains("does not exist");
    assertThat(failed("apply", "-f", "/nowhere.yaml").err()).contains("is there such a file");
    assertThat(run(Map.of("PORTCULLIS_URL", "http://127.0.0.1:1"), "nonsense").code()).isEqualTo(2);
    Ran away = run(Map.of("PORTCULLIS_URL", "http://127.0.0.1:1"), "projects", "list");
    assertThat(away.code()).isEqualTo(1);
    assertThat(away.err()).contains("set PORTCULLIS_URL").hasLineCount(1);
    String url = portcullis.admin().address().toString();
    Ran nobody = run(Map.of("PORTCULLIS_URL", url), "projects", "list");
    assertThat(nobody.err()).contains("set PORTCULLIS_TOKEN");
    Ran wrong =
        run(Map.of("PORTCULLIS_URL", url, "PORTCULLIS_TOKEN", "secret-guess"), "projects", "list");
    assertThat(wrong.err())
        .contains("PORTCULLIS_TOKEN is not a valid token")
        .doesNotContain("secret-guess");
  }

  @Test
  void wrongUsageIsTwo() {
    assertThat(run(environment, "clients", "list").code()).isEqualTo(2);
    assertThat(run(environment, "clients").code()).isEqualTo(2);
    assertThat(run(environment, "clients", "put", "web", "-p", "x").code()).isEqualTo(2);
    assertThat(run(environment, "apply").code()).isEqualTo(2);
  }

  @Test
  void theHistoryIsVerified() {
    project("audited");

    Ran ran = done("audit", "verify", "-o", "json");
    JsonObject chain = new JsonObject(ran.out()).getJsonArray("chains").getJsonObject(0);
    assertThat(chain.getLong("rows")).isPositive();
    done("audit", "verify", "--expect", chain.getString("hash"));
    assertThat(failed("audit", "verify", "--expect", "0".repeat(64)).err())
        .contains("no row has the expected hash");
  }

  @Test
  void operatorsAndTokensComeAndGo() {
    done("projects", "create", "people", "--set", "displayName=People");
    done("operators", "create", "ann", "-s", "email=ann@example.com", "-s", "role=editor");
    done("operators", "put", "ann", "-s", "email=ann@example.com", "-s", "role=viewer");
    assertThat(done("operators", "list", "-o", "table").out())
        .containsPattern("ann +ann@example.com +- +viewer");
    done("operators", "delete", "ann");
    assertThat(failed("operators", "get", "ann").err()).contains("does not exist");

    JsonObject token =
        new JsonObject(
            done("tokens", "create", "-s", "name=ci", "-s", "role=viewer", "-o", "json").out());
    Map<String, String> its =
        Map.of(
            "PORTCULLIS_URL", environment.get("PORTCULLIS_URL"),
            "PORTCULLIS_TOKEN", token.getString("token"));
    assertThat(run(its, "whoami").out()).contains("viewer");
    assertThat(run(its, "projects", "delete", "people").err()).contains("projects.delete");
    done("tokens", "revoke", token.getString("id"));
    assertThat(run(its, "whoami").err()).contains("is not a valid token");
    assertThat(done("tokens", "list", "-o", "table").out()).containsPattern("ci +viewer.*revoked");
  }

  @Test
  void usersAreSignedOutAndTokensRevoked() throws IOException {
    project("over");

    assertThat(done("sign-outs", "user", "login", "alice/1", "-p", "over").err())
        .contains("replicas=1; applied=1");
    done("sign-outs", "issuer", "login", "-p", "over", "-s", "note=leaked");
    done("sign-outs", "everybody", "-p", "over");
    assertThat(done("sign-outs", "list", "-p", "over", "-o", "table").out()).contains("leaked");
    assertThat(run(environment, "sign-outs", "user", "login", "-p", "over").code()).isEqualTo(2);

    String hash = "ab".repeat(32);
    Path file =
        Files.writeString(directory.resolve("token.json"), "{\"sha256\": \"" + hash + "\"}");
    done("token-revocations", "create", "-p", "over", "-f", file.toString());
    assertThat(done("token-revocations", "get", hash, "-p", "over").out()).contains(hash);
    assertThat(run(environment, "token-revocations", "create", "-p", "over").code()).isEqualTo(2);
  }

  @Test
  void aRequestIsExplained() {
    project("why");

    assertThat(
            done(
                    "explain",
                    "-p",
                    "why",
                    "-s",
                    "host=a.example",
                    "-s",
                    "path=/",
                    "-s",
                    "claims={\"iss\": \"https://nobody.example\"}",
                    "-o",
                    "json")
                .out())
        .contains("route_not_found");
    assertThat(failed("rejections", "get", "nobody").err()).contains("does not exist");
  }

  @Test
  void everyCommandCallsAPathOfTheApi() throws IOException {
    List<String> paths =
        Files.readAllLines(Path.of("src/main/resources/openapi.yaml")).stream()
            .filter(line -> line.startsWith("  /"))
            .map(line -> line.strip().replaceFirst(":$", ""))
            .toList();

    assertThat(paths).containsAll(Resource.ALL.stream().map(Resource::list).toList());
    assertThat(paths)
        .containsAll(Resource.ALL.stream().map(Resource::item).filter(x -> !x.isEmpty()).toList());
    assertThat(paths).containsAll(Post.ALL.stream().map(Post::path).toList());
  }

  @Test
  void bashCanCompleteIt() {
    assertThat(done("completion", "bash").out())
        .contains("portcullis")
        .contains("clients")
        .contains("restore");
  }
}
