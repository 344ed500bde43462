package io.portcullis.audit;

/** Takes what event loops have counted. */
public interface TrafficLog {

  /**
   * Takes {@code counts} over, which nobody else touches from then on. Never blocks; any thread.
   */
  void take(TrafficCounts counts);
}
