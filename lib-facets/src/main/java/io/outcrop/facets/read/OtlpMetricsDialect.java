package io.outcrop.facets.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * OTLP/JSON requests for metrics, which hold no traces: each is stepped over, whatever its size.
 */
final class OtlpMetricsDialect implements Dialect {
  @Override
  public String name() {
    return "otlp-metrics";
  }

  @Override
  public boolean claims(ObjectNode head, String key) {
    return key.equals("resourceMetrics") || key.equals("resource_metrics");
  }

  @Override
  public void read(ObjectNode head, String key, JsonParser parser, SpanOutput out)
      throws IOException {
    parser.skipChildren();
    DocumentReader.leaveObject(parser, parser.getParsingContext().getNestingDepth());
    out.skip();
  }
}
