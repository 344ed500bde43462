package io.portcullis.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A decision with what was asked on the way to it. The decision is the data plane's own: {@link
 * PolicySnapshot#decide}; what was expected and found is told beside it, for operators.
 */
public record Explanation(Decision decision, List<Answered> questions) {

  public Explanation {
    questions = List.copyOf(questions);
  }

  /** How a question was answered. */
  public enum Outcome {
    PASSED,
    FAILED,
    /** Not asked, because one before it failed. */
    NOT_REACHED
  }

  /**
   * A question and its answer.
   *
   * @param expected what would have passed, in words for operators
   * @param found what there was; empty when it was not reached
   */
  public record Answered(Question question, Outcome outcome, String expected, String found) {}

  /** Explains what {@code policy} says to a request. */
  public static Explanation of(
      PolicySnapshot policy, RequestTarget target, TokenCheck check, Instant now) {
    Decision decision = policy.decide(target, check, now);
    Evidence evidence = new Evidence(policy, target, check, decision, now);
    Question failed =
        decision instanceof Decision.Deny deny ? Question.of(deny.reason()).orElse(null) : null;
    List<Answered> questions = new ArrayList<>();
    for (Question question : asked(decision, check)) {
      questions.add(answer(question, outcome(question, failed), evidence));
    }
    return new Explanation(decision, questions);
  }

  /** The outcome of every question when {@code failed} is the first that failed, in order. */
  public static Map<Question, Outcome> outcomes(Question failed) {
    Map<Question, Outcome> outcomes = new EnumMap<>(Question.class);
    for (Question question : Question.values()) {
      outcomes.put(question, outcome(question, failed));
    }
    return outcomes;
  }

  private static Outcome outcome(Question question, @Nullable Question failed) {
    int order = failed == null ? -1 : question.compareTo(failed);
    if (order == 0) {
      return Outcome.FAILED;
    }
    return order < 0 ? Outcome.PASSED : Outcome.NOT_REACHED;
  }

  private static Answered answer(Question question, Outcome outcome, Evidence evidence) {
    return new Answered(
        question,
        outcome,
        evidence.expected(question),
        outcome == Outcome.NOT_REACHED ? "" : evidence.found(question));
  }

  /** A public route asks for nothing, and nobody's token is looked at where there is none. */
  private static List<Question> asked(Decision decision, TokenCheck check) {
    boolean isPublic =
        decision instanceof Decision.Allow allow
            && allow.route().authentication() == Route.Authentication.PUBLIC;
    if (isPublic) {
      return List.of(Question.ROUTE);
    }
    return decision instanceof Decision.Allow && check instanceof TokenCheck.Absent
        ? List.of(Question.ROUTE, Question.CREDENTIAL, Question.GRANT)
        : List.of(Question.values());
  }
}
