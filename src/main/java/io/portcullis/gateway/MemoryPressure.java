package io.portcullis.gateway;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/**
 * Whether so little memory is left that new requests would endanger those under way: what survived
 * the last collection fills the old generation, or buffers fill what they may have.
 */
final class MemoryPressure {
  private static final double HIGH = 0.85;

  private final List<MemoryPoolMXBean> lasting =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .filter(MemoryPoolMXBean::isUsageThresholdSupported) // the old generation, not the young
          .toList();
  private volatile boolean isHigh;

  /** Looks again; called a few times a second, on any one thread. */
  void look() {
    isHigh =
        isHigh(PlatformDependent.usedDirectMemory(), PlatformDependent.maxDirectMemory())
            || lasting.stream().anyMatch(MemoryPressure::isFull);
  }

  private static boolean isFull(MemoryPoolMXBean pool) {
    MemoryUsage kept = pool.getCollectionUsage();
    return kept != null && isHigh(kept.getUsed(), kept.getMax());
  }

  private static boolean isHigh(long used, long most) {
    return most > 0 && used > most * HIGH;
  }

  /** Any thread. */
  boolean isHigh() {
    return isHigh;
  }
}
