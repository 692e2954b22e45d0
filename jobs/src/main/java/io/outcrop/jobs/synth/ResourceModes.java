package io.outcrop.jobs.synth;

import java.util.List;

/** Time, quota or room runs out. */
final class ResourceModes {
  private static final String CATEGORY = "resource pathology";
  private static final String STEMS =
      "time rate context length truncat fallback cut slow limit retr quota slow model";

  private ResourceModes() {}

  static List<Mode> all() {
    return List.of(
        Mode.of(CATEGORY, "time_out_then_canned_answer", STEMS, ResourceModes::timeOut),
        Mode.of(CATEGORY, "hammering_a_limited_service", STEMS, ResourceModes::rateLimit),
        Mode.of(CATEGORY, "answer_cut_off", STEMS, ResourceModes::cut),
        Mode.of(CATEGORY, "context_too_long", STEMS, ResourceModes::overflow),
        Mode.of(CATEGORY, "weaker_model_took_over", STEMS, ResourceModes::weaker));
  }

  private static Outcome late(Story s) {
    return Outcome.failed(
        s.draw.wording("[TimeoutError|DeadlineExceeded|ReadTimeout]"),
        s.draw.wording("[timed out after 30 s|deadline exceeded|no response within 30000 ms]"),
        30_000);
  }

  private static void timeOut(Story s, boolean wrong) {
    s.user("[What's|Tell me] the {field} of {thing} {id}?").call(s.lookup, s.args(), late(s));
    if (wrong) {
      s.call(s.lookup, s.args(), late(s));
      s.say(
          "[In general|Usually], {things} are handled [in order|as they come]. [Please see our website.|Thank you for your patience.]");
    } else {
      s.look().say("[Here we are|Got it now]: the {field} is in the record and all is well.");
    }
  }

  private static void rateLimit(Story s, boolean wrong) {
    s.ask();
    int times = wrong ? s.draw.between(5, 8) : 1;
    for (int i = 0; i < times; i++) {
      s.call(
          s.write,
          s.args(),
          Outcome.failed(
              "RateLimitError",
              s.draw.wording("[429 too many requests|rate limit exceeded|quota used up]"),
              40));
    }
    if (wrong) {
      s.say("[The system is busy|Too many requests at the moment]. [Please come back later.|]");
    } else {
      s.wait(20_000).change().say(ClaimModes.DONE);
    }
  }

  private static void cut(Story s, boolean wrong) {
    s.user("[Write|Draft] a [letter|notice] about {thing} {id} that covers {field} and {amount}.")
        .look();
    String letter =
        "Dear reader, we write about {thing} {id}. The {field} is {value}. "
            + String.join(". ", s.domain.facts())
            + ". ";
    if (wrong) {
      s.say(letter + "Please note that the {amount} will be", "length");
    } else {
      s.say(letter + "The {amount} is {number} {unit}. Kind regards.");
    }
  }

  private static void overflow(Story s, boolean wrong) {
    s.user("[Go through|Read] the history of {thing} {id} and {w.do} where [needed|it is wrong].");
    for (int i = 0; i < s.draw.between(3, 4); i++) {
      s.call(
          s.search,
          Story.node().put("query", "history").put("offset", i * 40),
          Outcome.of(s.hits(40), s.millis()));
    }
    if (wrong) {
      s.say("");
      Step chat = s.lastChat();
      chat.errorType = s.draw.wording("[BadRequestError|context_length_exceeded|InvalidRequest]");
      chat.errorMessage =
          "This model's maximum context length is 8192 tokens, however the request holds more";
      chat.finish = "error";
      chat.output.clear();
      s.root().errorType = chat.errorType;
      s.root().errorMessage = chat.errorMessage;
      s.root().output.clear();
      s.leftOpen();
    } else {
      s.change().say(ClaimModes.DONE);
    }
  }

  private static void weaker(Story s, boolean wrong) {
    s.user("[How much is|What's] the {amount} for {thing} {id}?").look();
    if (wrong) {
      s.say("");
      Step chat = s.lastChat();
      chat.errorType = "OverloadedError";
      chat.errorMessage = "the model is overloaded";
      chat.output.clear();
      s.say("[It depends|Hard to say]. [Many things play a part.|There are several factors.]");
      s.lastChat().model = "mini-2";
    } else {
      s.reckon().say("[The {amount} is|It comes to] {number} {unit}.");
    }
  }
}
