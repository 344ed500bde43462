package io.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.portcullis.Role;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.portcullis.testing.Sql;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A key's life over weeks, made short by moving its row back in time. */
@ExtendWith(PostgresExtension.class)
class AssertionRotationTest {
  private static final String ALICE = "alice@example.com";
  private static final Map<String, String> SETTINGS =
      Map.of("PORTCULLIS_SECRET", "a-secret-of-thirty-two-or-more-characters");

  private final OpenIdProvider provider = OpenIdProvider.start();
  private final RecordingBackend backend = RecordingBackend.start();

  @Test
  void theNextKeyIsShownLongBeforeItSignsAndTheOldOneLongAfter(DatabaseUrl database)
      throws Exception {
    Sql sql = new Sql(database);
    String old;
    try (Portcullis portcullis = Portcullis.start(database, SETTINGS, Role.BOTH)) {
      new Sample(portcullis.admin())
          .project("shop")
          .issuer("accounts", provider.asItem())
          .client("web", "accounts")
          .backend("orders", backend.asItem())
          .grant("alice", "user:" + ALICE)
          .route("all", "*", "/", "orders", "required");
      old = keyIds(portcullis).get(0);
    }

    sql.run("UPDATE assertion_key SET signs_from = now() - interval '29 days 1 minute'");
    String next;
    try (Portcullis portcullis = Portcullis.start(database, SETTINGS, Role.BOTH);
        Portcullis other = Portcullis.start(database, SETTINGS, Role.GATEWAY)) {
      assertThat(keyIds(portcullis)).hasSize(2).startsWith(old).isEqualTo(keyIds(other));
      next = keyIds(portcullis).get(1);
      assertThat(signerAt(portcullis)).isEqualTo(old);
    }

    sql.run("UPDATE assertion_key SET signs_from = signs_from - interval '1 day 1 hour'");
    try (Portcullis portcullis = Portcullis.start(database, SETTINGS, Role.BOTH)) {
      assertThat(signerAt(portcullis)).isEqualTo(next);
      assertThat(keyIds(portcullis)).containsExactly(old, next);
    }

    sql.run("UPDATE assertion_key SET signs_from = signs_from - interval '1 day'");
    try (Portcullis portcullis = Portcullis.start(database, SETTINGS, Role.BOTH)) {
      assertThat(signerAt(portcullis)).isEqualTo(next);
      assertThat(keyIds(portcullis)).containsExactly(next);
    } finally {
      provider.close();
      backend.close();
    }
  }

  private String signerAt(Portcullis portcullis) throws Exception {
    AdminClient caller = new AdminClient(portcullis.gateway(), provider.token("web", ALICE));
    assertThat(caller.get("/").statusCode()).isEqualTo(200);
    return SignedJWT.parse(backend.last().all("X-Portcullis-Assertion").get(0))
        .getHeader()
        .getKeyID();
  }

  private static List<String> keyIds(Portcullis gateway) {
    String keys = new AdminClient(gateway.gateway(), "").get("/.portcullis/jwks.json").body();
    return new JsonObject(keys)
        .getJsonArray("keys").stream().map(key -> ((JsonObject) key).getString("kid")).toList();
  }
}
