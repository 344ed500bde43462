package io.portcullis.sync;

/** A rule of the protocol switched off, in the simulator alone, to see that it is missed. */
enum BrokenRule {
  NONE("the protocol as it is"),
  NO_LEASE_CHECK("a lease, once given, is never checked again"),
  LEASE_FROM_ANSWER("a lease is counted from the heartbeat's answer, not from its sending"),
  NO_HEAD_CHECK("a heartbeat that saw a newer revision gives a lease at once"),
  ACKNOWLEDGED_BY_FIRST_LOOP("a revision is acknowledged once the first event loop has it"),
  SWAPPED_UNDER_DECISION("the policy is swapped while a decision is being made"),
  CLOCK_BEFORE_LEASE("the clock is read before the lease"),
  NO_WALL_CLOCK("a lease is measured on the monotonic clock alone"),
  HASTY_REAPER("a silent replica's row is deleted after a tenth of the time"),
  SEQUENCE("revisions come from a sequence, so a later one may commit first"),
  LEASE_BEFORE_ROW("a lease is given before the replica's row is committed"),
  WAIT_TOO_SHORT("a lease is outwaited for one millisecond less than it may last"),
  NO_FENCE("a database that failed over and may have lost changes gives leases at once"),
  ACCEPTED_EARLY("its policy is accepted before the leases of the lost server are over");

  private final String meaning;

  BrokenRule(String meaning) {
    this.meaning = meaning;
  }

  String meaning() {
    return meaning;
  }
}
