package io.portcullis.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The promise held over many schedules of faults, and broken as soon as a rule is switched off. A
 * failure names the seed: {@code bin/simulate 1 SEED} tells how it came to that.
 */
class SimulationTest {
  private static final long SCHEDULES = 4000;

  /** Fixed for the broken rules, so that how soon each is caught is always the same. */
  private static final long SEED = 1;

  /** Made longer, and repeated by its seed, by bin/simulate; a single schedule tells its story. */
  @Test
  void whatIsPromisedHoldsUnderRandomFaults() throws InterruptedException {
    long schedules = Long.getLong("portcullis.simulation.schedules", SCHEDULES);
    long seed = Long.getLong("portcullis.seed", System.nanoTime());
    Simulation simulation =
        new Simulation(BrokenRule.NONE, schedules == 1 ? System.out::println : null);
    long started = System.nanoTime();
    Simulation.Violation found = simulation.run(schedules, seed);
    double seconds = (System.nanoTime() - started) / 1e9;
    System.out.printf(
        "simulation, seeds from %d: %s, %.0f schedules/s%nviolations: %s%n",
        seed, simulation, simulation.count() / seconds, found == null ? "0" : found);

    assertThat(found).isNull();
  }

  @ParameterizedTest
  @EnumSource(value = BrokenRule.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aRuleThatIsSwitchedOffIsMissed(BrokenRule rule) throws InterruptedException {
    Simulation.Violation found = new Simulation(rule, null).run(SCHEDULES, SEED);
    System.out.printf(
        "| %s | %s |%n", rule.meaning(), found == null ? "not caught" : found.number());

    assertThat(found).as(rule.meaning()).isNotNull();
    assertThat(found.what())
        .as("not for want of progress alone")
        .doesNotContain("nothing is wrong");
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    assertThat(journal(7)).isNotEmpty().isEqualTo(journal(7));
  }

  private static List<String> journal(long seed) {
    List<String> journal = new ArrayList<>();
    new SimSchedule(seed, BrokenRule.NONE, journal::add).run();
    return journal;
  }
}
