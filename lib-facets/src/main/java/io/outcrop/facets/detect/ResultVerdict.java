package io.outcrop.facets.detect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a tool's result says of itself, whatever the span's status says.
 *
 * <p>Only what stands where errors stand counts: keys of the outermost JSON objects, the first line
 * of a text, a short text as a whole. A page or a log that merely mentions an error is a result
 * like any other; so is a looked-up record whose own status is "failed".
 */
public enum ResultVerdict {
  OK,
  EMPTY,
  FAILED,
  /** The result was not recorded. */
  UNKNOWN;

  private static final int MAX_JSON_CHARS = 50_000;
  private static final int SHORT = 240;

  /** The longest of the words for nothing has nine characters. */
  private static final int MOST_WORD = 20;

  private static final List<String> ERROR_KEYS =
      List.of("error", "errors", "exception", "error_message", "errorMessage", "error_code");
  private static final List<String> FALSE_KEYS = List.of("success", "ok", "succeeded");
  private static final List<String> TRUE_KEYS = List.of("isError", "is_error", "failed");
  private static final List<String> HTTP_KEYS =
      List.of("statusCode", "status_code", "http_status", "httpStatus");
  private static final List<String> EXIT_KEYS =
      List.of("exit_code", "exitCode", "returncode", "return_code");
  private static final List<String> REASON_KEYS =
      List.of("message", "reason", "detail", "details", "msg", "description");
  private static final List<String> WRAPPERS =
      List.of("result", "data", "output", "content", "response", "results", "items", "documents");
  private static final Set<String> NOTHING =
      Set.of("null", "none", "nil", "[]", "{}", "\"\"", "''", "n/a", "undefined", "()");
  private static final List<String> FAILED_OPENINGS =
      List.of(
          "error:",
          "error ",
          "error\n",
          "[error",
          "<error",
          "traceback (most recent call last)",
          "exception:",
          "exception ",
          "fatal:",
          "fatal error",
          "failed:",
          "failed to ",
          "failure:",
          "tool error",
          "tool call failed",
          "tool execution failed",
          "an error occurred",
          "unhandled exception",
          "internal server error",
          "http error",
          "request failed",
          "panic:",
          "uncaught ",
          "❌",
          "execution failed",
          "syntax error",
          "err:");
  private static final List<String> FAILED_SHORT_OPENINGS =
      List.of(
          "unable to ",
          "could not ",
          "couldn't ",
          "cannot ",
          "can't ",
          "access denied",
          "permission denied",
          "unauthorized",
          "forbidden",
          "rate limit",
          "too many requests",
          "service unavailable",
          "bad gateway",
          "bad request",
          "gateway timeout",
          "timeout",
          "invalid ",
          "not found",
          "no such ",
          "connection refused",
          "unknown tool",
          "unknown command",
          "operation not permitted",
          "operation failed");
  private static final List<String> FAILED_SHORT_ANYWHERE =
      List.of(
          " timed out",
          "command not found",
          "no such file or directory",
          "permission denied",
          "rate limit exceeded",
          "not found.",
          " does not exist",
          "internal server error",
          "connection refused",
          "connection reset",
          "service unavailable",
          "access denied",
          "status code 4",
          "status code 5",
          "http 4",
          "http 5",
          "http/1.1 4",
          "http/1.1 5",
          "failed with exit code",
          "exited with code 1");
  private static final List<String> EMPTY_OPENINGS =
      List.of(
          "no results",
          "no result",
          "no matching",
          "no matches",
          "no match",
          "nothing found",
          "0 results",
          "no records",
          "no documents",
          "no data",
          "no items",
          "empty result",
          "no relevant",
          "zero results",
          "no entries",
          "found 0 ",
          "did not match any",
          "your search did not match",
          "no information found",
          "no search results",
          "(no output)",
          "no good search result");

  /** The verdict on a result; null is unknown. */
  public static ResultVerdict of(String result) {
    if (result == null) {
      return UNKNOWN;
    }
    String text = result.length() > MAX_JSON_CHARS ? result : result.strip();
    boolean isWord = text.length() <= MOST_WORD;
    if (text.isEmpty() || (isWord && NOTHING.contains(text.toLowerCase(Locale.ROOT)))) {
      return EMPTY;
    }
    char first = text.charAt(0);
    if ((first == '{' || first == '[' || first == '"') && text.length() <= MAX_JSON_CHARS) {
      JsonNode json = TextView.of(text).json();
      return json == null ? ofText(text) : ofJson(json, 0);
    }
    return ofText(text);
  }

