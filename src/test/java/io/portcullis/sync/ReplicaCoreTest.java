package io.portcullis.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.ItemChange;
import io.portcullis.policy.PolicyDelta;
import io.portcullis.policy.PolicyRevision;
import io.portcullis.policy.PolicySnapshot;
import io.portcullis.policy.Project;
import io.portcullis.store.LoadedPolicy;
import io.portcullis.store.LoggedDelta;
import io.portcullis.store.PolicyHead;
import io.portcullis.store.ReplicaStore.Heartbeat;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a replica does about each event, with no clock, thread or connection. */
class ReplicaCoreTest {
  private static final String HISTORY = "one";

  private final ReplicaCore core = new ReplicaCore();
  private int generation;

  private static PolicyRevision rev(long number) {
    return new PolicyRevision(number);
  }

  /** In these tests revision n adds one row, whose hash is such that the digest is n. */
  private static PolicyHead head(long revision) {
    return new PolicyHead(rev(revision), revision, HISTORY);
  }

  private static ItemChange row(long revision) {
    String id = "p" + revision;
    return new ItemChange(ItemChange.Kind.PROJECT, id, id, new Project.Head(id, id));
  }

  private static LoadedPolicy policy(long revision) {
    List<ItemChange> rows = LongStream.rangeClosed(1, revision).mapToObj(n -> row(n)).toList();
    return new LoadedPolicy(
        PolicySnapshot.of(rev(revision), rows), head(revision), head(revision).digest());
  }

  private static LoggedDelta delta(long revision) {
    return new LoggedDelta(
        new PolicyDelta(rev(revision), List.of(row(revision))), revision ^ (revision - 1));
  }

  private static Event.Fetched fetched(long first, long last) {
    return new Event.Fetched(LongStream.rangeClosed(first, last).mapToObj(n -> delta(n)).toList());
  }

  private static Event.Beaten beaten(long sentAt, PolicyHead head) {
    return new Event.Beaten(new Lease.Moment(sentAt, 0), new Heartbeat(head, true, true));
  }

  private static Action.Renew renewedFrom(long sentAt) {
    return new Action.Renew(new Lease.Moment(sentAt, 0));
  }

  private List<Action> applied(long revision) {
    return core.handle(new Event.Applied(rev(revision), generation));
  }

  /** Brings the core to where it holds a lease at {@code revision}, with nothing under way. */
  private void current(long revision) {
    core.handle(new Event.Started());
    core.handle(new Event.Connected());
    loadedAndRegistered(revision);
  }

  private void loadedAndRegistered(long revision) {
    for (Action action : core.handle(new Event.Loaded(policy(revision)))) {
      if (action instanceof Action.Publish publish) {
        generation = publish.generation();
      }
    }
    applied(revision);
    core.handle(new Event.Registered());
    assertThat(core.handle(beaten(1, head(revision)))).containsExactly(renewedFrom(1));
  }

  @Test
  void registersOnlyOnceThePolicyIsInForceAndAsksForALeaseOnlyOnceRegistered() {
    assertThat(core.handle(new Event.Started())).containsExactly(new Action.Connect());
    assertThat(core.handle(new Event.Connected())).containsExactly(new Action.Load());
    assertThat(core.handle(new Event.Ticked())).isEmpty();
    LoadedPolicy loaded = policy(5);
    assertThat(core.handle(new Event.Loaded(loaded)))
        .containsExactly(new Action.Publish(loaded.snapshot(), 0));
    assertThat(core.handle(new Event.Ticked())).isEmpty();
    assertThat(applied(5)).containsExactly(new Action.Register(rev(5)));
    assertThat(core.handle(new Event.Ticked())).isEmpty();
    assertThat(core.handle(new Event.Registered())).containsExactly(new Action.Beat(rev(5)));
    assertThat(core.handle(beaten(7, head(5)))).containsExactly(renewedFrom(7));
  }

  @Test
  void doesNotRegisterBeforeTheFirstPolicyIsInForceEvenIfTheConnectionBreaks() {
    core.handle(new Event.Started());
    core.handle(new Event.Connected());
    core.handle(new Event.Loaded(policy(5)));
    core.handle(new Event.Disconnected());

    assertThat(core.handle(new Event.Connected())).isEmpty();
    assertThat(applied(5)).containsExactly(new Action.Register(rev(5)));
  }

