package io.outcrop.facets.detect;

import java.util.ArrayList;
import java.util.List;

/**
 * Tool errors after which the agent went on as if nothing had failed.
 *
 * <p>An error is swallowed when a call failed (by its span's status or by what its result says), no
 * later call of the same tool or class of action succeeded, and the texts that follow neither
 * mention a failure, nor ask, nor hand over. A run that itself ends as failed, or without a text,
 * swallowed nothing: the failure shows. Cannot see a failure that the result hides, and takes any
 * admission in the following text for this failure's.
 */
public final class SwallowedErrors {
  private static final int LEAST_SHOWN = 10;

  private SwallowedErrors() {}

  public static int count(TraceView view) {
    return calls(view).size();
  }

  /** The failed calls that nothing made good and nothing that was said later owns up to. */
  static List<Call> calls(TraceView view) {
    if (view.rootFailed()) {
      return List.of();
    }
    List<Step> steps = view.steps();
    int firstAdmission = lastOpenReply(steps);
    int lastText = lastText(steps);
    List<Call> swallowed = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      boolean spokenAfter = i < lastText && i > firstAdmission;
      if (spokenAfter
          && steps.get(i) instanceof Step.Called called
          && called.call().failed()
          && called.call().action() != Action.THINK
          && !view.recovered(called.call())
          && !shown(called.call(), steps)) {
        swallowed.add(called.call());
      }
    }
    return swallowed;
  }

  /** Whether the text that follows is the failing result itself, handed on as it is. */
  private static boolean shown(Call call, List<Step> steps) {
    Step last = steps.get(steps.size() - 1);
    if (!(last instanceof Step.Said said)) {
      return false;
    }
    String text = said.turn().text().strip();
    return shows(text, call.result()) || shows(text, call.span().errorMessage());
  }

  private static boolean shows(String text, String failure) {
    if (failure == null || text.isEmpty()) {
      return false;
    }
    String plain = failure.strip();
    boolean enough = Math.min(plain.length(), text.length()) >= LEAST_SHOWN;
    return plain.equals(text) || (enough && (plain.contains(text) || text.contains(plain)));
  }

  /** Position of the last text that admits, asks or hands over: all before it is accounted for. */
  private static int lastOpenReply(List<Step> steps) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i) instanceof Step.Said said && isOpen(said.turn().text())) {
        return i;
      }
      boolean handedOver =
          steps.get(i) instanceof Step.Called called
              && Escalation.toHuman(called.call())
              && !called.call().failed();
      if (handedOver) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isOpen(String text) {
    return (Replies.asks(text) && !Replies.closes(text))
        || Replies.admits(text)
        || ResultVerdict.of(text) == ResultVerdict.FAILED
        || Replies.handsOver(text);
  }

  private static int lastText(List<Step> steps) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i) instanceof Step.Said) {
        return i;
      }
    }
    return -1;
  }
}
