package io.outcrop.jobs.synth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Far more is spent than the task needs. */
final class BlowUpModes {
  private static final String CATEGORY = "fan-out blow-up";
  private static final String STEMS =
      "fan many parallel deep nest blow expens step burst one-by-one item large";

  private BlowUpModes() {}

  static List<Mode> all() {
    return List.of(
        Mode.of(CATEGORY, "swarm_for_one_question", STEMS, BlowUpModes::swarm),
        Mode.of(CATEGORY, "one_by_one", STEMS, BlowUpModes::oneByOne),
        Mode.of(CATEGORY, "delegated_ever_deeper", STEMS, BlowUpModes::deep),
        Mode.of(CATEGORY, "huge_results_carried_along", STEMS, BlowUpModes::huge),
        Mode.of(CATEGORY, "every_source_asked", STEMS, BlowUpModes::sources));
  }

  private static List<String> agents(Story s, int count) {
    List<String> agents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      agents.add(s.domain.specialists().get(i % s.domain.specialists().size()));
    }
    return agents;
  }

  private static void swarm(Story s, boolean wrong) {
    int count = s.draw.between(8, 14);
    if (wrong) {
      s.user("[What's|Tell me] the {field} of {thing} {id}[?| please.]");
    } else {
      s.user(
          "[Compare|Go through] these "
              + count
              + " {things} [side by side|in parallel], one helper each.");
    }
    s.fanOut(agents(s, count), "Look at {thing} {id}", "[Looked|Checked]: it is fine.");
    s.say(
        wrong
            ? "The {field} is {value}."
            : "[All|The] " + count + " {things} are compared, none stands out.");
  }

  private static void oneByOne(Story s, boolean wrong) {
    int count = s.draw.between(18, 30);
    s.user("[Please|Can you] {l.do} for all " + count + " {things} on my list.");
    if (!wrong) {
      s.call(
          s.lookup,
          Story.node().put("ids", "all").put("batch", true),
          Outcome.of(s.hits(count), s.millis()));
    } else {
      for (int i = 0; i < count; i++) {
        s.call(
            s.lookup,
            Story.node().put("id", s.domain.id() + "-" + s.draw.between(10_000, 99_999)),
            Outcome.of(s.record(), s.millis()));
      }
    }
    s.say("[Here they are|Done]: all " + count + " {things} are [listed|there].");
  }

  private static void deep(Story s, boolean wrong) {
    s.ask();
    deeper(s, wrong ? s.draw.between(5, 7) : 1);
    s.say(ClaimModes.DONE);
  }

  private static void deeper(Story s, int levels) {
    String agent = s.domain.specialists().get(levels % s.domain.specialists().size());
    s.delegate(
        agent,
        "{w.do} for {thing} {id}",
        () -> {
          if (levels > 1) {
            deeper(s, levels - 1);
          } else {
            s.look().change();
          }
        },
        "[Done|Changed] as asked.");
  }

  private static void huge(Story s, boolean wrong) {
    s.user("[What's|Tell me] the {field} of {thing} {id}[?| please.]");
    if (wrong) {
      for (int i = 0; i < s.draw.between(3, 5); i++) {
        s.call(
            s.search,
            Story.node().put("query", "*").put("offset", i * 100),
            Outcome.of(s.hits(90), s.millis()));
      }
    } else {
      s.look();
    }
    s.say("The {field} is {value}.");
  }

  private static void sources(Story s, boolean wrong) {
    s.user(
        wrong
            ? "[Is it true that|Tell me whether] {fact}?"
            : "[Ask every source you have|Check all sources]: is it true that {fact}?");
    int rounds = s.draw.between(7, 11);
    for (int i = 0; i < rounds; i++) {
      ObjectNode query =
          Story.node()
              .put("query", s.words("{fact}"))
              .put("source", s.draw.wording("[web|wiki|forum|archive|news|mail]") + i);
      s.call(s.search, query, Outcome.of(s.hits(2), s.millis()));
    }
    s.say("Yes, {fact}.");
  }
}
