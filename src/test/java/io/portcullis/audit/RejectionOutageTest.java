package io.portcullis.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.store.EmbeddedPostgres;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.ChildJvm;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.portcullis.testing.Sql;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rejections that were answered are all accounted for, whatever becomes of gateway and PostgreSQL.
 */
class RejectionOutageTest {
  private static final Pattern GATEWAY = Pattern.compile("Gateway +(http://\\S+)\\R");
  private static final String KEPT =
      "SELECT (SELECT count(*) FROM rejection) + (SELECT coalesce(sum(rejections), 0) FROM rejection_fold)";
  private static final int CALLS = 300;

  @TempDir Path directory;

  @Test
  void aGatewayThatIsKilledWhilePostgresHangsLosesNone() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory.resolve("db"));
        RecordingBackend backend = RecordingBackend.start()) {
      Sql sql = new Sql(postgres.url());
      int answered;
      ChildJvm first = start(postgres.url());
      try {
        new Sample(first.admin())
            .project("shop")
            .backend("orders", backend.asItem())
            .route("all", "*", "/", "orders", "required");
        answered = call(first);
        signalPostgres("STOP");
        answered += call(first);
        first.kill();
      } finally {
        signalPostgres("CONT");
        first.close();
      }
      long spooled = answered - kept(sql);
      assertThat(spooled).isPositive();

      try (ChildJvm second = start(postgres.url())) {
        second.admin();
        int all = answered;
        Portcullis.await("all kept", () -> kept(sql) >= all);
        answered += call(second);
        int more = answered;
        Portcullis.await("the rest kept", () -> kept(sql) >= more);
        assertThat(kept(sql)).isEqualTo(more);
        assertThat(sql.number("SELECT count(DISTINCT replica) FROM rejection")).isEqualTo(2);
      }
    }
  }

  private ChildJvm start(DatabaseUrl url) throws Exception {
    return ChildJvm.start(
        directory,
        Map.of(
            "DATABASE_URL",
            "postgresql://%s:%s@127.0.0.1:%d/%s?sslmode=disable"
                .formatted(url.user(), url.password(), url.port(), url.database()),
            "PORTCULLIS_GATEWAY_HOST",
            "127.0.0.1"),
        "serve");
  }

  /** How many of the calls were rejected. */
  private static int call(ChildJvm process) {
    Matcher address = GATEWAY.matcher(process.out());
    assertThat(address.find()).isTrue();
    AdminClient caller = new AdminClient(URI.create(address.group(1)), "no-token");
    int rejected = 0;
    for (int n = 0; n < CALLS; n++) {
      rejected += caller.get("/orders/" + n).statusCode() >= 400 ? 1 : 0;
    }
    assertThat(rejected).isEqualTo(CALLS);
    return rejected;
  }

  private static long kept(Sql sql) {
    try {
      return sql.number(KEPT);
    } catch (SQLException failure) {
      return -1;
    }
  }

  private void signalPostgres(String signal) throws Exception {
    String pid = Files.readAllLines(directory.resolve("db/postgres/postmaster.pid")).get(0).strip();
    ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    Stream.concat(Stream.of(postmaster), postmaster.descendants())
        .forEach(process -> ChildJvm.signal(process, signal));
  }
}
