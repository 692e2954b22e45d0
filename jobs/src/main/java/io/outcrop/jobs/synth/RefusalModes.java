package io.outcrop.jobs.synth;

import java.util.List;

/** The agent does not do what it could, or nobody stays to the end. */
final class RefusalModes {
  private static final String CATEGORY = "refusal and abandonment";
  private static final String STEMS =
      "refus declin abandon escalat human gave give empty without left silent unanswered";

  private RefusalModes() {}

  static List<Mode> all() {
    return List.of(
        Mode.of(CATEGORY, "declines_what_it_may_do", STEMS, RefusalModes::declines),
        Mode.of(CATEGORY, "gives_up_at_the_first_no", STEMS, RefusalModes::givesUp),
        Mode.of(CATEGORY, "user_leaves_after_questions", STEMS, RefusalModes::leaves),
        Mode.of(CATEGORY, "passed_to_a_human_at_once", STEMS, RefusalModes::human),
        Mode.of(CATEGORY, "no_answer_at_all", STEMS, RefusalModes::silent));
  }

  private static void declines(Story s, boolean wrong) {
    s.policy("You may {w.do} for any {thing}.");
    if (wrong) {
      s.ask();
      s.say("I'm sorry, but I [can't|am not able to|am unable to] help with that[ request|].");
    } else {
      s.ask().look().change().say(ClaimModes.DONE);
    }
  }

  private static void givesUp(Story s, boolean wrong) {
    s.ask()
        .call(
            s.lookup,
            s.args(),
            Outcome.failed("PermissionError", "403 forbidden for this role", s.millis()));
    if (wrong) {
      s.say("I [don't have|lack] the rights for that, so [I can't help|nothing can be done].");
    } else {
      s.find("{id}")
          .change()
          .say(
              "[I took another way|That went another way], and it worked: {thing} {id} is updated.");
    }
  }

  private static void leaves(Story s, boolean wrong) {
    s.user("I [want|need] to {w.do}.");
    s.say("[Which {thing}|For which {thing}]?").user("{id}.");
    if (wrong) {
      s.say("[And which {field}|What {field}]?").user("{value}[.|, I think.]");
      s.say("[Since when|In which country]?").user("[Why do you ask|Does that matter]?");
      s.say("[I also need your date of birth|Please tell me your postcode too].").leftOpen();
    } else {
      s.look().change().say(ClaimModes.DONE);
    }
  }

  private static void human(Story s, boolean wrong) {
    if (wrong) {
      s.ask();
      s.call(
          new Domain.Tool("transfer_to_human", "", ""),
          Story.node().put("reason", "user request"),
          Outcome.text("ok", s.millis()));
      s.say("[I am connecting you|You are being transferred] to a [human agent|colleague].");
    } else {
      s.user("[Let me talk to a person|I want a human], this is about {thing} {id}.");
      s.look();
      s.call(
          new Domain.Tool("transfer_to_human", "", ""),
          Story.node().put("reason", "user asked"),
          Outcome.text("ok", s.millis()));
      s.say(
          "[I am connecting you|You are being transferred] to a [human agent|colleague], as you asked.");
    }
  }

  private static void silent(Story s, boolean wrong) {
    s.user("[What's|Tell me] the {field} of {thing} {id}?").look();
    s.say(wrong ? "" : "The {field} is {value}.");
    if (wrong) {
      s.leftOpen();
    }
  }
}
