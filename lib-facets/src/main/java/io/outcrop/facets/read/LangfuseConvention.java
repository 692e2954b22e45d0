package io.outcrop.facets.read;

import io.outcrop.facets.trace.SpanKind;
import java.util.Locale;

/** Langfuse's own attributes, whether its SDK set them or its download was translated to them. */
final class LangfuseConvention implements Convention {
  @Override
  public void fill(RawSpan span, SpanKind kind, Draft draft) {
    Attributes a = span.attributes;
    if (!a.mayHavePrefix("langfuse.")) {
      return;
    }
    a.drop("langfuse.observation.type");
    draft.inputValue(a.take("langfuse.observation.input"));
    draft.outputValue(a.take("langfuse.observation.output"));
    if (span.parentSpanId == null) {
      draft.inputValue(a.take("langfuse.trace.input"));
      draft.outputValue(a.take("langfuse.trace.output"));
    } else {
      a.drop("langfuse.trace.input", "langfuse.trace.output");
    }
    String level = a.takeText("langfuse.observation.level");
    String message = a.takeText("langfuse.observation.status_message");
    if (level != null && level.toUpperCase(Locale.ROOT).equals("ERROR")) {
      span.statusCode = "ERROR";
      draft.error(null, message);
    }
    draft.normalised(
        "prompt.name", a.takeText("langfuse.observation.prompt.name", "langfuse.prompt.name"));
    draft.normalised(
        "prompt.version",
        a.takeText("langfuse.observation.prompt.version", "langfuse.prompt.version"));
    String name = a.takeText("langfuse.observation.name");
    span.name = span.name == null ? name : span.name;
  }
}
