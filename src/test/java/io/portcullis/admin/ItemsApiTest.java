package io.portcullis.admin;

import static io.portcullis.admin.Samples.header;
import static io.portcullis.admin.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kind of item has in common. */
@ExtendWith(PostgresExtension.class)
class ItemsApiTest {
  private static Portcullis portcullis;
  private static AdminClient admin;

  /** A kind of item: a free place for one, the item, and a field to change. */
  record Kind(String list, String id, JsonObject item, String field, Object value) {
    String path() {
      return list + "/" + id;
    }

    String idField() {
      return list.endsWith("clients") ? "clientId" : "id";
    }

    /** The same kind at another place, so that tests do not meet. */
    Kind named(String name) {
      JsonObject copy = item.copy();
      if (copy.containsKey("hosts")) {
        copy.put("hosts", new JsonArray().add(name + ".example.org"));
      }
      if (copy.containsKey("issuers")) {
        copy.put("issuers", new JsonArray().add("https://" + name + ".example.org"));
      }
      return new Kind(list, name, copy, field, value);
    }

    @Override
    public String toString() {
      return list.substring(list.lastIndexOf('/') + 1);
    }
  }

  static Stream<Kind> kinds() {
    String shop = "/api/v1/projects/shop";
    return Stream.of(
        new Kind("/api/v1/projects", "x", Samples.project("One"), "displayName", "Two"),
        new Kind(shop + "/issuers", "x", Samples.issuer("https://x"), "enabled", false),
        new Kind(shop + "/clients", "x", Samples.client("One"), "name", "Two"),
        new Kind(shop + "/grants", "x", Samples.grant("allUsers"), "note", "Two"),
        new Kind(
            shop + "/backends", "x", Samples.backend("http://b:80"), "idleTimeoutMillis", 1234),
        new Kind(
            shop + "/routes", "x", Samples.route("x", "orders"), "authentication", "optional"));
  }

  @BeforeAll
  static void start(DatabaseUrl database) {
    portcullis = Portcullis.start(database);
    admin = portcullis.admin();
    Samples.fullProject(admin, "shop");
  }

