package io.portcullis.token;

import com.nimbusds.jose.jwk.RSAKey;
import io.portcullis.policy.Project;
import io.portcullis.policy.TokenCheck;
import io.portcullis.settings.Networks;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the check of one token (RS256, 2048 bits) costs, by how far it gets. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TokenCheckBenchmark {
  private static final int BATCH = 5000;

  private Vertx vertx;
  private KeyServer server;
  private JwtVerifier verifier;
  private Project project;
  private String known;
  private String[] fresh;
  private String forged;
  private String forAnother;
  private int next;

  /** Signs the tokens. */
  @Setup
  public void prepare() throws Exception {
    vertx = Vertx.vertx();
    server = new KeyServer(vertx);
    RSAKey key = Tokens.rsa("rsa");
    server.publish(key);
    verifier =
        new JwtVerifier(vertx, Networks.LOOPBACK, new MovableClock(Tokens.NOW), KeyArchive.NONE);
    project = Tokens.project(Tokens.issuer(server.url("/keys")));
    known = Tokens.by(key);
    fresh = new String[BATCH];
    for (int i = 0; i < fresh.length; i++) {
      fresh[i] = Tokens.by(key, Tokens.claims().subject("user-" + i));
    }
    forged =
        known.substring(0, known.lastIndexOf('.') + 1)
            + fresh[0].substring(fresh[0].lastIndexOf('.') + 1);
    forAnother = Tokens.by(key, Tokens.claims().audience("somebody-else"));
    if (!(check(known) instanceof TokenCheck.Verified)
        || !(check(fresh[0]) instanceof TokenCheck.Verified)
        || check(forged) instanceof TokenCheck.Verified
        || check(forAnother) instanceof TokenCheck.Verified) {
      throw new IllegalStateException("not what is to be measured");
    }
  }

  /** One that has verified nothing, but has its keys. */
  @Setup(Level.Iteration)
  public void forget() throws Exception {
    next = 0;
    verifier =
        new JwtVerifier(vertx, Networks.LOOPBACK, new MovableClock(Tokens.NOW), KeyArchive.NONE);
    check(known);
  }

  @TearDown
  public void stop() {
    server.close();
    vertx.close().await();
  }

  private TokenCheck check(String token) throws Exception {
    return verifier.verify(project, token, Tokens.NOW).await(10, TimeUnit.SECONDS);
  }

  @Benchmark
  public Object verifiedBefore() {
    return verifier.verify(project, known, Tokens.NOW);
  }

  /** The time of a whole batch of {@value #BATCH}. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  @Warmup(iterations = 5, batchSize = BATCH)
  @Measurement(iterations = 5, batchSize = BATCH)
  public Object neverSeenBefore() {
    return verifier.verify(project, fresh[next++], Tokens.NOW);
  }

  @Benchmark
  public Object signatureOfAnother() {
    return verifier.verify(project, forged, Tokens.NOW);
  }

  @Benchmark
  public Object audienceOfAnother() {
    return verifier.verify(project, forAnother, Tokens.NOW);
  }
}
