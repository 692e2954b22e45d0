package io.outcrop.jobs.synth;

import java.util.List;

/** The answer does not rest on what was found. */
final class GroundingModes {
  private static final String CATEGORY = "ungrounded answer";
  private static final String STEMS =
      "ground support retriev cit source invent contradict empty nothing unsupported figure stale";
  private static final String QUESTION =
      "[What are the rules on this|How does it work|Can you explain the rule]: {field} and {amount}[?| please?]";

  private GroundingModes() {}

  static List<Mode> all() {
    return List.of(
        Mode.of(CATEGORY, "nothing_found_yet_sure", STEMS, GroundingModes::nothing),
        Mode.of(CATEGORY, "beside_the_documents", STEMS, GroundingModes::beside),
        Mode.of(CATEGORY, "cited_never_retrieved", STEMS, GroundingModes::cited),
        Mode.of(CATEGORY, "figure_differs", STEMS, GroundingModes::figure),
        Mode.of(CATEGORY, "older_over_newer", STEMS, GroundingModes::stale));
  }

  private static void nothing(Story s, boolean wrong) {
    s.user(QUESTION).retrieve("{field} {amount} rule", List.of());
    s.say(
        wrong
            ? "[The rule is clear|That's simple]: {fact}[.|, without exception.]"
            : "I [found nothing|could not find anything] on that[ in our sources|], so I'd rather not guess.");
  }

  private static void beside(Story s, boolean wrong) {
    s.user(QUESTION)
        .retrieve(
            "{field} {amount} rule",
            List.of(
                s.document("{fact}."), s.document("[See also|Compare] the section on {things}.")));
    s.say(
        wrong
            ? "[Every|Each] request [needs|requires] a notarised letter, two witnesses and a fee of {wrong} {unit}, payable [in advance|by courier]."
            : "[According to our sources|The rule says that], {fact}.");
  }

  private static void cited(Story s, boolean wrong) {
    var found = List.of(s.document("{fact}."), s.document("{things} are handled in order."));
    s.user(QUESTION).retrieve("{field} {amount} rule", found);
    String id = wrong ? s.slot("source") + "-" + s.draw.between(1_000, 9_999) : found.get(0).id();
    s.say("[It says that|In short,] {fact} ([see|source:] " + id + ").");
  }

  private static void figure(Story s, boolean wrong) {
    s.user("[How much is|What's] the {amount} for {thing} {id}?").look().reckon();
    s.say(
        "[The {amount} is|It comes to|That makes] "
            + (wrong ? "{wrong}" : "{number}")
            + " {unit}.");
  }

  private static void stale(Story s, boolean wrong) {
    String before = s.domain.values().get(0);
    String after = s.domain.values().get(1);
    s.user("[What's|Tell me] the {field} of {thing} {id}?");
    s.call(s.lookup, s.args(), Outcome.of(s.args().put(s.domain.field(), before), s.millis()));
    s.say("It is " + before + ".").user("[Change it to|Make it] " + after + "[ please|].");
    s.slot("value", after).change().user("[So what is it now|And now]?");
    s.call(s.lookup, s.args(), Outcome.of(s.args().put(s.domain.field(), after), s.millis()));
    s.say("[The {field} is|It is] " + (wrong ? before : after) + ".");
  }
}
