package io.outcrop.facets.detect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/**
 * What a result leaves open, told by the outermost keys of its JSON: more pages, or work that goes
 * on.
 *
 * @param more whether there is more of it than it shows
 * @param pending whether it says that the work has only begun
 * @param noEffect whether it says that nothing was changed
 */
record ResultMarks(boolean more, boolean pending, boolean noEffect) {
  static final ResultMarks NONE = new ResultMarks(false, false, false);

  private static final JsonFactory JSON = new JsonFactory();
  private static final int MOST_CHARS = 200_000;
  private static final Set<String> MORE =
      Set.of("hasmore", "more", "hasnext", "hasnextpage", "moreresults", "incomplete");
  private static final Set<String> NEXT =
      Set.of(
          "nextpage", "nextpagetoken", "nextcursor", "nexttoken", "continuationtoken", "nextlink");
  private static final Set<String> STATES =
      Set.of("status", "state", "jobstatus", "phase", "stage");
  private static final Set<String> BEGUN =
      Set.of(
          "pending",
          "queued",
          "inprogress",
          "processing",
          "running",
          "started",
          "accepted",
          "submitted",
          "waiting",
          "scheduled",
          "initiated");

  private static final Set<String> EFFECTS =
      Set.of(
          "changed",
          "updated",
          "modified",
          "affected",
          "rowsaffected",
          "affectedrows",
          "rowsupdated",
          "applied",
          "committed",
          "saved",
          "changes",
          "updatedcount",
          "modifiedcount",
          "written");
  private static final Set<String> IDLE =
      Set.of(
          "noop",
          "nochange",
          "nochanges",
          "unchanged",
          "skipped",
          "ignored",
          "dryrun",
          "simulated",
          "draft",
          "notapplied",
          "nothingtodo");

  static ResultMarks of(String result) {
    if (result == null
        || result.length() > MOST_CHARS
        || result.isEmpty()
        || result.charAt(0) != '{') {
      return NONE;
    }
    boolean more = false;
    boolean pending = false;
    boolean noEffect = false;
    try (JsonParser json = JSON.createParser(result)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = letters(json.currentName());
        JsonToken value = json.nextToken();
        if (value.isStructStart()) {
          json.skipChildren();
        } else {
          more |= value == JsonToken.VALUE_TRUE && MORE.contains(key);
          more |=
              NEXT.contains(key)
                  && (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT)
                  && !json.getText().isBlank();
          pending |=
              value == JsonToken.VALUE_STRING
                  && STATES.contains(key)
                  && BEGUN.contains(letters(json.getText()));
          noEffect |=
              EFFECTS.contains(key)
                  && (value == JsonToken.VALUE_FALSE
                      || (value == JsonToken.VALUE_NUMBER_INT && json.getLongValue() == 0));
          noEffect |=
              value == JsonToken.VALUE_STRING
                  && (STATES.contains(key) || key.equals("result") || key.equals("outcome"))
                  && IDLE.contains(letters(json.getText()));
        }
      }
    } catch (IOException e) {
      // No JSON after all, or cut: what was read so far counts.
      return new ResultMarks(more, pending, noEffect);
    }
    return new ResultMarks(more, pending, noEffect);
  }

  private static String letters(String text) {
    StringBuilder letters = new StringBuilder(text.length());
    for (int i = 0; i < text.length() && i < 40; i++) {
      if (Character.isLetter(text.charAt(i))) {
        letters.append(text.charAt(i));
      }
    }
    return letters.toString().toLowerCase(Locale.ROOT);
  }
}
