package io.outcrop.facets.read;

import io.outcrop.facets.trace.SpanKind;
import java.util.List;

/** One convention by which producers name the attributes and events of a span. */
interface Convention {
  /** The conventions that are known, the one that says most first. */
  static List<Convention> all(ReadOptions options) {
    return List.of(
        new GenAiConvention(options.maxTextChars()),
        new GenAiEvents(),
        new OpenInferenceConvention(),
        new TraceloopConvention(),
        new VercelConvention(),
        new FrameworkConvention(),
        new LangfuseConvention(),
        new MlflowConvention());
  }

  /** Takes what this convention holds out of the span's attributes and events. */
  void fill(RawSpan span, SpanKind kind, Draft draft);
}
