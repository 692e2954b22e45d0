package io.outcrop.facets.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/**
 * One form in which traces are written. A dialect either claims a member of a document, and then
 * reads it as a stream, or matches a whole record that has been read into memory.
 */
interface Dialect {
  /**
   * The dialects that are known, in order of precedence: readers for one object. A new dialect is
   * one more here.
   */
  static List<Dialect> all() {
    return all(new PlainOtlp());
  }

  /**
   * As {@link #all()}, of which OTLP is read from bytes by a reader that was used before.
   *
   * @param plain reads most of OTLP; null where all of it is to be read as a stream
   */
  static List<Dialect> all(PlainOtlp plain) {
    return List.of(
        new OtlpDialect(plain),
        new OtlpLogsDialect(),
        new OtlpMetricsDialect(),
        new PythonConsoleDialect(),
        new PhoenixDialect(),
        new MlflowDialect(),
        new TrailDialect(),
        new GoConsoleDialect(),
        new BraintrustDialect(),
        new LangSmithDialect(),
        new LangfuseTraceDialect(),
        new LangfuseRecordDialect(),
        new LangfuseEventDialect(),
        new DatadogDialect(),
        new JsConsoleDialect(),
        new OtlpSpanDialect(),
        new GenAiContentDialect());
  }

  String name();

  /** Whether a text that begins so may be a document for {@link #readWhole}. */
  default boolean mayReadWhole(byte[] bytes, int from, int to) {
    return false;
  }

  /**
   * Reads a document that lies in memory as a whole, faster than as a stream; false where it is to
   * be read as a stream all the same, for then nothing or only its first spans went out, and {@code
   * out} was told that they will come again.
   */
  default boolean readWhole(byte[] bytes, int from, int to, SpanOutput out) throws IOException {
    return false;
  }

  /**
   * Whether a document whose members so far are {@code head} is this dialect's, now that a member
   * of this name begins, with a list as its value.
   */
  default boolean claims(ObjectNode head, String key) {
    return false;
  }

  /**
   * Reads a claimed document to its end, the parser being at the beginning of the claimed list and
   * afterwards at the document's closing brace.
   */
  default void read(ObjectNode head, String key, JsonParser parser, SpanOutput out)
      throws IOException {
    throw new UnsupportedOperationException(name() + " claims no members");
  }

  /** Reads what can be read of a claimed document behind a place at which it is broken. */
  default void readOn(JsonParser broken, SpanOutput out) throws IOException {}

  /** Whether a whole record is this dialect's. */
  default boolean matches(ObjectNode record) {
    return false;
  }

  /** Reads a record that matched. */
  default void read(ObjectNode record, SpanOutput out) {
    throw new UnsupportedOperationException(name() + " matches no records");
  }

  /** Hands on what could only be made of all records of the object, now that it has ended. */
  default void finish(SpanOutput out) {}
}
