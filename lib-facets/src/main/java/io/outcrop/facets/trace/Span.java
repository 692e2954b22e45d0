package io.outcrop.facets.trace;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One normalised span: a row of {@code telemetry.spans}, whatever dialect it came in.
 *
 * <p>Every component but {@code traceId}, {@code spanId}, {@code kind}, {@code status}, {@code
 * finishReasons}, {@code attributes}, {@code sourceObject}, {@code traceDate} and {@code part} may
 * be null: null means that the producer did not say. The names of the components in snake_case are
 * the names of the columns.
 *
 * @param traceId the trace; OpenTelemetry ids in lower-case hex, vendor ids as they are
 * @param parentSpanId null at a root
 * @param agent the agent's name
 * @param startTime start, UTC
 * @param durationMs duration in milliseconds
 * @param errorType class of the error, such as an exception's type
 * @param costUsd cost in US dollars as the producer stated it
 * @param toolArguments arguments of a tool call, JSON where the producer gave JSON
 * @param inputText for a model call the messages as {@link Messages} writes them, else plain text
 * @param outputText like {@code inputText}
 * @param attributes what no other column holds, sorted by key
 * @param truncated whether a text was cut to the configured limit
 * @param sourceObject the object that the span was read from
 * @param traceDate UTC date of the start, clamped to the configured range
 * @param part whether this is a span, or something that another record says of one
 * @param version what the producer numbers its updates of one record by; the greater is the newer
 */