  @AfterAll
  static void stop() {
    portcullis.close();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isCreatedReadListedReplacedPatchedAndDeleted(Kind kind) {
    Kind life = kind.named("life");

    HttpResponse<String> created = admin.put(life.path(), life.item());
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    assertThat(json(created).getString(life.idField())).isEqualTo("life");

    HttpResponse<String> read = admin.get(life.path());
    assertThat(read.body()).isEqualTo(created.body());
    assertThat(header(read, "ETag")).isEqualTo(header(created, "ETag"));
    assertThat(json(admin.get(life.list())).getJsonArray("items")).contains(json(created));

    JsonObject changed = life.item().copy().put(life.field(), life.value());
    HttpResponse<String> replaced =
        admin.put(life.path(), changed, "If-Match", header(read, "ETag"));
    assertThat(replaced.statusCode()).as(replaced.body()).isEqualTo(200);
    assertThat(json(replaced).getValue(life.field())).isEqualTo(life.value());
    assertThat(header(replaced, "ETag")).isNotEqualTo(header(created, "ETag"));
    assertThat(json(replaced).getString("createdAt"))
        .isEqualTo(json(created).getString("createdAt"));

    assertThat(admin.delete(life.path(), "If-Match", header(replaced, "ETag")).statusCode())
        .isEqualTo(204);
    assertThat(json(admin.get(life.list())).getJsonArray("items")).doesNotContain(json(replaced));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void mergePatchIsTakenUnderBothOfItsNames(Kind kind) {
    Kind patched = kind.named("patched");
    JsonObject created = admin.create(patched.path(), patched.item());
    JsonObject patch = new JsonObject().put(patched.field(), patched.value());

    JsonObject first =
        json(
            admin.patch(
                patched.path(),
                patch,
                "If-Match",
                "*",
                "Content-Type",
                "application/merge-patch+json"));
    JsonObject second = json(admin.patch(patched.path(), patch, "If-Match", "*"));

    assertThat(first.getValue(patched.field())).isEqualTo(patched.value());
    assertThat(second).isEqualTo(first);
    assertThat(first.copy().put(patched.field(), created.getValue(patched.field())))
        .usingRecursiveComparison()
        .isEqualTo(
            created
                .copy()
                .put("revision", first.getValue("revision"))
                .put("updatedAt", first.getValue("updatedAt")));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anotherWriteNeedsToHaveSeenTheLastOne(Kind kind) {
    Kind guarded = kind.named("guarded");
    String old = header(admin.put(guarded.path(), guarded.item()), "ETag");
    JsonObject patch = new JsonObject().put(guarded.field(), guarded.value());
    admin.change(guarded.path(), patch);

    assertThat(admin.put(guarded.path(), guarded.item()).statusCode()).isEqualTo(428);
    assertThat(admin.patch(guarded.path(), patch).statusCode()).isEqualTo(428);
    assertThat(admin.delete(guarded.path()).statusCode()).isEqualTo(428);
    assertThat(admin.put(guarded.path(), guarded.item(), "If-Match", old).statusCode())
        .isEqualTo(412);
    assertThat(admin.patch(guarded.path(), patch, "If-Match", old).statusCode()).isEqualTo(412);
    assertThat(admin.delete(guarded.path(), "If-Match", old).statusCode()).isEqualTo(412);
    assertThat(admin.put(guarded.path(), guarded.item(), "If-None-Match", "*").statusCode())
        .isEqualTo(412);
    assertThat(json(admin.get(guarded.path())).getValue(guarded.field()))
        .isEqualTo(guarded.value());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void ifNoneMatchCreatesAndIfMatchDoesNot(Kind kind) {
    Kind fresh = kind.named("fresh");

    assertThat(admin.put(fresh.path(), fresh.item(), "If-Match", "*").statusCode()).isEqualTo(412);
    assertThat(admin.put(fresh.path(), fresh.item(), "If-None-Match", "*").statusCode())
        .isEqualTo(201);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void whatIsNotThereIsNotFoundAndDeletedAllTheSame(Kind kind) {
    Kind missing = kind.named("missing");

    HttpResponse<String> read = admin.get(missing.path());
    assertThat(read.statusCode()).isEqualTo(404);
    assertThat(json(read).getString("detail")).contains("'missing' does not exist");
    assertThat(
            admin
                .patch(
                    missing.path(),
                    new JsonObject().put(missing.field(), missing.value()),
                    "If-Match",
                    "*")
                .statusCode())
        .isIn(404, 412);
    assertThat(admin.delete(missing.path()).statusCode()).isEqualTo(204);
    assertThat(admin.delete(missing.path()).statusCode()).isEqualTo(204);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theIdInTheBodyIsTheOneInThePath(Kind kind) {
    Kind named = kind.named("named");

    HttpResponse<String> other =
        admin.put(named.path(), named.item().copy().put(named.idField(), "other"));
    assertThat(other.statusCode()).isEqualTo(400);
    assertThat(json(other).getJsonArray("violations").getJsonObject(0).getString("field"))
        .isEqualTo(named.idField());
    assertThat(
            admin.put(named.path(), named.item().copy().put(named.idField(), "named")).statusCode())
        .isEqualTo(201);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void whatWasReadCanBeSentBack(Kind kind) {
    Kind round = kind.named("round");
    JsonObject created = admin.create(round.path(), round.item());

    HttpResponse<String> again = admin.put(round.path(), created, "If-Match", "*");

    assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
    assertThat(json(again)).isEqualTo(created);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anUnknownProjectIsNotFound(Kind kind) {
    if (kind.list().equals("/api/v1/projects")) {
      return;
    }
    Kind lost =
        new Kind(
            kind.list().replace("shop", "nowhere"), "x", kind.item(), kind.field(), kind.value());

    assertThat(admin.get(lost.list()).statusCode()).isEqualTo(404);
    assertThat(admin.get(lost.path()).statusCode()).isEqualTo(404);
    HttpResponse<String> put = admin.put(lost.path(), lost.item());
    assertThat(put.statusCode()).isEqualTo(404);
    assertThat(json(put).getString("detail")).isEqualTo("Project 'nowhere' does not exist.");
  }
}
