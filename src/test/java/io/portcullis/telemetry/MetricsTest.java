package io.portcullis.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.Sample;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class MetricsTest {
  @Test
  void leaseRevisionLagAndConfirmationTimesAreTold(DatabaseUrl database) {
    try (Portcullis portcullis = Portcullis.start(database)) {
      new Sample(portcullis.admin()).project("shop");

      HttpResponse<String> answer = portcullis.admin().get("/metrics");

      assertThat(answer.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
      assertThat(value(answer, "portcullis_lease_remaining_seconds")).isBetween(0.1, 2.4);
      assertThat(value(answer, "portcullis_policy_revision")).isEqualTo(1);
      assertThat(value(answer, "portcullis_policy_lag")).isZero();
      assertThat(value(answer, "portcullis_policy_notified")).isEqualTo(1);
      assertThat(value(answer, "portcullis_confirmation_seconds_count")).isEqualTo(1);
      assertThat(value(answer, "portcullis_exchanges_cut_total")).isZero();
      assertThat(value(answer, "portcullis_rejections_waiting")).isZero();
      assertThat(value(answer, "portcullis_rejections_folded_total")).isZero();
    }
  }

  private static double value(HttpResponse<String> answer, String name) {
    return answer
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is missing in\n" + answer.body()));
  }
}
