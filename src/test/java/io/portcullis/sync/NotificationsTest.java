package io.portcullis.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.Role;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.Sample;
import io.portcullis.testing.Sql;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What operators see of a gateway that PostgreSQL's notifications do not reach. */
@ExtendWith(PostgresExtension.class)
class NotificationsTest {
  @Test
  void aGatewayThatNotificationsDoNotReachIsShownAndChangesAreConfirmedAllTheSame(
      DatabaseUrl database) throws Exception {
    try (DeafProxy pooler = new DeafProxy(database);
        Portcullis hearing = Portcullis.start(database);
        Portcullis deaf = Portcullis.start(pooler.url(), Map.of(), Role.GATEWAY)) {
      Portcullis.await(
          "known", () -> notified(hearing).size() == 2 && !notified(hearing).contains(null));
      assertThat(notified(hearing)).containsExactlyInAnyOrder(true, false);
      assertThat(deaf.admin().get("/metrics").body()).contains("portcullis_policy_notified 0");

      HttpResponse<String> confirmed =
          hearing.admin().put("/api/v1/projects/shop", new JsonObject().put("displayName", "Shop"));

      assertThat(confirmed.headers().firstValue("Portcullis-Confirmed").orElseThrow())
          .startsWith("replicas=2; applied=2; expired=0; ");
      assertThat(notified(hearing)).containsExactlyInAnyOrder(true, false);
    }
  }

  @Test
  void aGatewayThatNoLongerHearsIsShownOnceAChangePassesItBy(DatabaseUrl database)
      throws Exception {
    try (Portcullis portcullis = Portcullis.start(database)) {
      Portcullis.await("known", () -> notified(portcullis).equals(List.of(true)));
      silence(database);

      new Sample(portcullis.admin()).project("unheard");

      Portcullis.await("noticed", () -> notified(portcullis).equals(List.of(false)));
    }
  }

  /** The server goes on and says nothing: as with a connection that lost its LISTEN in a pooler. */
  private static void silence(DatabaseUrl database) throws SQLException {
    new Sql(database)
        .run(
            "CREATE SCHEMA deaf",
            "CREATE FUNCTION deaf.pg_notify(text, text) RETURNS void LANGUAGE sql AS 'SELECT'",
            "ALTER FUNCTION policy_record() SET search_path = deaf, pg_catalog, public");
  }

  /** Of every gateway; null where it is not known. */
  private static List<Boolean> notified(Portcullis portcullis) {
    AdminClient admin = portcullis.admin();
    return new JsonObject(admin.get("/api/v1/replicas").body())
        .getJsonArray("items").stream()
            .map(item -> ((JsonObject) item).getBoolean("notified"))
            .toList();
  }
}