  @Test
  void aHeartbeatThatSawMoreThanIsInForceEarnsItsLeaseOnlyOnceThatIs() {
    current(5);
    core.handle(new Event.Ticked());

    assertThat(core.handle(beaten(9, head(7)))).containsExactly(new Action.Fetch(rev(5)));
    core.handle(fetched(6, 7));
    assertThat(applied(7)).containsExactly(renewedFrom(9), new Action.Beat(rev(7)));
  }

  @Test
  void policyThatChangesAllTheTimeDoesNotStarveTheLease() {
    current(5);
    core.handle(new Event.Ticked());
    core.handle(beaten(9, head(6)));
    core.handle(fetched(6, 6));
    core.handle(new Event.Ticked());
    core.handle(beaten(10, head(7)));

    assertThat(applied(6)).as("what the older heartbeat saw is in force").contains(renewedFrom(9));
  }

  @Test
  void aHeartbeatWhoseRevisionIsInForceEarnsALeaseWhileANewerIsOnItsWay() {
    current(5);
    core.handle(new Event.Ticked());
    core.handle(new Event.Woken());
    core.handle(fetched(6, 6));

    assertThat(core.handle(beaten(9, head(5)))).contains(renewedFrom(9));
  }

  @Test
  void anAnswerThatWasOvertakenByAFetchIsNoStepBackInTime() {
    current(5);
    core.handle(new Event.Ticked());
    core.handle(new Event.Woken());
    core.handle(fetched(6, 6));
    applied(6);

    assertThat(core.handle(beaten(9, head(5))))
        .containsExactly(renewedFrom(9), new Action.Beat(rev(6)));
  }

  @Test
  void aMissingRevisionMeansForgettingEverything() {
    current(5);
    core.handle(new Event.Woken());

    assertThat(core.handle(fetched(7, 8)))
        .hasAtLeastOneElementOfType(Action.Fence.class)
        .noneMatch(action -> action instanceof Action.Publish);
    loadsAnew(8);
  }

  @Test
  void aChangeLogThatNoLongerReachesBackMeansForgettingEverything() {
    current(5);
    core.handle(new Event.Ticked());
    core.handle(beaten(9, head(7)));

    assertThat(core.handle(new Event.Fetched(List.of())))
        .hasAtLeastOneElementOfType(Action.Fence.class);
    loadsAnew(7);
  }

  @Test
  void aDigestThatDoesNotFitMeansForgettingEverything() {
    current(5);
    core.handle(new Event.Ticked());

    assertThat(core.handle(beaten(9, new PolicyHead(rev(5), 99, HISTORY))))
        .hasAtLeastOneElementOfType(Action.Fence.class)
        .doesNotContain(renewedFrom(9));
    loadsAnew(5);
  }

  @Test
  void aDigestIsComparedAlsoForARevisionThatWasNotInForceYet() {
    current(5);
    core.handle(new Event.Ticked());
    core.handle(beaten(9, new PolicyHead(rev(6), 99, HISTORY)));

    assertThat(core.handle(fetched(6, 7))).hasAtLeastOneElementOfType(Action.Fence.class);
    loadsAnew(7);
  }

  @Test
  void anotherHistoryOrAnOlderRevisionMeansForgettingEverything() {
    current(5);
    core.handle(new Event.Ticked());

    assertThat(core.handle(beaten(9, new PolicyHead(rev(5), 5, "other"))))
        .hasAtLeastOneElementOfType(Action.Fence.class);
    loadsAnew(5);
    core.handle(new Event.Ticked());
    assertThat(core.handle(beaten(10, head(4)))).hasAtLeastOneElementOfType(Action.Fence.class);
    loadsAnew(4);
  }

  /** Nothing under way from before may count: the next load starts on connections of its own. */
  private void loadsAnew(long revision) {
    assertThat(applied(revision)).as("of the snapshot that was given up").isEmpty();
    assertThat(core.handle(new Event.Connected())).containsExactly(new Action.Load());
    loadedAndRegistered(revision);
  }