public record Span(
    String traceId,
    String spanId,
    String parentSpanId,
    String tenantId,
    String userId,
    String sessionId,
    String service,
    String environment,
    String agent,
    SpanKind kind,
    String name,
    Instant startTime,
    Instant endTime,
    Long durationMs,
    SpanStatus status,
    String errorType,
    String errorMessage,
    String model,
    Long inputTokens,
    Long outputTokens,
    Double costUsd,
    String toolName,
    String toolArguments,
    String toolResult,
    String inputText,
    String outputText,
    List<String> finishReasons,
    Map<String, String> attributes,
    boolean truncated,
    String sourceObject,
    LocalDate traceDate,
    SpanPart part,
    Long version) {

  /**
   * Attribute that repeats the tenant where no more than a path or a project stands for it: then a
   * tenant that another span of the trace names goes before it.
   */
  public static final String LESSER_TENANT = "outcrop.lesser_tenant";

  /** Attributes {@code outcome.NAME} hold what side files say of the trace or its session. */
  public static final String OUTCOME = "outcome.";

  public Span {
    Objects.requireNonNull(traceId, "traceId");
    Objects.requireNonNull(spanId, "spanId");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(status, "status");
    // Rows of warehouses that are older than the column are all spans.
    part = part == null ? SpanPart.SPAN : part;
    finishReasons = List.copyOf(finishReasons);
    attributes = SortedTexts.copyOf(attributes);
  }

  /** Of its id alone: a map of spans need not read their texts. */
  @Override
  public int hashCode() {
    return 31 * traceId.hashCode() + spanId.hashCode();
  }

  /** Whether the span failed: status ERROR, or an error type was given. */
  public boolean failed() {
    return status == SpanStatus.ERROR || errorType != null;
  }

  /** An attribute's text, or null. */
  public String attribute(String key) {
    return attributes.get(key);
  }

  public static Builder builder(String traceId, String spanId) {
    return new Builder(traceId, spanId);
  }

  /** A builder that holds what this span holds. */
  public Builder toBuilder() {
    Builder builder =
        new Builder(traceId, spanId)
            .parentSpanId(parentSpanId)
            .tenantId(tenantId)
            .userId(userId)
            .sessionId(sessionId)
            .service(service)
            .environment(environment)
            .agent(agent)
            .kind(kind)
            .name(name)
            .startTime(startTime)
            .endTime(endTime)
            .status(status)
            .errorType(errorType)
            .errorMessage(errorMessage)
            .model(model)
            .inputTokens(inputTokens)
            .outputTokens(outputTokens)
            .costUsd(costUsd)
            .toolName(toolName)
            .toolArguments(toolArguments)
            .toolResult(toolResult)
            .inputText(inputText)
            .outputText(outputText)
            .finishReasons(finishReasons)
            .truncated(truncated)
            .sourceObject(sourceObject)
            .traceDate(traceDate)
            .part(part)
            .version(version);
    builder.single().putAll(attributes);
    return builder;
  }

  /** Collects the parts of a span; what is never set stays null. */
  public static final class Builder {
    private final String traceId;
    private final String spanId;

    /** The attributes as they were set in one, unless single ones changed. */
    private SortedTexts whole;

    private Map<String, String> attributes;
    private String parentSpanId;
    private String tenantId;
    private String userId;
    private String sessionId;
    private String service;
    private String environment;
    private String agent;
    private SpanKind kind = SpanKind.OTHER;
    private String name;
    private Instant startTime;
    private Instant endTime;
    private SpanStatus status = SpanStatus.UNSET;
    private String errorType;
    private String errorMessage;
    private String model;
    private Long inputTokens;
    private Long outputTokens;
    private Double costUsd;
    private String toolName;
    private String toolArguments;
    private String toolResult;
    private String inputText;
    private String outputText;
    private List<String> finishReasons = List.of();
    private boolean truncated;
    private String sourceObject = "";
    private LocalDate traceDate = LocalDate.EPOCH;
    private SpanPart part = SpanPart.SPAN;
    private Long version;

    private Builder(String traceId, String spanId) {
      this.traceId = traceId;
      this.spanId = spanId;
    }

    public Builder parentSpanId(String value) {
      this.parentSpanId = value;
      return this;
    }

    public Builder tenantId(String value) {
      this.tenantId = value;
      return this;
    }

    public Builder userId(String value) {
      this.userId = value;
      return this;
    }

    public Builder sessionId(String value) {
      this.sessionId = value;
      return this;
    }

    public Builder service(String value) {
      this.service = value;
      return this;
    }

    public Builder environment(String value) {
      this.environment = value;
      return this;
    }

    public Builder agent(String value) {
      this.agent = value;
      return this;
    }

    public Builder kind(SpanKind value) {
      this.kind = value;
      return this;
    }

    public Builder name(String value) {
      this.name = value;
      return this;
    }

    public Builder startTime(Instant value) {
      this.startTime = value;
      return this;
    }

    public Builder endTime(Instant value) {
      this.endTime = value;
      return this;
    }

    public Builder status(SpanStatus value) {
      this.status = value;
      return this;
    }

    public Builder errorType(String value) {
      this.errorType = value;
      return this;
    }

    public Builder errorMessage(String value) {
      this.errorMessage = value;
      return this;
    }

    public Builder model(String value) {
      this.model = value;
      return this;
    }

    public Builder inputTokens(Long value) {
      this.inputTokens = value;
      return this;
    }

    public Builder outputTokens(Long value) {
      this.outputTokens = value;
      return this;
    }

    public Builder costUsd(Double value) {
      this.costUsd = value;
      return this;
    }

    public Builder toolName(String value) {
      this.toolName = value;
      return this;
    }

    public Builder toolArguments(String value) {
      this.toolArguments = value;
      return this;
    }

    public Builder toolResult(String value) {
      this.toolResult = value;
      return this;
    }

    public Builder inputText(String value) {
      this.inputText = value;
      return this;
    }

    public Builder outputText(String value) {
      this.outputText = value;
      return this;
    }

    public Builder finishReasons(List<String> value) {
      this.finishReasons = value;
      return this;
    }

    public Builder truncated(boolean value) {
      this.truncated = value;
      return this;
    }

    public Builder sourceObject(String value) {
      this.sourceObject = value;
      return this;
    }

    public Builder traceDate(LocalDate value) {
      this.traceDate = value;
      return this;
    }

    public Builder part(SpanPart value) {
      this.part = value;
      return this;
    }

    public Builder version(Long value) {
      this.version = value;
      return this;
    }

    public Builder attribute(String key, String value) {
      single().put(key, value);
      return this;
    }

    public Builder attributeIfAbsent(String key, String value) {
      single().putIfAbsent(key, value);
      return this;
    }

    /**
     * Adds attributes that are not there yet; neither array may change any more.
     *
     * @param names sorted, and none twice
     */
    public Builder attributes(String[] names, String[] texts) {
      SortedTexts added = SortedTexts.of(names, texts);
      if (attributes == null && whole == null) {
        whole = added;
      } else {
        single().putAll(added);
      }
      return this;
    }

    private Map<String, String> single() {
      if (attributes == null) {
        attributes = new HashMap<>(32);
        if (whole != null) {
          attributes.putAll(whole);
        }
      }
      return attributes;
    }

    /** Takes from another record of the span what is not set yet. */
    Builder fillIn(Span other) {
      parentSpanId = parentSpanId == null ? other.parentSpanId() : parentSpanId;
      tenantId = tenantId == null ? other.tenantId() : tenantId;
      userId = userId == null ? other.userId() : userId;
      sessionId = sessionId == null ? other.sessionId() : sessionId;
      service = service == null ? other.service() : service;
      environment = environment == null ? other.environment() : environment;
      agent = agent == null ? other.agent() : agent;
      name = name == null ? other.name() : name;
      startTime = startTime == null ? other.startTime() : startTime;
      endTime = endTime == null ? other.endTime() : endTime;
      if (status != SpanStatus.OK) {
        // On a span that says it ended well, an exception logged elsewhere was dealt with.
        errorType = errorType == null ? other.errorType() : errorType;
        errorMessage = errorMessage == null ? other.errorMessage() : errorMessage;
      }
      model = model == null ? other.model() : model;
      inputTokens = inputTokens == null ? other.inputTokens() : inputTokens;
      outputTokens = outputTokens == null ? other.outputTokens() : outputTokens;
      costUsd = costUsd == null ? other.costUsd() : costUsd;
      toolName = toolName == null ? other.toolName() : toolName;
      toolArguments = toolArguments == null ? other.toolArguments() : toolArguments;
      toolResult = toolResult == null ? other.toolResult() : toolResult;
      inputText = inputText == null ? other.inputText() : inputText;
      outputText = outputText == null ? other.outputText() : outputText;
      kind = kind == SpanKind.OTHER ? other.kind() : kind;
      status = status == SpanStatus.UNSET ? other.status() : status;
      finishReasons = finishReasons.isEmpty() ? other.finishReasons() : finishReasons;
      truncated |= other.truncated();
      other.attributes().forEach(single()::putIfAbsent);
      return this;
    }

    public Builder withoutAttribute(String key) {
      single().remove(key);
      return this;
    }

    public Span build() {
      Long durationMs =
          startTime == null || endTime == null
              ? null
              : Long.valueOf(java.time.Duration.between(startTime, endTime).toMillis());
      return new Span(
          traceId,
          spanId,
          parentSpanId,
          tenantId,
          userId,
          sessionId,
          service,
          environment,
          agent,
          kind,
          name,
          startTime,
          endTime,
          durationMs,
          status,
          errorType,
          errorMessage,
          model,
          inputTokens,
          outputTokens,
          costUsd,
          toolName,
          toolArguments,
          toolResult,
          inputText,
          outputText,
          finishReasons,
          attributes == null && whole != null ? whole : single(),
          truncated,
          sourceObject,
          traceDate,
          part,
          version);
    }
  }
}
