package io.outcrop.facets.read;

import io.outcrop.facets.trace.SpanKind;
import java.util.Locale;

/** Langfuse's own attributes, whether its SDK set them or its download was translated to them. */
final class LangfuseConvention implements Convention {
  private static final Names LANGFUSE_OBSERVATION_TYPE = Names.of("langfuse.observation.type");
  private static final Names LANGFUSE_OBSERVATION_INPUT = Names.of("langfuse.observation.input");
  private static final Names LANGFUSE_OBSERVATION_OUTPUT = Names.of("langfuse.observation.output");
  private static final Names LANGFUSE_TRACE_INPUT = Names.of("langfuse.trace.input");
  private static final Names LANGFUSE_TRACE_OUTPUT = Names.of("langfuse.trace.output");
  private static final Names LANGFUSE_TRACE_INPUT_NAMES =
      Names.of("langfuse.trace.input", "langfuse.trace.output");
  private static final Names LANGFUSE_OBSERVATION_LEVEL = Names.of("langfuse.observation.level");
  private static final Names LANGFUSE_OBSERVATION_STATUS_MESSAGE =
      Names.of("langfuse.observation.status_message");
  private static final Names LANGFUSE_OBSERVATION_PROMPT_NAME_NAMES =
      Names.of("langfuse.observation.prompt.name", "langfuse.prompt.name");
  private static final Names LANGFUSE_OBSERVATION_PROMPT_VERSION_NAMES =
      Names.of("langfuse.observation.prompt.version", "langfuse.prompt.version");
  private static final Names LANGFUSE_OBSERVATION_NAME = Names.of("langfuse.observation.name");

  private static final Prefix OWN = Prefix.of("langfuse.");

  @Override
  public void fill(RawSpan span, SpanKind kind, Draft draft) {
    Attributes a = span.attributes;
    if (!a.mayHavePrefix(OWN)) {
      return;
    }
    a.drop(LANGFUSE_OBSERVATION_TYPE);
    draft.inputValue(a.take(LANGFUSE_OBSERVATION_INPUT));
    draft.outputValue(a.take(LANGFUSE_OBSERVATION_OUTPUT));
    if (span.parentSpanId == null) {
      draft.inputValue(a.take(LANGFUSE_TRACE_INPUT));
      draft.outputValue(a.take(LANGFUSE_TRACE_OUTPUT));
    } else {
      a.drop(LANGFUSE_TRACE_INPUT_NAMES);
    }
    String level = a.takeText(LANGFUSE_OBSERVATION_LEVEL);
    String message = a.takeText(LANGFUSE_OBSERVATION_STATUS_MESSAGE);
    if (level != null && level.toUpperCase(Locale.ROOT).equals("ERROR")) {
      span.statusCode = "ERROR";
      draft.error(null, message);
    }
    draft.normalised("prompt.name", a.takeText(LANGFUSE_OBSERVATION_PROMPT_NAME_NAMES));
    draft.normalised("prompt.version", a.takeText(LANGFUSE_OBSERVATION_PROMPT_VERSION_NAMES));
    String name = a.takeText(LANGFUSE_OBSERVATION_NAME);
    span.name = span.name == null ? name : span.name;
  }
}
