package io.portcullis.audit;

/** Takes rejections from event loops. */
public interface RejectionLog {

  /** Keeps {@code rejection}, or at least counts it. Never blocks and never fails; any thread. */
  void record(Rejection rejection);
}
