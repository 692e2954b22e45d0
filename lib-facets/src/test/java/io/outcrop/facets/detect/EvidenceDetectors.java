package io.outcrop.facets.detect;

import java.util.List;

/** The detectors of what was done, what came of it, and what is claimed of both. */
final class EvidenceDetectors {
  static final List<Detector> ALL =
      List.of(
          Detector.flag("phantom_tools", facets -> !facets.behaviour().phantomTools().isEmpty()));

  private EvidenceDetectors() {}
}
