package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.trace.Span;
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

  private final OwnerKeys keys;

  Owners(OwnerKeys keys) {
    this.keys = keys;
  }

  void fill(RawSpan span, Draft draft, Span.Builder target) {
    Map<String, JsonNode> metadata = metadata(span.attributes);
    target.tenantId(find(keys.tenant(), span, metadata, draft));
    target.userId(find(keys.user(), span, metadata, draft));
    target.sessionId(find(keys.session(), span, metadata, draft));
    target.service(service(span, metadata, draft));
    target.environment(find(keys.environment(), span, metadata, draft));
    String agent = find(keys.agent(), span, metadata, draft);
    target.agent(agent == null ? agentOfName(span.name) : agent);
    draft.normalised("agent.version", find(keys.agentVersion(), span, metadata, draft));
  }

  private String service(RawSpan span, Map<String, JsonNode> metadata, Draft draft) {
    String service = find(keys.service(), span, metadata, draft);
    return service == null || service.startsWith("unknown_service") ? null : service;
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
    attributes.forEach(
        (key, value) -> {
          for (String prefix : METADATA_PREFIXES) {
            if (key.startsWith(prefix)) {
              found.putIfAbsent(key.substring(prefix.length()), value);
            }
          }
        });
    return found;
  }

  private static String find(
      List<String> names, RawSpan span, Map<String, JsonNode> metadata, Draft draft) {
    for (String name : names) {
      String text = scalar(span.attributes.get(name));
      if (text != null) {
        span.attributes.drop(name);
        return text;
      }
    }
    for (String name : names) {
      String text = scalar(span.resource.get(name));
      if (text != null) {
        draft.usedOfResource.add(name);
        return text;
      }
    }
    if (metadata.isEmpty()) {
      return null;
    }
    for (String name : names) {
      String text = scalar(metadata.get(name));
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  private static String scalar(JsonNode node) {
    if (node == null || !node.isValueNode() || node.isNull()) {
      return null;
    }
    String text = node.asText().strip();
    return text.isEmpty() ? null : text;
  }
}
