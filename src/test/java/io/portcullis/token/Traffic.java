package io.portcullis.token;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.nimbusds.jwt.JWTClaimsSet;
import io.portcullis.policy.Project;
import io.portcullis.policy.Reason;
import io.portcullis.policy.TokenCheck;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tokens that are sent at a steady rate to one verifier, and what became of them. */
final class Traffic {
  private static final int TICK_MILLIS = 10;

  private final Vertx vertx;
  private final JwtVerifier verifier;
  private final Project project;
  private final InstantSource clock;
  private final AtomicInteger admitted = new AtomicInteger();
  private final Map<Reason, Integer> refused = new ConcurrentHashMap<>();
  private final AtomicLong longestWait = new AtomicLong();

  Traffic(Vertx vertx, JwtVerifier verifier, Project project) {
    this(vertx, verifier, project, Tokens.ticking());
  }

  Traffic(Vertx vertx, JwtVerifier verifier, Project project, InstantSource clock) {
    this.vertx = vertx;
    this.verifier = verifier;
    this.project = project;
    this.clock = clock;
  }

  /** Other callers of the same verifier. */
  Traffic another() {
    return new Traffic(vertx, verifier, project, clock);
  }

  /** Claims that no other token has. */
  static JWTClaimsSet.Builder claims() {
    return Tokens.claims().jwtID(UUID.randomUUID().toString());
  }

  /** Sends and waits until all are answered. */
  void send(int perSecond, int seconds, Supplier<String> tokens) {
    int perTick = perSecond * TICK_MILLIS / 1000;
    int ticks = seconds * 1000 / TICK_MILLIS;
    CountDownLatch open = new CountDownLatch(ticks * perTick);
    AtomicInteger done = new AtomicInteger();
    vertx
        .getOrCreateContext()
        .runOnContext(
            start ->
                vertx.setPeriodic(
                    TICK_MILLIS,
                    timer -> {
                      for (int i = 0; i < perTick; i++) {
                        verify(tokens.get()).onComplete(check -> open.countDown());
                      }
                      if (done.incrementAndGet() == ticks) {
                        vertx.cancelTimer(timer);
                      }
                    }));
    try {
      if (!open.await(seconds + 30L, SECONDS)) {
        throw new AssertionError(open.getCount() + " tokens without an answer");
      }
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** The reason why a token is refused, or null. */
  @Nullable Reason check(String token) {
    try {
      return verify(token).await(20, SECONDS) instanceof TokenCheck.Failed failed
          ? failed.reason()
          : null;
    } catch (TimeoutException late) {
      throw new AssertionError("no answer", late);
    }
  }

  private Future<TokenCheck> verify(String token) {
    long sent = System.nanoTime();
    Promise<TokenCheck> checked = Promise.promise();
    verifier
        .verify(project, token, clock.instant())
        .onComplete(
            check -> {
              longestWait.accumulateAndGet(System.nanoTime() - sent, Math::max);
              if (check.result() instanceof TokenCheck.Failed failed) {
                refused.merge(failed.reason(), 1, Integer::sum);
              } else if (check.succeeded()) {
                admitted.incrementAndGet();
              }
              checked.handle(check);
            });
    return checked.future();
  }

  int admitted() {
    return admitted.get();
  }

  Map<Reason, Integer> refused() {
    return refused;
  }

  @Override
  public String toString() {
    return "%d verified, refused %s, longest wait %d ms"
        .formatted(admitted.get(), refused, longestWait.get() / 1_000_000);
  }
}
