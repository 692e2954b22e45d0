package io.outcrop.facets.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Pretty-prints JSON as a console exporter would. */
final class JsonIndent {
  private final ObjectMapper mapper = new ObjectMapper();

  String of(String json) {
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(mapper.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
