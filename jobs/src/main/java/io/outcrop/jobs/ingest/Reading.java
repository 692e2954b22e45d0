package io.outcrop.jobs.ingest;

import io.outcrop.facets.read.OwnerKeys;
import io.outcrop.facets.read.ReadOptions;
import io.outcrop.jobs.config.OutcropConfig;
import java.util.List;
import java.util.Map;

/** How objects are read, as configured. */
final class Reading {
  private Reading() {}

  static ReadOptions options(OutcropConfig.Ingest config) {
    return new ReadOptions(
        config.maxTextChars(),
        config.maxAttributes(),
        config.maxAttributeChars(),
        config.earliestDate(),
        config.latestDate(),
        ownerKeys(config.keys()),
        config.foldBufferSpans());
  }

  private static OwnerKeys ownerKeys(Map<String, List<String>> configured) {
    OwnerKeys usual = OwnerKeys.defaults();
    return new OwnerKeys(
        either(configured.get("tenant"), usual.tenant()),
        either(configured.get("user"), usual.user()),
        either(configured.get("session"), usual.session()),
        either(configured.get("service"), usual.service()),
        either(configured.get("environment"), usual.environment()),
        either(configured.get("agent"), usual.agent()),
        either(configured.get("agent-version"), usual.agentVersion()));
  }

  private static List<String> either(List<String> configured, List<String> usual) {
    return configured.isEmpty() ? usual : configured;
  }
}