  @Test
  void aRowThatIsGoneGivesNoLeaseAndIsRegisteredAnew() {
    current(5);
    core.handle(new Event.Ticked());

    List<Action> actions =
        core.handle(new Event.Beaten(new Lease.Moment(9, 0), new Heartbeat(head(5), false, true)));
    assertThat(actions).hasAtLeastOneElementOfType(Action.Fence.class);
    assertThat(actions).contains(new Action.Register(rev(5))).doesNotContain(renewedFrom(9));
  }

  @Test
  void aDatabaseThatMayHaveForgottenGivesNoLeaseUntilItIsAccepted() {
    current(5);

    core.handle(new Event.Ticked());
    assertThat(core.handle(forgotten(9)))
        .hasAtLeastOneElementOfType(Action.Fence.class)
        .doesNotContain(renewedFrom(9));

    core.handle(new Event.Ticked());
    assertThat(core.handle(forgotten(10))).isEmpty();

    core.handle(new Event.Ticked());
    assertThat(core.handle(beaten(11, head(5)))).contains(renewedFrom(11));
  }

  /** The lease of the server that was lost is still live then. */
  @Test
  void nothingIsTakenFromADatabaseThatMayHaveForgottenNotEvenWhatIsNewThere() {
    current(5);
    core.handle(new Event.Disconnected());
    core.handle(new Event.Connected());

    assertThat(core.handle(new Event.Woken())).isEmpty();
    assertThat(core.handle(forgotten(9))).hasOnlyElementsOfType(Action.Fence.class);
    assertThat(core.handle(new Event.Woken())).isEmpty();

    core.handle(new Event.Ticked());
    assertThat(core.handle(beaten(11, head(5))))
        .containsExactly(renewedFrom(11), new Action.Fetch(rev(5)));
  }

  private static Event.Beaten forgotten(long sentAt) {
    return new Event.Beaten(new Lease.Moment(sentAt, 0), new Heartbeat(head(5), true, false));
  }

  @Test
  void whatIsInForceNeverGoesBack() {
    current(5);
    core.handle(new Event.Woken());
    core.handle(fetched(6, 6));
    core.handle(new Event.Woken());
    core.handle(fetched(7, 7));
    applied(7);

    assertThat(applied(6)).as("reported late").isEmpty();
    core.handle(beaten(9, head(7)));
    assertThat(core.handle(new Event.Ticked())).containsExactly(new Action.Beat(rev(7)));
  }

  @Test
  void aBrokenConnectionCostsNoLeaseAndTheRowIsKept() {
    current(5);

    assertThat(core.handle(new Event.Disconnected()))
        .containsExactly(new Action.Disconnect(), new Action.Connect());
    assertThat(core.handle(new Event.Connected())).containsExactly(new Action.Beat(rev(5)));
  }

  @Test
  void aHeartbeatOfAConnectionThatBrokeEarnsNothingLater() {
    current(5);
    core.handle(new Event.Ticked());
    core.handle(beaten(9, head(6)));
    core.handle(fetched(6, 6));
    core.handle(new Event.Disconnected());

    assertThat(applied(6)).isEmpty();
  }

  @Test
  void anEventLoopThatCannotTakeOverAPolicyMeansForgettingEverything() {
    current(5);
    core.handle(new Event.Woken());
    core.handle(fetched(6, 6));

    assertThat(core.handle(new Event.NotApplied(generation)))
        .hasAtLeastOneElementOfType(Action.Fence.class);
    loadsAnew(6);
  }

  @Test
  void whoLeavesStopsDecidingThenWaitsForEveryLoopThenGivesUpItsRow() {
    current(5);

    assertThat(core.handle(new Event.Leaving()))
        .containsExactly(new Action.Fence("leaving"), new Action.Quiesce());
    assertThat(core.handle(beaten(9, head(5)))).isEmpty();
    assertThat(core.handle(new Event.Ticked())).isEmpty();
    assertThat(core.handle(new Event.Quiesced())).containsExactly(new Action.Leave());
  }

  @Test
  void whoLeavesDoesNotRegisterOnAConnectionThatComesTooLate() {
    current(5);
    core.handle(new Event.Disconnected());
    core.handle(new Event.Leaving());
    core.handle(new Event.Quiesced());

    assertThat(core.handle(new Event.Connected())).containsExactly(new Action.Disconnect());
  }
}
