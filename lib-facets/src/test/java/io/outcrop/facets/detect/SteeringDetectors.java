package io.outcrop.facets.detect;

import java.util.List;

/** The detectors of what steers an agent: its orders, its user, its fellow agents. */
final class SteeringDetectors {
  static final List<Detector> ALL = List.of();

  private SteeringDetectors() {}
}
