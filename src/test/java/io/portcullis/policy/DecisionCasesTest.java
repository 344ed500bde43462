package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Tables of policies, tokens and requests with the decision on each. */
class DecisionCasesTest {
  static final List<DecisionCase> ROUTES = DecisionCase.of("routes");
  static final List<DecisionCase> CLIENTS = DecisionCase.of("clients");
  static final List<DecisionCase> GRANTS = DecisionCase.of("grants");
  static final List<DecisionCase> REVOCATIONS = DecisionCase.of("revocations");
  static final List<DecisionCase> FIREBASE = DecisionCase.of("firebase");
  static final List<DecisionCase> TYPES = DecisionCase.of("types");

  @ParameterizedTest
  @FieldSource({"ROUTES", "CLIENTS", "GRANTS", "REVOCATIONS", "FIREBASE", "TYPES"})
  void everyRequestGetsItsDecision(DecisionCase given) {
    assertThat(given.outcome()).isEqualTo(given.expect());
  }

  @Test
  void everyNameIsThereOnce() {
    assertThat(Stream.of(ROUTES, CLIENTS, GRANTS, REVOCATIONS).flatMap(List::stream))
        .extracting(DecisionCase::name)
        .doesNotContainNull()
        .doesNotHaveDuplicates();
  }

  @Test
  void aFieldThatNoTableHasFails() {
    assertThatThrownBy(
            () -> DecisionCase.read("- {name: x, sign-out: [{subject: alice}], expect: admitted}"))
        .isInstanceOf(UnrecognizedPropertyException.class);
    assertThatThrownBy(() -> DecisionCase.read("- {name: x, token: {isat: 1}, expect: admitted}"))
        .isInstanceOf(UnrecognizedPropertyException.class);
  }
}
