package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.trace.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds who ran a span and what it belongs to. */
final class Owners {
  /** Names under which frameworks put the metadata that their users gave, key by key. */
  private static final String[] METADATA_PREFIXES = {
    "metadata.",
    "traceloop.association.properties.",
    "langfuse.trace.metadata.",
    "langfuse.observation.metadata.",
    "langsmith.metadata.",
    "ai.telemetry.metadata."
  };

  /** Names under which frameworks put all of it as one object. */
  private static final String[] METADATA = {
    "metadata", "langfuse.observation.metadata", "langfuse.trace.metadata", "ai.telemetry.metadata"
  };

  private static final int TENANT = 0;
  private static final int USER = 1;
  private static final int SESSION = 2;
  private static final int SERVICE = 3;
  private static final int ENVIRONMENT = 4;
  private static final int AGENT = 5;
  private static final int AGENT_VERSION = 6;
  private static final int COLUMNS = 7;

  private final Map<String, List<Place>> places = new HashMap<>();

  Owners(OwnerKeys keys) {
    List<List<String>> lists =
        List.of(
            keys.tenant(),
            keys.user(),
            keys.session(),
            keys.service(),
            keys.environment(),
            keys.agent(),
            keys.agentVersion());
    for (int column = 0; column < COLUMNS; column++) {
      List<String> names = lists.get(column);
      for (int rank = 0; rank < names.size(); rank++) {
        places
            .computeIfAbsent(names.get(rank), n -> new ArrayList<>(1))
            .add(new Place(column, rank));
      }
    }
  }

  /** Where a name stands: in whose list, and how far ahead. */
  private record Place(int column, int rank) {}

  void fill(RawSpan span, Draft draft, Span.Builder target) {
    Best best = new Best();
    span.attributes.forEach(best::offer);
    best.keys().forEach(span.attributes::drop);
    Best ofResource = best.next();
    span.resource.forEach(ofResource::offer);
    draft.usedOfResource.addAll(ofResource.keys());
    Best ofMetadata = ofResource.next();
    metadata(span.attributes).forEach(ofMetadata::offer);
    String[] found = ofMetadata.next().texts;
    target.tenantId(found[TENANT]);
    target.userId(found[USER]);
    target.sessionId(found[SESSION]);
    target.service(found[SERVICE]);
    target.environment(found[ENVIRONMENT]);
    target.agent(found[AGENT] == null ? agentOfName(span.name) : found[AGENT]);
    draft.normalised("agent.version", found[AGENT_VERSION]);
  }

  /** The best values so far, of one source after another. */
  private final class Best {
    private final String[] texts;
    private final String[] keys = new String[COLUMNS];
    private final int[] ranks = new int[COLUMNS];

    Best() {
      this(new String[COLUMNS]);
    }

    private Best(String[] texts) {
      this.texts = texts;
      for (int column = 0; column < COLUMNS; column++) {
        ranks[column] = texts[column] == null ? Integer.MAX_VALUE : -1;
      }
    }

    /** The same values, which no further source replaces. */
    Best next() {
      return new Best(texts.clone());
    }

    void offer(String key, JsonNode value) {
      List<Place> wanted = places.get(key);
      String text = wanted == null ? null : scalar(value);
      if (text == null) {
        return;
      }
      for (Place place : wanted) {
        boolean unset = place.column() == SERVICE && text.startsWith("unknown_service");
        if (place.rank() < ranks[place.column()] && !unset) {
          ranks[place.column()] = place.rank();
          texts[place.column()] = text;
          keys[place.column()] = key;
        }
      }
    }

    List<String> keys() {
      List<String> used = new ArrayList<>();
      for (String key : keys) {
        if (key != null) {
          used.add(key);
        }
      }
      return used;
    }
  }

  private static String agentOfName(String name) {
    for (String prefix : new String[] {"invoke_agent ", "create_agent "}) {
      if (name != null && name.startsWith(prefix) && name.length() > prefix.length()) {
        return name.substring(prefix.length());
      }
    }
    return null;
  }

  private static Map<String, JsonNode> metadata(Attributes attributes) {
    Map<String, JsonNode> found = new LinkedHashMap<>();
    for (String key : METADATA) {
      JsonNode object = Json.structured(attributes.get(key));
      if (object != null && object.isObject()) {
        object.fields().forEachRemaining(m -> found.putIfAbsent(m.getKey(), m.getValue()));
      }
    }
    for (String prefix : METADATA_PREFIXES) {
      if (attributes.mayHavePrefix(prefix)) {
        attributes.forEach(
            (key, value) -> {
              if (key.startsWith(prefix)) {
                found.putIfAbsent(key.substring(prefix.length()), value);
              }
            });
      }
    }
    return found;
  }

  private static String scalar(JsonNode node) {
    if (!node.isValueNode() || node.isNull()) {
      return null;
    }
    String text = node.asText().strip();
    return text.isEmpty() ? null : text;
  }
}