  private static ResultVerdict ofJson(JsonNode node, int depth) {
    if (node.isTextual()) {
      return node.textValue().isBlank() ? EMPTY : ofText(node.textValue().strip());
    }
    if (node.isArray()) {
      return ofArray(node, depth);
    }
    if (!node.isObject()) {
      return node.isNull() || node.isMissingNode() ? EMPTY : OK;
    }
    if (saysFailed(node)) {
      return FAILED;
    }
    return node.isEmpty() ? EMPTY : ofWrapped(node, depth);
  }

  private static ResultVerdict ofArray(JsonNode array, int depth) {
    if (array.isEmpty()) {
      return EMPTY;
    }
    JsonNode only = array.get(0);
    boolean content = array.size() == 1 && only.isObject() && only.path("text").isTextual();
    return content && depth < 3 ? ofJson(only.get("text"), depth + 1) : OK;
  }

  private static boolean saysFailed(JsonNode node) {
    for (String key : ERROR_KEYS) {
      if (isStated(node.get(key))) {
        return true;
      }
    }
    return FALSE_KEYS.stream().anyMatch(key -> isFalse(node.get(key)))
        || TRUE_KEYS.stream()
            .anyMatch(key -> node.path(key).isBoolean() && node.get(key).asBoolean())
        || HTTP_KEYS.stream().anyMatch(key -> isHttpError(node.get(key)))
        || EXIT_KEYS.stream().anyMatch(key -> node.path(key).isInt() && node.get(key).asInt() != 0)
        || statusFailed(node);
  }

  /** A status of "error" is the call's; "failed" may be the looked-up thing's, unless explained. */
  private static boolean statusFailed(JsonNode node) {
    JsonNode status = node.get("status");
    if (status == null) {
      return false;
    }
    boolean explained = REASON_KEYS.stream().anyMatch(node::has);
    if (status.isInt()) {
      return isHttpError(status);
    }
    String word = status.asText("").toLowerCase(Locale.ROOT);
    return word.equals("error")
        || (node.size() <= 3 && explained && (word.equals("failed") || word.equals("failure")));
  }

  private static boolean isStated(JsonNode value) {
    if (value == null || value.isNull()) {
      return false;
    }
    if (value.isTextual()) {
      String text = value.textValue().strip().toLowerCase(Locale.ROOT);
      return !text.isEmpty()
          && !NOTHING.contains(text)
          && !text.equals("no")
          && !text.equals("0")
          && !text.equals("false")
          && !text.equals("no error");
    }
    return value.isContainerNode() ? !value.isEmpty() : value.asInt(0) != 0 || value.asBoolean();
  }

  private static boolean isFalse(JsonNode value) {
    return value != null
        && (value.isBoolean() ? !value.asBoolean() : value.asText().equals("false"));
  }

  private static boolean isHttpError(JsonNode value) {
    int code = value == null ? 0 : value.asInt(0);
    return code >= 400 && code < 600;
  }

  private static ResultVerdict ofWrapped(JsonNode node, int depth) {
    if (depth >= 3 || node.size() > 4) {
      return OK;
    }
    for (String key : WRAPPERS) {
      JsonNode inner = node.get(key);
      if (inner != null) {
        ResultVerdict verdict = ofJson(inner, depth + 1);
        return verdict;
      }
    }
    boolean zero = node.path("count").asInt(-1) == 0 || node.path("total").asInt(-1) == 0;
    return zero ? EMPTY : OK;
  }

  private static ResultVerdict ofText(String text) {
    String head = text.substring(0, Math.min(text.length(), 400)).strip().toLowerCase(Locale.ROOT);
    if (head.isEmpty()) {
      return EMPTY;
    }
    if (startsWithAny(head, FAILED_OPENINGS) || opensWithExceptionName(text)) {
      return FAILED;
    }
    boolean isShort = text.length() <= SHORT;
    if (isShort && startsWithAny(head, EMPTY_OPENINGS)) {
      return EMPTY;
    }
    boolean failed =
        isShort
            && (startsWithAny(head, FAILED_SHORT_OPENINGS)
                || FAILED_SHORT_ANYWHERE.stream().anyMatch(head::contains));
    return failed ? FAILED : OK;
  }

  private static boolean startsWithAny(String head, List<String> openings) {
    return openings.stream().anyMatch(head::startsWith);
  }

  /** Such as "ValueError: bad date" or "requests.exceptions.ReadTimeout: ...". */
  private static boolean opensWithExceptionName(String text) {
    int end = 0;
    while (end < text.length() && end < 100 && isNamePart(text.charAt(end))) {
      end++;
    }
    if (end == 0 || end >= text.length() || text.charAt(end) != ':') {
      return false;
    }
    String name = text.substring(0, end);
    return name.endsWith("Error") || name.endsWith("Exception") || name.endsWith("Timeout");
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '$';
  }
}
