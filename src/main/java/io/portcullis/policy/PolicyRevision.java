package io.portcullis.policy;

/** The number of a policy change. Revisions are gapless and their order is commit order. */
public record PolicyRevision(long number) implements Comparable<PolicyRevision> {
  public static final PolicyRevision NONE = new PolicyRevision(0);

  public PolicyRevision {
    if (number < 0) {
      throw new IllegalArgumentException("a revision is not negative: " + number);
    }
  }

  public PolicyRevision next() {
    return new PolicyRevision(number + 1);
  }

  public boolean isAtLeast(PolicyRevision other) {
    return number >= other.number;
  }

  @Override
  public int compareTo(PolicyRevision other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Long.toString(number);
  }
}
