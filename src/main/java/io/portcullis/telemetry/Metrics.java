package io.portcullis.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The metrics of one process, in the text format of Prometheus. Any thread. */
public final class Metrics {
  /** Around the lease, where confirmation times matter: from milliseconds to seconds. */
  private static final Duration[] CONFIRMATION_BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30)
  };

  /** Around what a decision takes: microseconds with a known token, milliseconds with a new one. */
  private static final Duration[] DECISION_BUCKETS = {
    Duration.ofNanos(25_000),
    Duration.ofNanos(50_000),
    Duration.ofNanos(100_000),
    Duration.ofNanos(250_000),
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofNanos(2_500_000),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofSeconds(1)
  };

  private static final Duration[] BACKEND_BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofNanos(2_500_000),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30)
  };

  /** Micrometer refers to what it asks for counts only weakly. */
  private final List<LongSupplier> counts = new CopyOnWriteArrayList<>();

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** Everything, as {@code /metrics} serves it (Prometheus, "Exposition formats"). */
  public String text() {
    return registry.scrape();
  }

  /** A value that is asked for whenever metrics are read; from any thread. */
  public void gauge(String name, String help, Supplier<Number> value) {
    Gauge.builder(name, value).description(help).strongReference(true).register(registry);
  }

  /** A count that is kept elsewhere and never falls; asked for from any thread. */
  public void count(String name, String help, LongSupplier value) {
    counts.add(value);
    FunctionCounter.builder(name, value, LongSupplier::getAsLong)
        .description(help)
        .register(registry);
  }

  public Counter counter(String name, String help) {
    return Counter.builder(name).description(help).register(registry);
  }

  /** How long admitted requests take; once for each process. */
  public RequestTimes requestTimes() {
    return new RequestTimes(
        timer(
            "portcullis.decision",
            "Time from the head of an admitted request to the decision",
            DECISION_BUCKETS),
        timer(
            "portcullis.backend",
            "Time from the decision to the head of the backend's answer, its connection included",
            BACKEND_BUCKETS));
  }

  private Timer timer(String name, String help, Duration[] buckets) {
    return Timer.builder(name).description(help).serviceLevelObjectives(buckets).register(registry);
  }

  /** How long it takes until a change is in force everywhere. */
  public Timer confirmations() {
    return timer(
        "portcullis.confirmation",
        "Time from the commit of a change until every gateway acts on it or is fenced",
        CONFIRMATION_BUCKETS);
  }
}
