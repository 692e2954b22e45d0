package io.outcrop.jobs.synth;

import java.util.List;

/** The agent says that it did what no call did. */
final class ClaimModes {
  private static final String CATEGORY = "silent tool hallucination";
  private static final String STEMS = "claim phantom never without unmade invent state";
  static final String DONE =
      "[Done|All set|Good news|That's sorted|Right][.|!|:] I[ have|'ve] {w.did} for {thing} {id}"
          + "[ and it now shows {value}|][.|. Anything else?|. Let me know if you need more.]";

  private ClaimModes() {}

  static List<Mode> all() {
    return List.of(
        Mode.of(CATEGORY, "change_never_made", STEMS, ClaimModes::change),
        Mode.of(CATEGORY, "message_never_sent", STEMS, ClaimModes::message),
        Mode.of(CATEGORY, "lookup_never_made", STEMS, ClaimModes::lookup),
        Mode.of(CATEGORY, "check_never_run", STEMS, ClaimModes::check),
        Mode.of(CATEGORY, "figure_never_computed", STEMS, ClaimModes::figure));
  }

  private static void change(Story s, boolean wrong) {
    s.ask().look();
    if (!wrong) {
      s.change();
    }
    s.say(DONE);
  }

  private static void message(Story s, boolean wrong) {
    s.ask().look().change();
    if (!wrong) {
      s.inform();
    }
    s.say(
        "[Done|Sorted|Finished]: {thing} {id} is [updated|changed]. I[ have|'ve] also {n.did}[, please check|].");
  }

  private static void lookup(Story s, boolean wrong) {
    s.user("[What's|Tell me|Could you see] the {field} [on|of] {thing} {id}[?| please?]");
    if (!wrong) {
      s.slot("value", s.slot("value"));
      s.call(
          s.lookup,
          s.args(),
          Outcome.of(s.args().put(s.domain.field(), s.slot("value")), s.millis()));
    }
    s.say("I [just |]{l.did}[ for you|] and [it says|the {field} is] {value}[.| at the moment.]");
  }

  private static void check(Story s, boolean wrong) {
    s.user(
        "[Please|Can you] {w.do} for {thing} {id}, and {k.do} [afterwards|when done|at the end].");
    s.look().change();
    if (!wrong) {
      s.verify();
    }
    s.say(
        "[All done|Finished|Complete]. I {w.did} and {k.did}[ afterwards|], [everything passed|no problems there|all fine].");
  }

  private static void figure(Story s, boolean wrong) {
    s.user("[How much is|What would be] the {amount} for {thing} {id}? [Please {c.do}.|]");
    s.call(s.lookup, s.args(), Outcome.of(s.args().put("status", "open"), s.millis()));
    if (!wrong) {
      s.reckon();
    }
    s.say("I {c.did}[ for you|]: [it comes to|the {amount} is|that makes] {number} {unit}.");
  }
}
