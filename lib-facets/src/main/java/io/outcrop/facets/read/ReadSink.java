package io.outcrop.facets.read;

import io.outcrop.facets.trace.Span;

/** Takes what a reader finds in one object, in the order it finds it. */
public interface ReadSink {
  void span(Span span);

  void reject(Reject reject);
}
