package io.outcrop.jobs.synth;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * One way to fail, and its benign twin: the same situation in the same words, handled well.
 *
 * @param category the family, one of at least ten
 * @param name unique among all
 * @param stems beginnings of words, one of which a title that names this failure would hold
 * @param plot tells a story; its second argument is whether it goes wrong
 */
record Mode(String category, String name, List<String> stems, BiConsumer<Story, Boolean> plot) {

  static Mode of(String category, String name, String stems, BiConsumer<Story, Boolean> plot) {
    return new Mode(category, name, List.of(stems.split(" ")), plot);
  }

  /** The whole taxonomy, in a fixed order. */
  static List<Mode> all() {
    return Stream.of(
            ClaimModes.all(),
            ErrorModes.all(),
            LoopModes.all(),
            CompletionModes.all(),
            BlowUpModes.all(),
            InjectionModes.all(),
            GroundingModes.all(),
            ConstraintModes.all(),
            HandoffModes.all(),
            ResourceModes.all(),
            RefusalModes.all())
        .flatMap(List::stream)
        .toList();
  }
}
