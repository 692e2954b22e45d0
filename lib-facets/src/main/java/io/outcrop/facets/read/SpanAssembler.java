package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.trace.LoggedMessages;
import io.outcrop.facets.trace.Message;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.SpanStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Makes the columns of a span from what a dialect found, by the conventions that it follows. */
final class SpanAssembler {
  private static final long SECONDS_OF_DAY = 86_400;

  private final ReadOptions options;
  private final String sourceObject;
  private final Owners owners;
  private final List<Convention> conventions;
  private final SpanAttributes columns;
  private LocalDate lastDate;
  private long lastDay;

  SpanAssembler(ReadOptions options, String sourceObject) {
    this.options = options;
    this.sourceObject = sourceObject;
    this.owners = new Owners(options.keys());
    this.conventions = Convention.all(options);
    this.columns = new SpanAttributes(options);
  }

  Span assemble(RawSpan raw) {
    Draft draft = new Draft();
    draft.normalised("outcrop.prompt", configured(raw, options.keys().prompt()));
    String model = configured(raw, options.keys().model());
    SpanKind kind = Kinds.of(raw);
    Evaluations.fill(raw, draft);
    for (Convention convention : conventions) {
      convention.fill(raw, kind, draft);
    }
    SpanStatus status = Errors.status(raw);
    Errors.fill(raw, status, draft);
    Span.Builder span = Span.builder(raw.traceId, raw.spanId);
    Usage.fill(raw, span);
    if (model != null) {
      span.model(model);
    }
    owners.fill(raw, draft, span);
    times(raw, span);
    Texts texts = new Texts(options);
    span.parentSpanId(raw.spanId.equals(raw.parentSpanId) ? null : raw.parentSpanId)
        .kind(kind)
        .name(texts.cut(raw.name))
        .status(status)
        .errorType(texts.cut(draft.errorType))
        .errorMessage(texts.cut(draft.errorMessage))
        .finishReasons(List.copyOf(draft.finishReasons))
        .sourceObject(sourceObject)
        .part(raw.part)
        .version(raw.version);
    if (raw.logged != null) {
      logged(raw.logged, draft, texts, span);
    } else if (kind == SpanKind.TOOL) {
      tool(raw, draft, texts, span);
    } else {
      span.inputText(text(kind, draft, true, texts));
      span.outputText(text(kind, draft, false, texts));
    }
    columns.fill(raw, draft, texts, span);
    return span.truncated(texts.truncated()).build();
  }

  /** The first of some names that has text, on the span and then on its resource. */
  private static String configured(RawSpan raw, List<String> names) {
    for (String name : names) {
      String text = raw.attributes.text(name);
      text = text == null ? raw.resource.text(name) : text;
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  private void times(RawSpan raw, Span.Builder span) {
    Instant end = raw.endTime;
    if (end != null && raw.startTime != null && end.isBefore(raw.startTime)) {
      end = raw.startTime;
    }
    Instant filed = raw.startTime == null ? raw.recorded : raw.startTime;
    LocalDate date = filed == null ? options.earliest() : dateOf(filed);
    span.startTime(raw.startTime).endTime(end).traceDate(date);
  }

  /** Mostly that of the span before. */
  private LocalDate dateOf(Instant filed) {
    long day = Math.floorDiv(filed.getEpochSecond(), SECONDS_OF_DAY);
    if (lastDate == null || day != lastDay) {
      LocalDate date = LocalDate.ofEpochDay(day);
      date = date.isBefore(options.earliest()) ? options.earliest() : date;
      lastDate = date.isAfter(options.latest()) ? options.latest() : date;
      lastDay = day;
    }
    return lastDate;
  }

  /** Messages of one log record wait under a key until all of their span are together. */
  private static void logged(RawSpan.LogPlace place, Draft draft, Texts texts, Span.Builder span) {
    String input = join(system(draft, texts), written(draft.quotedInput, draft.input, texts));
    if (input != null) {
      span.attribute(LoggedMessages.key(true, place.nanos(), place.index()), input);
    }
    String output = written(draft.quotedOutput, draft.output, texts);
    if (output != null) {
      span.attribute(LoggedMessages.key(false, place.nanos(), place.index()), output);
    }
  }

  private static String system(Draft draft, Texts texts) {
    return written(draft.quotedSystem, draft.system, texts);
  }

  /** Messages as they are written; null where there are none. */
  private static String written(String quoted, List<Message> messages, Texts texts) {
    if (quoted != null) {
      return quoted;
    }
    return messages.isEmpty() ? null : texts.write(messages);
  }

  /** Two written lists of messages as one; either may be null. */
  private static String join(String first, String second) {
    if (first == null || second == null) {
      return first == null ? second : first;
    }
    return first.substring(0, first.length() - 1) + ',' + second.substring(1);
  }

  private static void tool(RawSpan raw, Draft draft, Texts texts, Span.Builder span) {
    String name = draft.toolName == null ? toolOfName(raw.name) : draft.toolName;
    JsonNode arguments = draft.toolArguments == null ? draft.inputValue : draft.toolArguments;
    JsonNode result = draft.toolResult == null ? draft.outputValue : draft.toolResult;
    span.toolName(texts.cut(name))
        .toolArguments(texts.cut(Json.plainText(arguments)))
        .toolResult(texts.cut(Json.plainText(result)));
  }

  private static String toolOfName(String name) {
    for (String prefix : new String[] {"execute_tool ", "tools/call "}) {
      if (name != null && name.startsWith(prefix) && name.length() > prefix.length()) {
        return name.substring(prefix.length());
      }
    }
    return name;
  }

  private static String text(SpanKind kind, Draft draft, boolean input, Texts texts) {
    String system = input ? system(draft, texts) : null;
    String messages =
        input
            ? written(draft.quotedInput, draft.input, texts)
            : written(draft.quotedOutput, draft.output, texts);
    JsonNode value = input ? draft.inputValue : draft.outputValue;
    if (messages != null || value == null) {
      return join(system, messages);
    }
    String role = input ? "user" : "assistant";
    List<Message> recognised = new MessageReader().read(value, role);
    if (recognised != null) {
      return join(system, texts.write(recognised));
    }
    String text = Json.plainText(value);
    return kind == SpanKind.LLM || system != null
        ? join(system, texts.write(List.of(Message.of(role, text))))
        : texts.cut(text);
  }
}
