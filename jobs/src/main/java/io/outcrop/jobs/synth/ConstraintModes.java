package io.outcrop.jobs.synth;

import java.util.List;

/** A limit that was spelt out is not kept. */
final class ConstraintModes {
  private static final String CATEGORY = "ignored constraint";
  private static final String STEMS =
      "constraint limit rule format ignor broke violat instruct exceed confirm";

  private ConstraintModes() {}

  static List<Mode> all() {
    return List.of(
        Mode.of(CATEGORY, "too_long", STEMS, ConstraintModes::length),
        Mode.of(CATEGORY, "prose_for_json", STEMS, ConstraintModes::format),
        Mode.of(CATEGORY, "not_confirmed_first", STEMS, ConstraintModes::confirm),
        Mode.of(CATEGORY, "more_calls_than_allowed", STEMS, ConstraintModes::calls),
        Mode.of(CATEGORY, "other_language", STEMS, ConstraintModes::language));
  }

  private static void length(Story s, boolean wrong) {
    int most = s.draw.of(List.of(12, 15, 20, 25));
    s.user(
        "[Explain|Tell me] [in|using] at most "
            + most
            + " words: what about {field} and {amount}?");
    s.retrieve(
        "{field} {amount}",
        List.of(s.document("{fact}."), s.document(s.draw.of(s.domain.facts()) + ".")));
    String brief = "{fact}.";
    s.say(
        wrong
            ? "[Certainly|Of course|Gladly]! [Let me explain|Here is the answer] in some detail: {fact}. Besides, "
                + String.join(", and ", s.domain.facts())
                + ", which is why the {field} and the {amount} go together in nearly every case that we see."
            : brief);
  }

  private static void format(Story s, boolean wrong) {
    s.policy(
        "[Answer only with a JSON object|Respond with valid JSON only, no other text], with the keys status and {field}.");
    s.user("[What's|Give me] the {field} of {thing} {id}[?|.]").look();
    s.say(
        wrong
            ? "[Sure|Of course]! The {field} of your {thing} is {value}, and all is well with it."
            : "{\"status\": \"ok\", \"" + s.domain.field() + "\": \"{value}\"}");
  }

  private static void confirm(Story s, boolean wrong) {
    s.policy(
        "[Never {w.do} without asking the user for confirmation first|Before you {w.do}, the user must say yes].");
    s.ask().look();
    if (!wrong) {
      s.say("[Shall I|Do you want me to] {w.do} for {thing} {id}? Please [confirm|say yes].")
          .user("[Yes|Yes please|Confirmed].");
    }
    s.change().say(ClaimModes.DONE);
  }

  private static void calls(Story s, boolean wrong) {
    s.policy("Use at most 2 tool calls[ for one question|].");
    s.user("[Find|Look for] a {thing} with {field} {value}.");
    int times = wrong ? s.draw.between(5, 7) : 2;
    for (int i = 0; i < times; i++) {
      s.find("{value} " + (i + 1));
    }
    s.say("[Here is one|I found one] with {field} {value}.");
  }

  private static void language(Story s, boolean wrong) {
    s.policy("[Always answer in German|Answer in German only].");
    s.user("[What's|Tell me] the {field} of {thing} {id}?").look();
    s.say(
        wrong
            ? "The {field} of the {thing} is {value} and nothing else has to be done for now."
            : "[Gerne|Natürlich]! Der aktuelle Wert lautet {value}, und es ist im Moment nichts weiter zu tun.");
  }
}
