package io.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.portcullis.testing.Sql;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An issuer that cannot be reached while gateways come and go. */
@ExtendWith(PostgresExtension.class)
class IssuerOutageTest {

  @Test
  void aGatewayThatStartsWhileTheIssuerIsDownKnowsItsKeys(DatabaseUrl database) {
    try (OpenIdProvider known = OpenIdProvider.start();
        OpenIdProvider unknown = OpenIdProvider.start();
        RecordingBackend backend = RecordingBackend.start()) {
      String token = known.token("web", "alice@example.com");
      String other = unknown.token("app", "alice@example.com");
      try (Portcullis before = Portcullis.start(database)) {
        new Sample(before.admin())
            .project("shop")
            .issuer("known", known.asItem())
            .issuer("unknown", unknown.asItem())
            .client("web", "known")
            .client("app", "unknown")
            .grant("all", "allAuthenticatedUsers")
            .backend("orders", backend.asItem())
            .route("all", "*", "/", "orders", "required");
        assertThat(call(before, token).statusCode()).isEqualTo(200);
        Portcullis.await("kept", () -> keySets(database) == 1);
      }
      known.close();
      unknown.close();

      try (Portcullis after = Portcullis.start(database)) {
        assertThat(call(after, token).statusCode()).isEqualTo(200);

        HttpResponse<String> refused = call(after, other);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.body()).contains("\"reason\":\"keys_unavailable\"");
      }
    }
  }

  private static long keySets(DatabaseUrl database) {
    try {
      return new Sql(database).number("SELECT count(*) FROM issuer_key_set");
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }

  private static HttpResponse<String> call(Portcullis process, String token) {
    return new AdminClient(process.gateway(), token).get("/");
  }
}
