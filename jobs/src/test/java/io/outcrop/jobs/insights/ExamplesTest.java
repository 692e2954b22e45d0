package io.outcrop.jobs.insights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExamplesTest {
  @Test
  void paraphrase_tellsStepsAndRelations() {
    assertThat(
            Examples.paraphrase(
                List.of("ask", "look_up:error", "search:empty", "search:same_again", "answer")))
        .isEqualTo(
            "The agent asks the user, then looks something up, which fails, then searches, which"
                + " finds nothing, then searches, the same as before, then answers.");
  }

  @Test
  void paraphrase_ofWordsFromATrace_repeatsNoneOfThem() {
    assertThat(Examples.paraphrase(List.of("call Ann on 555-0100", "write:ann@example.com")))
        .isEqualTo("The agent calls a tool, then changes something.");
  }

  @Test
  void paraphrase_ofALongSequence_tellsItsEnd() {
    List<String> actions = new java.util.ArrayList<>(Collections.nCopies(19, "compute"));
    actions.add("answer");

    assertThat(Examples.paraphrase(actions))
        .endsWith("then goes on for 12 more steps, then at last answers.")
        .hasSizeLessThan(300);
  }

  @Test
  void paraphrase_ofNothing_saysSo() {
    assertThat(Examples.paraphrase(List.of()))
        .isEqualTo("The agent does nothing that left a span.");
  }
}
