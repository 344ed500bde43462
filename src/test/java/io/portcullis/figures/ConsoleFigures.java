package io.portcullis.figures;

import io.portcullis.store.EmbeddedPostgres;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.Sample;
import io.portcullis.testing.Sql;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What the console asks for, with 100,000 clients and grants and 5 million rejections. */
final class ConsoleFigures {
  private static final int ITEMS = 100_000;
  private static final int REJECTIONS = 5_000_000;
  private static final int DAYS = 7;
  private static final int AT_ONCE = 1000;
  private static final int PAGE = 50;
  private static final int CALLS = 30;
  private static final String P = "/projects/shop";

  /** A change of its own for each thousand, by the triggers that every change goes through. */
  private static final String CLIENTS =
      """
      INSERT INTO client (project_id, id, issuer, name, application_type, state)
      SELECT 'shop', md5(n::text) || '.apps.example.com', 'accounts', 'Client ' || n,
             (ARRAY['web', 'android', 'ios', 'service'])[1 + n %% 4],
             CASE WHEN n %% 10 = 0 THEN 'disabled' ELSE 'enabled' END
        FROM generate_series(%d, %d) n
      """;

  private static final String GRANTS =
      """
      INSERT INTO access_grant (project_id, id, principal, effect)
      SELECT 'shop', 'g-' || md5(n::text), 'user:user' || n || '@example.com',
             CASE WHEN n %% 10 = 0 THEN 'deny' ELSE 'allow' END
        FROM generate_series(%d, %d) n
      """;

  /** Few clients, users and reasons make most of them, as it is outside. */
  private static final String HOUR =
      """
      INSERT INTO rejection (replica, seq, at, request_id, revision, project_id, route, reason, status,
             method, host, path, verified, client, issuer, subject, email, source_address, user_agent, detail)
      SELECT '00000000-0000-4000-8000-000000000001', r.n, r.at, 'r-' || r.n, 1, 'shop', 'route-' || r.n %% 20,
             (ARRAY['token_expired', 'user_not_granted', 'audience_not_allowed', 'token_missing',
                    'signature_invalid', 'client_revoked', 'issuer_unknown', 'key_unknown',
                    'email_unverified', 'grant_expired'])[1 + floor(10 * power(r.x, 3))::int],
             401, 'GET', 'shop.example.com', '/orders/' || r.n, r.n %% 3 = 0,
             md5(floor(2000 * power(r.y, 3))::text) || '.apps.example.com', 'https://accounts.example.com',
             'subject-' || floor(20000 * power(r.z, 3)),
             'user' || floor(20000 * power(r.z, 3)) || '@example.com',
             '192.0.2.' || r.n %% 256, 'Mozilla/5.0 (X11; Linux x86_64)', 'what was found, for operators'
        FROM (SELECT n, now() - interval '%d hours' + interval '1 hour' * (n - %d) / %d AS at,
                     random() AS x, random() AS y, random() AS z
                FROM generate_series(%d::bigint, %d::bigint) n) r
      """;

  private final Sql sql;
  private final URI api;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private ConsoleFigures(Sql sql, AdminClient admin) {
    this.sql = sql;
    this.api = admin.address().resolve("/api/v1");
    this.token = admin.token();
  }

