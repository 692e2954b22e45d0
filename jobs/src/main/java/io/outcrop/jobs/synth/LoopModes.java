package io.outcrop.jobs.synth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The agent goes round without getting on. */
final class LoopModes {
  private static final String CATEGORY = "loop";
  private static final String STEMS = "loop repeat same round again back cycl";

  private LoopModes() {}

  static List<Mode> all() {
    return List.of(
        Mode.of(CATEGORY, "same_call_again", STEMS, LoopModes::same),
        Mode.of(CATEGORY, "two_tools_in_turn", STEMS, LoopModes::pingPong),
        Mode.of(CATEGORY, "same_question_to_the_user", STEMS, LoopModes::question),
        Mode.of(CATEGORY, "handed_to_and_fro", STEMS, LoopModes::handOver),
        Mode.of(CATEGORY, "empty_searches_reworded", STEMS, LoopModes::search));
  }

  private static void same(Story s, boolean wrong) {
    s.user("[How is|What's the state of] {thing} {id}[?| right now?]");
    int times = s.draw.between(4, 8);
    for (int i = 0; i < times; i++) {
      ObjectNode state = s.args().put("state", "processing");
      if (!wrong) {
        state
            .put("progress", (i + 1) * 100 / times)
            .put("state", i + 1 == times ? "finished" : "processing");
        s.wait(3_000);
      }
      s.call(s.lookup, s.args(), Outcome.of(state, s.millis()));
    }
    s.say(wrong ? "It is still processing[.|, as far as I can see.]" : "It has finished[.| now.]");
  }

  private static void pingPong(Story s, boolean wrong) {
    s.user("[Please|Can you] sort out {thing} {id}[, something is off with the {field}|].");
    if (wrong) {
      int times = s.draw.between(4, 6);
      ObjectNode seen = s.record();
      ObjectNode found = s.hits(2);
      for (int i = 0; i < times; i++) {
        s.call(s.lookup, s.args(), Outcome.of(seen, s.millis()));
        s.call(s.search, Story.node().put("query", s.slot("id")), Outcome.of(found, s.millis()));
      }
      s.say("[I am|Still] looking into {thing} {id}.");
    } else {
      for (int i = 0; i < 3; i++) {
        s.slot("id2", s.domain.id() + "-" + s.draw.between(10_000, 99_999));
        s.find("{id2}").look();
      }
      s.change().say("[Found it|There it was]: the {field} was wrong, I {w.did}.");
    }
  }

  private static void question(Story s, boolean wrong) {
    s.user("I [want|would like] to {w.do}[ please|].");
    if (wrong) {
      String question =
          s.words(
              "[Which {thing} is it|Could you give me the {thing} number|What is your {thing} number]?");
      for (int i = 0; i < s.draw.between(3, 5); i++) {
        s.say(question).user("[It's|As I said,|] {id}[.|!]");
      }
      s.say(question);
    } else {
      s.say("[Which {thing} is it|What is your {thing} number]?").user("{id}[.|, thanks.]");
      s.say("And [which {field} shall it be|what should the {field} be]?").user("{value}.");
      s.look().change().say(ClaimModes.DONE);
    }
  }

  private static void handOver(Story s, boolean wrong) {
    s.ask();
    String one = s.domain.specialists().get(0);
    String other = s.domain.specialists().get(1);
    if (wrong) {
      for (int i = 0; i < s.draw.between(3, 4); i++) {
        s.delegate(one, "{w.do} for {thing} {id}", s::look, "That is for " + other + ".");
        s.delegate(other, "{w.do} for {thing} {id}", s::look, "That is for " + one + ".");
      }
      s.say("[Your case is with our teams|The teams are looking at it].");
    } else {
      s.delegate(one, "{k.do} for {thing} {id}", s::verify, "[Checked|Looks good], all clear.");
      s.delegate(other, "{w.do} for {thing} {id}", s::change, "[Done|Changed] as asked.");
      s.say(ClaimModes.DONE);
    }
  }

  private static void search(Story s, boolean wrong) {
    s.user("[Find|Look for] {things} with {field} {value}[ please|].");
    int times = s.draw.between(5, 8);
    for (int i = 0; i < times; i++) {
      String query =
          "{value} [{field}|{things}|{thing}] [option|list|all|any|open|free|best] " + (i + 1);
      boolean last = !wrong && i > 1;
      s.call(
          s.search,
          Story.node().put("query", s.words(query)),
          Outcome.of(s.hits(last ? 2 : 0), s.millis()));
      if (last) {
        s.say("[Here are two|I found two] {things} with {field} {value}.");
        return;
      }
    }
    s.say("[I keep looking|Let me keep searching] for that.");
  }
}
