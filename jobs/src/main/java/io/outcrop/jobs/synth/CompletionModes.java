package io.outcrop.jobs.synth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The agent stops before it is done. */
final class CompletionModes {
  private static final String CATEGORY = "premature completion";
  private static final String STEMS =
      "premature early stop before incomplete part unfinish skip first";

  private CompletionModes() {}

  static List<Mode> all() {
    return List.of(
        Mode.of(CATEGORY, "first_part_only", STEMS, CompletionModes::parts),
        Mode.of(CATEGORY, "plan_without_deed", STEMS, CompletionModes::plan),
        Mode.of(CATEGORY, "required_check_left_out", STEMS, CompletionModes::required),
        Mode.of(CATEGORY, "first_page_only", STEMS, CompletionModes::page),
        Mode.of(CATEGORY, "job_still_pending", STEMS, CompletionModes::pending));
  }

  private static void parts(Story s, boolean wrong) {
    s.user(
        "[Three things|I need three things]: first {w.do} for {thing} {id}, [second|then] {c.do}, [and third|finally]"
            + " {n.do}.");
    s.look().change();
    if (!wrong) {
      s.reckon().inform();
    }
    s.say(
        "[That's everything|All done|All taken care of][.| now.] [Anything else?|Have a good day.|]");
  }

  private static void plan(Story s, boolean wrong) {
    s.ask();
    s.look();
    if (wrong) {
      s.say(
          "[My plan|Here is what I will do]: 1. {k.do}. 2. {w.do}. 3. {n.do}. [I'll get going.|I will start right away.]");
    } else {
      s.call(
          s.check,
          s.args(),
          Outcome.of(Story.node().put("ok", true), s.millis()),
          "[My plan|Here is what I will do]: 1. {k.do}. 2. {w.do}. 3. {n.do}.");
      s.change().inform().say(ClaimModes.DONE);
    }
  }

  private static void required(Story s, boolean wrong) {
    s.policy("Always {k.do} before you {w.do}. [Never leave that out.|This is required.|]");
    s.ask().look();
    if (!wrong) {
      s.verify();
    }
    s.change().say(ClaimModes.DONE);
  }

  private static void page(Story s, boolean wrong) {
    s.user("[List all|Give me every one of|How many are there of] my {things}[ please|]?");
    int pages = s.draw.between(3, 4);
    int shown = wrong ? 1 : pages;
    for (int i = 1; i <= shown; i++) {
      ObjectNode page = s.hits(5).put("page", i).put("total", 5 * pages).put("has_more", i < pages);
      s.call(
          s.search, Story.node().put("query", "all").put("page", i), Outcome.of(page, s.millis()));
    }
    s.say("You have [exactly |]" + 5 * shown + " {things}[.| in all.|, that is the full list.]");
  }

  private static void pending(Story s, boolean wrong) {
    s.ask().look();
    ObjectNode queued =
        s.args()
            .put("job", s.reference())
            .put("status", s.draw.wording("[queued|pending|in_progress]"));
    s.call(
        s.write, s.args().put(s.domain.field(), s.slot("value")), Outcome.of(queued, s.millis()));
    if (!wrong) {
      s.wait(5_000);
      s.call(s.lookup, s.args(), Outcome.of(s.args().put("status", "completed"), s.millis()));
    }
    s.say(ClaimModes.DONE);
  }
}
