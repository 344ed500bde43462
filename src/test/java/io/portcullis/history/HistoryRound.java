package io.portcullis.history;

import io.portcullis.Role;
import io.portcullis.history.History.Act;
import io.portcullis.history.History.Call;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.store.EmbeddedPostgres;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.RecordingBackend;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * One round: processes up, callers and operator and faults at work for a while, everything mended,
 * history searched.
 *
 * @param query added to every write of the operator; empty for the product as it is
 */
record HistoryRound(long seed, int seconds, int gateways, int callers, String query) {
  private static final int CLIENTS = 5;
  private static final int USERS = 5;

  /** What came of a round. */
  record Result(
      int calls,
      int admitted,
      int unavailable,
      int acts,
      int confirmed,
      int signOuts,
      int tokensRevoked,
      Map<String, Integer> faults,
      Verdict verdict,
      int lostRejections) {

    boolean isClean() {
      return verdict.admitted().isEmpty() && verdict.refused().isEmpty() && lostRejections == 0;
    }

    @Override
    public String toString() {
      return """
          requests %d (admitted %d, no answer or 503 %d), changes %d (confirmed %d, sign-outs %d, tokens revoked %d), faults %s
          admitted after a confirmed revocation: %d, refused with confirmed rights: %d, rejections not in the log: %d"""
          .formatted(
              calls,
              admitted,
              unavailable,
              acts,
              confirmed,
              signOuts,
              tokensRevoked,
              faults,
              verdict.admitted().size(),
              verdict.refused().size(),
              lostRejections);
    }
  }

  Result run(Path directory) throws IOException, InterruptedException {
    Path data = Files.createDirectories(directory.resolve("database"));
    try (OpenIdProvider provider = OpenIdProvider.start();
        RecordingBackend backend = RecordingBackend.start();
        EmbeddedPostgres postgres = EmbeddedPostgres.start(data);
        Portcullis admin = Portcullis.start(postgres.url(), Map.of(), Role.ADMIN)) {
      Rights.prepare(admin.admin(), provider.asItem(), backend.asItem());
      List<GatewayProcess> processes = new ArrayList<>();
      try {
        for (int i = 0; i < gateways; i++) {
          processes.add(new GatewayProcess(directory, postgres.url()));
        }
        processes.forEach(GatewayProcess::awaitReady);
        return run(provider, admin, postgres.url(), data, processes);
      } finally {
        for (GatewayProcess process : processes) {
          process.close();
        }
      }
    }
  }

  private Result run(
      OpenIdProvider provider,
      Portcullis admin,
      DatabaseUrl database,
      Path data,
      List<GatewayProcess> processes)
      throws InterruptedException {
    List<String> clients = IntStream.range(0, CLIENTS).mapToObj(i -> "client-" + i).toList();
    List<String> users = IntStream.range(0, USERS).mapToObj(i -> "user-" + i).toList();
    List<String> rights = new ArrayList<>(clients);
    rights.addAll(users);
    clients.forEach(client -> Rights.register(admin.admin(), client));
    History history = new History();
    Wallet wallet = new Wallet(provider, history, clients, users);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    Operator operator =
        new Operator(
            new Rights(admin.admin(), query),
            wallet,
            rights,
            history,
            seed,
            () -> System.nanoTime() - end > 0);
    operator.giveAll();
    Faults faults = new Faults(processes, data, seed + 1, () -> System.nanoTime() - end > 0);
    List<Thread> threads = new ArrayList<>();
    threads.add(new Thread(operator, "operator"));
    threads.add(new Thread(faults, "faults"));
    List<URI> addresses = processes.stream().map(GatewayProcess::address).toList();
    for (int i = 0; i < callers; i++) {
      threads.add(
          new Thread(
              new Caller(
                  addresses, wallet, history, seed + 2 + i, () -> System.nanoTime() - end > 0),
              "caller-" + i));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    operator.giveAll();
    return judge(history, faults, database);
  }

  private static Result judge(History history, Faults faults, DatabaseUrl database) {
    List<Call> calls = history.calls();
    List<Act> acts = history.acts().stream().filter(act -> !isOfIssuer(act)).toList();
    return new Result(
        calls.size(),
        (int) calls.stream().filter(call -> call.status() == 200).count(),
        (int) calls.stream().filter(call -> call.status() == 0 || call.status() == 503).count(),
        acts.size(),
        (int) acts.stream().filter(Act::isConfirmed).count(),
        count(acts, "session-"),
        count(acts, "token-"),
        faults.counts(),
        Verdict.on(history),
        lostRejections(calls, faults.kills(), database));
  }

  /** What is given by issuing a token is no change of the operator's. */
  private static boolean isOfIssuer(Act act) {
    return act.gives() && (act.right().startsWith("session-") || act.right().startsWith("token-"));
  }

  private static int count(List<Act> acts, String prefix) {
    return (int) acts.stream().filter(act -> act.right().startsWith(prefix)).count();
  }

  /** A kill -9 may take with it what the killed gateway had not written yet. */
  private static int lostRejections(
      List<Call> calls, Map<Integer, List<Long>> kills, DatabaseUrl database) {
    Set<String> expected = new HashSet<>();
    for (Call call : calls) {
      boolean isRejected = call.status() == 401 || call.status() == 403 || call.status() == 503;
      boolean mayBeGone =
          kills.getOrDefault(call.gateway(), List.of()).stream()
              .anyMatch(
                  kill -> kill >= call.start() && kill - call.end() < TimeUnit.SECONDS.toNanos(15));
      if (isRejected && !mayBeGone) {
        expected.add(call.requestId());
      }
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      Set<String> missing = new HashSet<>(expected);
      missing.removeAll(logged(database));
      if (missing.isEmpty() || System.nanoTime() - deadline > 0) {
        return missing.size();
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }

  private static Set<String> logged(DatabaseUrl database) {
    Set<String> ids = new HashSet<>();
    try (Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        ResultSet rows =
            connection.createStatement().executeQuery("SELECT request_id FROM rejection")) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
    return ids;
  }
}
