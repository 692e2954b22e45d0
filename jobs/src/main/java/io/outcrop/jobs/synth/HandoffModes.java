package io.outcrop.jobs.synth;

import java.util.List;

/** Something gets lost between agents. */
final class HandoffModes {
  private static final String CATEGORY = "handoff loss";
  private static final String STEMS = "hand delegat sub-agent agent lost pass conflict specialist";

  private HandoffModes() {}

  static List<Mode> all() {
    return List.of(
        Mode.of(CATEGORY, "limit_not_passed_on", STEMS, HandoffModes::limit),
        Mode.of(CATEGORY, "answer_not_used", STEMS, HandoffModes::unused),
        Mode.of(CATEGORY, "answers_that_disagree", STEMS, HandoffModes::conflict),
        Mode.of(CATEGORY, "wrong_specialist", STEMS, HandoffModes::wrongOne),
        Mode.of(CATEGORY, "other_id_passed_on", STEMS, HandoffModes::otherId));
  }

  private static String one(Story s) {
    return s.draw.of(s.domain.specialists());
  }

  private static void limit(Story s, boolean wrong) {
    s.user(
        "[Find|Look for] a {thing} with {field} {value}, but [it must not cost more than|stay below] {number} {unit}[ please|].");
    s.delegate(
        one(s),
        "Find a {thing} with {field} {value}" + (wrong ? "" : ", at most {number} {unit}"),
        () -> s.find("{field} {value}"),
        "[Found|I have] one for " + (wrong ? "{wrong}" : "twenty") + " {unit}.");
    s.say(
        "[There is one|We found one] with {field} {value} for "
            + (wrong ? "{wrong}" : "twenty")
            + " {unit}.");
  }

  private static void unused(Story s, boolean wrong) {
    s.user("[What's|Tell me] the {amount} of {thing} {id}?");
    s.delegate(one(s), "{c.do} for {thing} {id}", s::reckon, "The {amount} is {number} {unit}.");
    s.say(
        wrong
            ? "[I don't have that figure|That figure isn't known to me], [please ask elsewhere|you may want to call us]."
            : "The {amount} is {number} {unit}.");
  }

  private static void conflict(Story s, boolean wrong) {
    String before = s.domain.values().get(0);
    String after = s.domain.values().get(1);
    s.user("[What's|Tell me] the {field} of {thing} {id}?");
    s.delegate(
        s.domain.specialists().get(0),
        "Find the {field} of {thing} {id}",
        s::look,
        "The {field} is " + before + ".");
    s.delegate(
        s.domain.specialists().get(1),
        "Find the {field} of {thing} {id}",
        s::look,
        "The {field} is " + after + ".");
    s.say(
        wrong
            ? "The {field} is " + after + "."
            : "Our teams disagree: one says "
                + before
                + ", the other "
                + after
                + ". [I will have it checked.|Let me clear that up.]");
  }

  private static void wrongOne(Story s, boolean wrong) {
    s.ask();
    s.delegate(
        s.domain.specialists().get(0),
        "{w.do} for {thing} {id}",
        () -> s.wait(100),
        "[That is not my field|I can't help with that], [this belongs elsewhere|another team does this].");
    if (wrong) {
      s.say(
          "[Our team has looked into it|That has been passed on]. [Is there anything else?|Have a nice day.]");
    } else {
      s.delegate(
          s.domain.specialists().get(1),
          "{w.do} for {thing} {id}",
          s::change,
          "[Done|Changed] as asked.");
      s.say(ClaimModes.DONE);
    }
  }

  private static void otherId(Story s, boolean wrong) {
    s.ask();
    String right = s.slot("id");
    if (wrong) {
      s.slot("id", s.slot("id2"));
    }
    s.delegate(
        one(s),
        "{w.do} for {thing} {id}",
        () -> s.look().change(),
        "[Done|Changed]: {thing} {id}.");
    s.slot("id", right);
    s.say(ClaimModes.DONE);
  }
}
