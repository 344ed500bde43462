package io.portcullis.history;

import io.portcullis.history.History.Act;
import io.portcullis.history.History.Call;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Searches a history for what must not be in it.
 *
 * @param admitted requests that were admitted although a right of theirs had been taken away, and
 *     that confirmed, before they started
 * @param refused requests that were rejected although every right of theirs had been given, and
 *     that confirmed, before they started
 */
record Verdict(List<Call> admitted, List<Call> refused) {

  static Verdict on(History history) {
    Map<String, List<Act>> acts =
        history.acts().stream()
            .sorted(Comparator.comparingLong(Act::start))
            .collect(Collectors.groupingBy(Act::right));
    List<Call> admitted = new ArrayList<>();
    List<Call> refused = new ArrayList<>();
    for (Call call : history.calls()) {
      boolean isTaken = call.rights().stream().anyMatch(right -> isSure(acts, right, call, false));
      boolean isGiven = call.rights().stream().allMatch(right -> isSure(acts, right, call, true));
      if (call.status() == 200 && isTaken) {
        admitted.add(call);
      }
      if ((call.status() == 401 || call.status() == 403) && isGiven) {
        refused.add(call);
      }
    }
    return new Verdict(admitted, refused);
  }

  /**
   * Whether the last word on a right before the call was this one, was confirmed, and nothing to
   * the contrary was begun before the call ended.
   */
  private static boolean isSure(
      Map<String, List<Act>> acts, String right, Call call, boolean given) {
    Act last = null;
    for (Act act : acts.getOrDefault(right, List.of())) {
      if (act.start() >= call.end()) {
        break;
      }
      if (act.end() > call.start() && act.gives() != given) {
        return false;
      }
      if (act.end() <= call.start()) {
        last = act;
      }
    }
    return last != null && last.gives() == given && last.isConfirmed();
  }
}
