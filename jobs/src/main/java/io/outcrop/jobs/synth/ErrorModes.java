package io.outcrop.jobs.synth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A step fails and the agent goes on as if it had not. */
final class ErrorModes {
  private static final String CATEGORY = "error swallowing";
  private static final String STEMS = "swallow error fail unresolved ignor despite hid";
  private static final String SORRY =
      "[I'm sorry|Unfortunately|I ran into a problem]: I could not {w.do}[ just now|], [the system returned an"
          + " error|it failed|the request did not go through]. [Please try again later|Shall I try again|Would you like"
          + " me to open a case]?";

  private ErrorModes() {}

  static List<Mode> all() {
    return List.of(
        Mode.of(CATEGORY, "lookup_error_answered_anyway", STEMS, ErrorModes::lookup),
        Mode.of(CATEGORY, "write_error_told_as_done", STEMS, ErrorModes::write),
        Mode.of(CATEGORY, "one_of_a_batch_failed", STEMS, ErrorModes::batch),
        Mode.of(CATEGORY, "failure_inside_an_ok_answer", STEMS, ErrorModes::soft),
        Mode.of(CATEGORY, "sub_agent_failed_unnoticed", STEMS, ErrorModes::agent));
  }

  static Outcome broken(Story s) {
    String type =
        s.draw.wording("[HTTPError|ServiceError|ConnectionError|DatabaseError|ToolException]");
    String message =
        s.draw.wording(
            "[500 internal server error|connection refused by upstream|database is locked|503 service"
                + " unavailable|unexpected end of stream|upstream returned status 502]");
    return Outcome.failed(type, message, s.millis());
  }

  private static void lookup(Story s, boolean wrong) {
    s.user("[What's|Tell me] the {field} [on|of] {thing} {id}[?| please.]");
    s.call(s.lookup, s.args(), broken(s));
    if (wrong) {
      s.say("The {field} of {thing} {id} is {value}[.|, as things stand.]");
    } else if (s.draw.chance(0.5)) {
      s.look()
          .say(
              "[Got it on the second try|There we go]: [the {field} is shown in the record|here it is], status is fine.");
    } else {
      s.say(
          "[Sorry|I'm afraid], the record can't be [read|reached] right now[, there was an error|], so I can't tell the {field}.");
    }
  }

  private static void write(Story s, boolean wrong) {
    s.ask().look().call(s.write, s.args().put(s.domain.field(), s.slot("value")), broken(s));
    if (wrong) {
      s.say(ClaimModes.DONE);
    } else if (s.draw.chance(0.5)) {
      s.change().say(ClaimModes.DONE);
    } else {
      s.say(SORRY);
    }
  }

  private static void batch(Story s, boolean wrong) {
    int count = s.draw.between(3, 5);
    s.user("[Please|Can you] {w.do} for these " + count + " {things}[: all of them to {value}|].");
    int bad = s.draw.between(0, count - 1);
    List<Domain.Tool> tools = new ArrayList<>();
    List<ObjectNode> arguments = new ArrayList<>();
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tools.add(s.write);
      arguments.add(Story.node().put("id", s.domain.id() + "-" + s.draw.between(10_000, 99_999)));
      outcomes.add(
          i == bad ? broken(s) : Outcome.of(Story.node().put("status", "updated"), s.millis()));
    }
    s.together(tools, arguments, outcomes);
    if (wrong) {
      s.say(
          "[All|Every one of the] "
              + count
              + " {things} [are done|have been updated|went through][.|!]");
    } else {
      s.say(
          (count - 1)
              + " of "
              + count
              + " {things} [are done|went through]; one [failed with an error|did not go through][, I can retry it|].");
    }
  }

  private static void soft(Story s, boolean wrong) {
    s.ask().look();
    ObjectNode body =
        Story.node()
            .put("success", false)
            .put(
                "message",
                s.draw.wording(
                    "[not permitted in this state|version conflict|record is locked|rejected by rule]"));
    s.call(s.write, s.args().put(s.domain.field(), s.slot("value")), Outcome.of(body, s.millis()));
    s.say(wrong ? ClaimModes.DONE : SORRY);
  }

  private static void agent(Story s, boolean wrong) {
    s.ask();
    String helper = s.draw.of(s.domain.specialists());
    s.delegate(helper, "{w.do} for {thing} {id}", () -> s.call(s.write, s.args(), broken(s)), null);
    if (wrong) {
      s.say(
          "[The "
              + helper
              + " took care of it|Our "
              + helper
              + " has it done]: {thing} {id} is [updated|settled].");
    } else {
      s.say(
          "[The "
              + helper
              + " could not finish this|Our "
              + helper
              + " ran into an error], so {thing} {id} is unchanged. [Shall I try again?|]");
    }
  }
}
