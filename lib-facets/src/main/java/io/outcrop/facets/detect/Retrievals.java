package io.outcrop.facets.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was looked for and what was found: RETRIEVER spans, and tools that search.
 *
 * @param calls the searches in order
 * @param documents ids of the documents found, sorted; empty where none were recorded
 * @param found how many documents were found, as far as they were listed
 * @param empty whether every search found nothing or failed, and nothing else was looked up
 * @param recorded whether what was found was recorded at all
 */
record Retrievals(
    List<Call> calls, Set<String> documents, int found, boolean empty, boolean recorded) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_JSON_CHARS = 200_000;
  private static final int MAX_DOCUMENTS = 1_000;
  private static final Set<String> PLAIN =
      Set.of(
          "search",
          "query",
          "find",
          "retrieve",
          "tool",
          "run",
          "get",
          "do",
          "look",
          "lookup",
          "my",
          "the",
          "in",
          "for",
          "from",
          "by",
          "and",
          "of",
          "deep",
          "quick",
          "fast",
          "agent",
          "rag",
          "retriever",
          "retrieval",
          "searcher",
          "grep",
          "explore",
          "discover",
          "crawl",
          "v1",
          "v2");
  private static final Set<String> KNOWLEDGE =
      Set.of(
          "web",
          "internet",
          "online",
          "kb",
          "knowledge",
          "knowledgebase",
          "doc",
          "docs",
          "document",
          "documents",
          "documentation",
          "article",
          "articles",
          "wiki",
          "wikipedia",
          "faq",
          "faqs",
          "policy",
          "policies",
          "manual",
          "manuals",
          "handbook",
          "guide",
          "guides",
          "page",
          "pages",
          "passage",
          "passages",
          "chunk",
          "chunks",
          "context",
          "memory",
          "memories",
          "vector",
          "vectors",
          "vectorstore",
          "embedding",
          "embeddings",
          "semantic",
          "similarity",
          "hybrid",
          "corpus",
          "library",
          "paper",
          "papers",
          "arxiv",
          "pubmed",
          "news",
          "google",
          "bing",
          "tavily",
          "serper",
          "duckduckgo",
          "perplexity",
          "exa",
          "brave",
          "content",
          "text",
          "texts",
          "notes",
          "help",
          "rag",
          "retrieval",
          "retriever",
          "pinecone",
          "chroma",
          "qdrant",
          "weaviate",
          "elastic",
          "elasticsearch",
          "opensearch");
  private static final List<String> TEXT_KEYS =
      List.of(
          "\"snippet\"",
          "\"page_content\"",
          "\"pageContent\"",
          "\"passage\"",
          "\"chunk\"",
          "\"document\"",
          "\"excerpt\"");
  private static final List<String> ID_KEYS =
      List.of("id", "doc_id", "document_id", "documentId", "docId", "chunk_id", "source", "url");
  private static final List<String> COUNT_KEYS =
      List.of(
          "retrieval.count",
          "retrieval.documents.count",
          "retrieval.result_count",
          "retrieval.num_results",
          "retrieval.documents_count",
          "num_results",
          "result_count",
          "documents.count",
          "gen_ai.retrieval.documents.count");

  Retrievals {
    calls = List.copyOf(calls);
  }

  static Retrievals of(TraceView view) {
    List<Call> searches = new ArrayList<>();
    boolean otherText = false;
    for (Call call : view.calls()) {
      if (retrieves(call)) {
        searches.add(call);
      } else {
        otherText |= call.action() == Action.LOOK_UP && call.verdict() == ResultVerdict.OK;
      }
    }
    Set<String> documents = new TreeSet<>();
    int found = 0;
    boolean allEmpty = !searches.isEmpty();
    boolean anyRetriever = false;
    boolean recorded = false;
    for (Call call : searches) {
      found += documents(call, documents);
      boolean empty = isEmpty(call);
      allEmpty &= empty;
      recorded |= empty || call.result() != null || listed(call.span()) != null;
      anyRetriever |= call.span().kind() == SpanKind.RETRIEVER;
    }
    boolean empty = allEmpty && found == 0 && (anyRetriever || !otherText);
    return new Retrievals(searches, documents, found, empty, recorded);
  }

  /**
   * Whether a call looks for knowledge to answer from, and not for records to act on: a RETRIEVER
   * span, or a tool that searches in texts by its name, or that found some.
   */
  private static boolean retrieves(Call call) {
    if (call.action() != Action.SEARCH) {
      return false;
    }
    return call.span().kind() == SpanKind.RETRIEVER
        || call.tokens().stream().allMatch(t -> PLAIN.contains(t) || KNOWLEDGE.contains(t))
        || call.tokens().stream().anyMatch(KNOWLEDGE::contains)
        || foundTexts(call.result());
  }

  /**
   * Whether a result lists documents: objects with a text beside a title, an address or a score.
   */
  private static boolean foundTexts(String result) {
    return result != null
        && (result.startsWith("[") || result.startsWith("{"))
        && TEXT_KEYS.stream().anyMatch(result::contains);
  }

  boolean attempted() {
    return !calls.isEmpty();
  }

  private static String listed(Span span) {
    return span.attribute("retrieval.documents");
  }

  /** A retriever that tells its query and no result found none: an empty list leaves no trace. */
  private static boolean isEmpty(Call call) {
    if (call.failed()) {
      return true;
    }
    Span span = call.span();
    if (span.kind() == SpanKind.RETRIEVER) {
      String listed = listed(span);
      if (listed != null) {
        return listed.replace(" ", "").equals("[]");
      }
      for (String key : COUNT_KEYS) {
        String count = span.attribute(key);
        if (count != null) {
          return count.strip().equals("0");
        }
      }
      if (call.result() == null) {
        return call.arguments() != null;
      }
    }
    return call.verdict() == ResultVerdict.EMPTY;
  }

  private static int documents(Call call, Set<String> ids) {
    String listed = call.recorded() ? listed(call.span()) : null;
    String text = listed == null ? call.result() : listed;
    if (text == null || text.length() > MAX_JSON_CHARS) {
      return 0;
    }
    String stripped = text.strip();
    if (stripped.isEmpty() || (stripped.charAt(0) != '[' && stripped.charAt(0) != '{')) {
      return 0;
    }
    try {
      return collect(JSON.readTree(stripped), ids, 0);
    } catch (JsonProcessingException e) {
      // Prose that begins with a bracket, or half a document: it lists nothing.
      return 0;
    }
  }

  private static int collect(JsonNode node, Set<String> ids, int depth) {
    if (node.isArray()) {
      int found = 0;
      for (JsonNode element : node) {
        found++;
        addId(element, ids);
        addId(element.path("document"), ids);
        addId(element.path("metadata"), ids);
      }
      return found;
    }
    if (depth < 2) {
      for (JsonNode value : node) {
        if (value.isArray() && !value.isEmpty() && value.get(0).isObject()) {
          return collect(value, ids, depth + 1);
        }
      }
    }
    return 0;
  }

  private static void addId(JsonNode document, Set<String> ids) {
    for (String key : ID_KEYS) {
      JsonNode id = document.path(key);
      if (id.isValueNode() && !id.isNull() && ids.size() < MAX_DOCUMENTS) {
        ids.add(id.asText());
      }
    }
  }
}