  /** Needs some 6 GB of disk for as long as it runs. */
  static void measure() throws Exception {
    Path directory = Files.createTempDirectory("portcullis-figures-");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory);
        OpenIdProvider provider = OpenIdProvider.start();
        Portcullis portcullis = Portcullis.start(postgres.url())) {
      new Sample(portcullis.admin()).project("shop").issuer("accounts", provider.asItem());
      ConsoleFigures figures = new ConsoleFigures(new Sql(postgres.url()), portcullis.admin());
      figures.seed();
      figures.measureAll();
    }
  }

  private void seed() throws SQLException {
    long began = System.nanoTime();
    for (int n = 1; n <= ITEMS; n += AT_ONCE) {
      sql.run(CLIENTS.formatted(n, n + AT_ONCE - 1));
      sql.run(GRANTS.formatted(n, n + AT_ONCE - 1));
    }
    print("%d clients and as many grants in %.0f s", ITEMS, seconds(began));
    began = System.nanoTime();
    int hours = DAYS * 24;
    int each = REJECTIONS / hours + 1;
    for (int day = 0; day <= DAYS; day++) {
      sql.run("SELECT rejection_make_partition((now() AT TIME ZONE 'UTC')::date - " + day + ")");
    }
    for (int hour = 0; hour < hours; hour++) {
      long first = (long) hour * each;
      sql.run(HOUR.formatted(hours - hour, first, each, first, first + each - 1));
    }
    try (var connection = sql.open();
        var statement = connection.createStatement()) {
      statement.execute("VACUUM ANALYZE"); // as autovacuum would have by then
    }
    print("%d rejections in %.0f s", sql.number("SELECT count(*) FROM rejection"), seconds(began));
  }

  private void measureAll() throws Exception {
    pages("clients", P + "/clients", "");
    pages("clients, a text", P + "/clients", "(name=='*99*',clientId=='*99*')");
    pages("clients, a text that is rare", P + "/clients", "(name=='*99999*',clientId=='*99999*')");
    pages("clients, disabled", P + "/clients", "state==disabled");
    pages("clients, web", P + "/clients", "applicationType==web");
    pages("grants", P + "/grants", "");
    pages("grants, a text", P + "/grants", "principal=='*user999*'");
    pages("grants, deny", P + "/grants", "effect==deny");
    pages("changes", "/changes", "");
    pages("changes of the project", "/changes", "project==shop");
    pages("changes of grants", "/changes", "project==shop;resource==grants");
    for (int days : new int[] {1, DAYS}) {
      rejections(days);
      for (String by : new String[] {"reason", "client", "route", "user"}) {
        String query = "?from=%s&by=%s&bucket=hour".formatted(since(days), by);
        measure("rejections by " + by + ", " + days + " d", P + "/rejections/summary" + query);
      }
      measure("traffic, " + days + " d", P + "/traffic?bucket=hour&from=" + since(days));
    }
  }

  private void rejections(int days) throws Exception {
    String time = "time=ge='" + since(days) + "'";
    String client = sql.rows("SELECT md5('1999') || '.apps.example.com'").get(0).get(0);
    String[] filters = {
      "",
      "reason==token_expired",
      "reason==grant_expired",
      "reason==path_ambiguous",
      "verified==true",
      "client==" + client,
      "client==nobody",
      "route==route-7",
      "route==nowhere",
      "(email=='user19999@example.com',subject=='user19999@example.com')",
      "sourceAddress==192.0.2.7",
      "requestId==r-4000000",
      "reason==grant_expired;route==route-7;verified==true",
      "(path=='*9999*',email=='*9999*',subject=='*9999*',client=='*9999*',requestId=='*9999*')",
      "(path=='*zz*',email=='*zz*',subject=='*zz*',client=='*zz*',requestId=='*zz*')",
    };
    for (String filter : filters) {
      String all = filter.isEmpty() ? time : time + ";" + filter;
      pages("rejections, " + days + " d " + filter, P + "/rejections", all);
    }
  }

  /** The first page, and the 50th, if there are as many, by the cursor of the one before. */
  private void pages(String name, String path, String filter) throws Exception {
    String query = "?pageSize=" + PAGE;
    if (!filter.isEmpty()) {
      query += "&filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8);
    }
    measure(name, path + query);
    String last = path + query;
    int page = 1;
    String next = new JsonObject(get(last)).getString("nextPageToken");
    while (next != null && page < PAGE) {
      last = path + query + "&pageToken=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
      next = new JsonObject(get(last)).getString("nextPageToken");
      page++;
    }
    if (page > 1) {
      measure(name + ", page " + page, last);
    }
  }

  private void measure(String name, String path) throws Exception {
    Times times = new Times();
    for (int call = 0; call < CALLS; call++) {
      long began = System.nanoTime();
      get(path);
      times.add(System.nanoTime() - began);
    }
    print("%-90s %s", name, times);
  }

  private String get(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api + path))
            .header("Authorization", "Bearer " + token)
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new AssertionError(path + " is answered with " + response.body());
    }
    return response.body();
  }

  private static Instant since(int days) {
    return Instant.now().minus(days, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }
}
