package io.portcullis.history;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What was seen, all on the monotonic clock of one process, in nanoseconds. */
final class History {
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final Queue<Act> acts = new ConcurrentLinkedQueue<>();

  /**
   * One request through a gateway.
   *
   * @param rights the items it needed, all of them
   * @param status the HTTP status, or 0 when there was no answer
   */
  record Call(
      int gateway, List<String> rights, long start, long end, int status, String requestId) {}

  /**
   * One write of the operator.
   *
   * @param gives whether it gave the right or took it away
   * @param isConfirmed whether the answer said that it holds everywhere
   */
  record Act(String right, boolean gives, long start, long end, boolean isConfirmed) {}

  void add(Call call) {
    calls.add(call);
  }

  void add(Act act) {
    acts.add(act);
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  List<Act> acts() {
    return List.copyOf(acts);
  }
}
