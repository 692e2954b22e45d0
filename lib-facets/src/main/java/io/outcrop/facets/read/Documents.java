package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * What a retriever found: the contents as the span's output, and ids and scores as the attribute
 * {@code retrieval.documents}, a JSON list that is empty where nothing was found.
 */
final class Documents {
  private Documents() {}

  static void fill(JsonNode documents, Draft draft) {
    if (!documents.isArray()) {
      draft.outputValue(documents);
      return;
    }
    ArrayNode index = Json.NODES.arrayNode();
    StringBuilder contents = new StringBuilder();
    for (JsonNode element : documents) {
      JsonNode document = element.path("document").isObject() ? element.get("document") : element;
      ObjectNode entry = index.addObject();
      copy(document, "id", entry);
      copy(document, "score", entry);
      String content = content(document);
      if (content != null) {
        contents.append(contents.isEmpty() ? "" : "\n").append(content);
      }
    }
    draft.normalised("retrieval.documents", index.toString());
    if (!contents.isEmpty()) {
      draft.outputValue(TextNode.valueOf(contents.toString()));
    }
  }

  private static void copy(JsonNode document, String key, ObjectNode target) {
    if (document.hasNonNull(key)) {
      target.set(key, document.get(key));
    }
  }

  private static String content(JsonNode document) {
    for (String key : new String[] {"content", "page_content", "text", "document"}) {
      if (document.hasNonNull(key)) {
        return Json.text(document.get(key));
      }
    }
    return document.isTextual() ? document.textValue() : null;
  }
}
