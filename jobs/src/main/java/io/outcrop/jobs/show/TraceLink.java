package io.outcrop.jobs.show;

import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The way back from a trace to the viewer that it came from, by a template such as {@code
 * https://traces.example.com/project/x/traces/{trace_id}}.
 *
 * @param template empty for none
 */
public record TraceLink(String template) implements Serializable {
  public static final String TRACE_ID = "{trace_id}";
  private static final String SESSION_ID = "{session_id}";
  private static final String DATE = "{date}";

  /** Whether there is a viewer. */
  public boolean isKnown() {
    return !template.isEmpty();
  }

  /**
   * The trace's address; null without a template.
   *
   * @param date as in {@code facts.traces}, may be null like the session
   */
  public String to(String traceId, Object sessionId, Object date) {
    return isKnown()
        ? template
            .replace(TRACE_ID, encoded(traceId))
            .replace(SESSION_ID, encoded(sessionId))
            .replace(DATE, encoded(date))
        : null;
  }

  /** An id comes from strangers, and must stay within its part of the address. */
  private static String encoded(Object value) {
    return value == null
        ? ""
        : URLEncoder.encode(value.toString(), StandardCharsets.UTF_8).replace("+", "%20");
  }
}
