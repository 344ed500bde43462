package io.portcullis.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** Counts outlive a garbage collection. */
class CountsTest {
  @Test
  void goesOnCountingAfterAGarbageCollection() {
    Metrics metrics = new Metrics();
    AtomicLong kept = new AtomicLong(1);
    WeakReference<LongSupplier> supplier = count(metrics, kept);
    collectGarbage();
    kept.set(2);

    assertThat(metrics.text()).contains("things_total 2.0");
    assertThat(supplier.get()).isNotNull();
  }

  /** In a method of its own, so that nothing on the stack holds what it hands over. */
  private static WeakReference<LongSupplier> count(Metrics metrics, AtomicLong kept) {
    LongSupplier supplier = () -> kept.get();
    metrics.count("things", "Things", supplier);
    return new WeakReference<>(supplier);
  }

  private static void collectGarbage() {
    WeakReference<Object> witness = new WeakReference<>(new Object());
    while (witness.get() != null) {
      System.gc();
    }
  }
}
