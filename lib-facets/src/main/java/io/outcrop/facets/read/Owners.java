package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.read.JsonScanner.Unsure;
import io.outcrop.facets.trace.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds who ran a span and what it belongs to. */
final class Owners {
  /** Names under which frameworks put the metadata that their users gave, key by key. */
  private static final Prefix[] METADATA_PREFIXES = {
    Prefix.of("metadata."),
    Prefix.of("traceloop.association.properties."),
    Prefix.of("langfuse.trace.metadata."),
    Prefix.of("langfuse.observation.metadata."),
    Prefix.of("langsmith.metadata."),
    Prefix.of("ai.telemetry.metadata.")
  };

  /** Names under which frameworks put all of it as one object. */
  private static final Names METADATA =
      Names.of(
          "metadata",
          "langfuse.observation.metadata",
          "langfuse.trace.metadata",
          "ai.telemetry.metadata");

  private static final int TENANT = 0;
  private static final int USER = 1;
  private static final int SESSION = 2;
  private static final int SERVICE = 3;
  private static final int ENVIRONMENT = 4;
  private static final int AGENT = 5;
  private static final int AGENT_VERSION = 6;
  private static final int COLUMNS = 7;

  private final Map<String, List<Place>> places = new HashMap<>();
  private final Names names;
  private final JsonScanner json = new JsonScanner();
  private final Literal name = new Literal();
  private Attributes resource;
  private Best ofResource;

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
    this.names = Names.of(List.copyOf(places.keySet()));
  }

  /** Where a name stands: in whose list, and how far ahead. */
  private record Place(int column, int rank) {}

  void fill(RawSpan span, Draft draft, Span.Builder target) {
    if (span.resource != resource) {
      // One resource stands behind many spans in a row.
      resource = span.resource;
      ofResource = new Best();
      resource.forEach(ofResource::offer);
    }
    Best best = new Best();
    span.attributes.forEachOf(names, best::offer);
    best.takeOut(span.attributes);
    draft.usedOfResource = best.fillIn(ofResource);
    Map<String, JsonNode> metadata = metadata(span.attributes);
    if (!metadata.isEmpty()) {
      Best ofMetadata = new Best();
      metadata.forEach(ofMetadata::offer);
      best.fillIn(ofMetadata);
    }
    String[] found = best.texts;
    target.tenantId(found[TENANT]);
    target.userId(found[USER]);
    target.sessionId(found[SESSION]);
    target.service(found[SERVICE]);
    target.environment(found[ENVIRONMENT]);
    target.agent(found[AGENT] == null ? agentOfName(span.name) : found[AGENT]);
    draft.normalised("agent.version", found[AGENT_VERSION]);
  }

  /** The best values of one source. */
  private final class Best {
    private final String[] texts = new String[COLUMNS];
    private final String[] keys = new String[COLUMNS];
    private final int[] ranks = new int[COLUMNS];

    void offer(String key, JsonNode value) {
      List<Place> wanted = places.get(key);
      String text = wanted == null ? null : scalar(value);
      if (text == null) {
        return;
      }
      for (Place place : wanted) {
        int column = place.column();
        boolean unset = column == SERVICE && text.startsWith("unknown_service");
        if ((texts[column] == null || place.rank() < ranks[column]) && !unset) {
          ranks[column] = place.rank();
          texts[column] = text;
          keys[column] = key;
        }
      }
    }

    /** Takes over what this source does not say, and returns the names it stood under. */
    List<String> fillIn(Best other) {
      List<String> used = new ArrayList<>(COLUMNS);
      for (int column = 0; column < COLUMNS; column++) {
        if (texts[column] == null && other.texts[column] != null) {
          texts[column] = other.texts[column];
          used.add(other.keys[column]);
        }
      }
      return used;
    }

    void takeOut(Attributes attributes) {
      for (String key : keys) {
        if (key != null) {
          attributes.drop(key);
        }
      }
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

  private Map<String, JsonNode> metadata(Attributes attributes) {
    Map<String, JsonNode> found = Map.of();
    for (int i = 0; attributes.hasAny(METADATA) && i < METADATA.size(); i++) {
      JsonNode value = attributes.get(METADATA.text(i));
      JsonNode object = mayNameOwner(value) ? Json.structured(value) : null;
      if (object != null && object.isObject()) {
        found = found.isEmpty() ? new LinkedHashMap<>() : found;
        Map<String, JsonNode> target = found;
        object.fields().forEachRemaining(m -> target.putIfAbsent(m.getKey(), m.getValue()));
      }
    }
    for (Prefix prefix : METADATA_PREFIXES) {
      if (attributes.mayHavePrefix(prefix)) {
        found = found.isEmpty() ? new LinkedHashMap<>() : found;
        addAll(attributes, prefix.text(), found);
      }
    }
    return found;
  }

  /** False where a text is the JSON of an object without any of the names that are looked for. */
  private boolean mayNameOwner(JsonNode value) {
    if (!(value instanceof BytesNode bytes)) {
      return true;
    }
    try {
      bytes.beginIn(json);
      if (json.isEmpty('{', '}')) {
        return false;
      }
      do {
        json.name(name);
        if (name.isEscaped() || places.containsKey(name.raw())) {
          return true;
        }
        json.skipValue();
      } while (json.more('}'));
      return false;
    } catch (Unsure e) {
      return true;
    }
  }

  private static void addAll(Attributes attributes, String prefix, Map<String, JsonNode> target) {
    attributes.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            target.putIfAbsent(key.substring(prefix.length()), value);
          }
        });
  }

  private static String scalar(JsonNode node) {
    if (!node.isValueNode() || node.isNull()) {
      return null;
    }
    String text = node.asText().strip();
    return text.isEmpty() ? null : text;
  }
}
