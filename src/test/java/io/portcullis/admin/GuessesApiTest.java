package io.portcullis.admin;

import static io.portcullis.admin.Samples.header;
import static io.portcullis.admin.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.Role;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who sends wrong credentials all the time is soon not even asked about. */
@ExtendWith(PostgresExtension.class)
class GuessesApiTest {
  private static final int PLENTY = 300;

  @Test
  void aNetworkWithTooManyWrongTokensWaitsAndOthersDoNot(DatabaseUrl database) {
    try (Portcullis portcullis =
        Portcullis.start(
            database, Map.of("PORTCULLIS_TRUSTED_PROXIES", "127.0.0.0/8"), Role.ADMIN)) {
      AdminClient admin = portcullis.admin();
      AdminClient guesser = new AdminClient(admin.address(), "a-guess");
      HttpResponse<String> answer = whoAmI(guesser, "203.0.113.7");
      assertThat(answer.statusCode()).isEqualTo(401);
      for (int i = 0; i < PLENTY && answer.statusCode() == 401; i++) {
        answer = whoAmI(guesser, "203.0.113.7");
      }

      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(header(answer, "Retry-After")).isEqualTo("1");
      assertThat(json(answer).getString("detail")).contains("try again in a minute");
      assertThat(whoAmI(guesser, "203.0.113.200").statusCode()).as("its neighbour").isEqualTo(429);
      assertThat(whoAmI(admin, "198.51.100.1").statusCode()).isEqualTo(200);
      for (int i = 0; i < PLENTY; i++) {
        assertThat(whoAmI(admin, "192.0.2.1").statusCode()).as("right ones").isEqualTo(200);
      }
    }
  }

  private static HttpResponse<String> whoAmI(AdminClient client, String address) {
    return client.get("/api/v1/whoami", "X-Forwarded-For", address);
  }
}
