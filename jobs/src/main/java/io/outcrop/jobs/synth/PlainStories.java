package io.outcrop.jobs.synth;

import java.util.List;
import java.util.function.Consumer;

/** Runs in which nothing goes wrong and nothing is near it: what most traffic looks like. */
final class PlainStories {
  private static final List<Consumer<Story>> ALL =
      List.of(
          PlainStories::change,
          PlainStories::question,
          PlainStories::figure,
          PlainStories::browse,
          PlainStories::several,
          PlainStories::passedOn,
          PlainStories::smallTalk);

  private PlainStories() {}

  static void tell(Story s) {
    s.draw.of(ALL).accept(s);
  }

  private static void change(Story s) {
    s.ask().look();
    if (s.draw.chance(0.4)) {
      s.verify();
    }
    s.change();
    if (s.draw.chance(0.4)) {
      s.inform();
    }
    s.say(ClaimModes.DONE);
  }

  private static void question(Story s) {
    s.user("[Is it right that|I heard that] {fact}?")
        .retrieve(
            "{fact}", List.of(s.document("{fact}."), s.document("{things} are handled in order.")))
        .say("[Yes|That's right]: {fact}.");
  }

  private static void figure(Story s) {
    s.user("[How much is|What's] the {amount} for {thing} {id}?").look().reckon();
    s.say("[The {amount} is|It comes to|That makes] {number} {unit}.");
  }

  private static void browse(Story s) {
    s.user("[Find|Show] me {things} with {field} {value}[ please|].").find("{field} {value}");
    s.say("[Here they are|These fit][.|:] [Which one do you like?|Shall I go on with one?]");
    s.user("The first one[ please|].").look().change().say(ClaimModes.DONE);
  }

  private static void several(Story s) {
    s.user("[Please|Can you] {w.do} for {thing} {id} and {n.do}.").look().change().inform();
    s.say("Both are done: I {w.did} and {n.did}.");
  }

  private static void passedOn(Story s) {
    s.ask();
    s.delegate(
        s.draw.of(s.domain.specialists()),
        "{w.do} for {thing} {id}",
        () -> s.look().change(),
        "[Done|Changed] as asked.");
    s.say(ClaimModes.DONE);
  }

  private static void smallTalk(Story s) {
    s.user("[Hello|Hi there|Good morning], [what can you do|how does this work]?");
    s.say("I can {l.do}, {w.do} and {n.do}. [What shall it be?|Just ask.]");
  }
}
