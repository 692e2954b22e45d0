package io.outcrop.facets.extract;

import io.outcrop.facets.detect.Call;
import io.outcrop.facets.detect.TraceView;
import io.outcrop.facets.money.ModelPrice;
import io.outcrop.facets.money.PriceTable;
import io.outcrop.facets.money.TokenUse;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a trace cost: what its spans state, and by the table of prices where they state nothing.
 *
 * <p>Of calls of models (and embeddings) that state no cost the tokens are reckoned with. Where no
 * call states any and one of them is of a model without a price, nothing is told: a part would pass
 * for the whole. A cost that only the roots state is taken as the whole. Tools and computing time
 * are added where they have a price.
 *
 * @param micros micro-dollars; null where nothing is known
 * @param estimated whether any of it was reckoned
 */
record TraceCost(Long micros, boolean estimated) {
  private static final double MICROS = 1e6;
  private static final String[] CACHE_READ = {
    "gen_ai.usage.cache_read.input_tokens",
    "gen_ai.usage.cache_read_input_tokens",
    "llm.token_count.prompt_details.cache_read",
    "ai.usage.cachedInputTokens"
  };
  private static final String[] CACHE_WRITE = {
    "gen_ai.usage.cache_creation.input_tokens",
    "gen_ai.usage.cache_write.input_tokens",
    "gen_ai.usage.cache_creation_input_tokens",
    "gen_ai.usage.cache_write_input_tokens",
    "llm.token_count.prompt_details.cache_write"
  };

  Double dollars() {
    return micros == null ? null : Double.valueOf(micros / MICROS);
  }

  static TraceCost of(TraceView view, List<Call> tools, Long latencyMs, PriceTable prices) {
    List<Span> priced =
        Stream.concat(
                view.trace().modelCalls().stream(),
                view.trace().spans().stream().filter(s -> s.kind() == SpanKind.EMBEDDING))
            .toList();
    Long stated = sum(priced);
    Long ofRoots = stated == null ? sum(view.trace().roots()) : null;
    if (ofRoots != null) {
      return new TraceCost(ofRoots, false);
    }
    Long reckoned = reckoned(priced, prices, stated != null);
    long added = ofTools(tools, prices) + ofTime(latencyMs, prices);
    if (stated == null && reckoned == null && (!priced.isEmpty() || added == 0)) {
      return new TraceCost(null, false);
    }
    long estimate = (reckoned == null ? 0 : reckoned) + added;
    return new TraceCost((stated == null ? 0 : stated) + estimate, estimate > 0 || stated == null);
  }

  /** Micro-dollars of the calls that state no cost; null where that cannot be told. */
  private static Long reckoned(List<Span> calls, PriceTable prices, boolean partly) {
    Map<String, Optional<ModelPrice>> known = new HashMap<>();
    long picos = 0;
    boolean any = false;
    for (Span call : calls) {
      if (micros(call) != null || (call.inputTokens() == null && call.outputTokens() == null)) {
        continue;
      }
      LocalDate day =
          call.startTime() == null ? null : call.startTime().atZone(ZoneOffset.UTC).toLocalDate();
      Optional<ModelPrice> price =
          known.computeIfAbsent(call.model() + "@" + day, key -> prices.model(call.model(), day));
      if (price.isPresent()) {
        picos += price.get().picos(tokens(call));
        any = true;
      } else if (!partly) {
        return null;
      }
    }
    return any ? Long.valueOf(ModelPrice.roundedToMicros(picos)) : null;
  }

  private static TokenUse tokens(Span call) {
    return new TokenUse(
        count(call.inputTokens()),
        count(attribute(call, CACHE_READ)),
        count(attribute(call, CACHE_WRITE)),
        count(call.outputTokens()));
  }

  /** No call has more tokens than this: what is beyond is an error, and would overflow. */
  private static long count(Long tokens) {
    return tokens == null ? 0 : Math.max(0, Math.min(tokens, 1_000_000_000L));
  }

  private static Long attribute(Span call, String[] keys) {
    for (String key : keys) {
      Double value = Stated.number(call.attribute(key));
      if (value != null) {
        return value.longValue();
      }
    }
    return null;
  }

  private static long ofTools(List<Call> tools, PriceTable prices) {
    long sum = 0;
    for (Call call : prices.tools().isEmpty() ? List.<Call>of() : tools) {
      OptionalLong price = prices.toolMicros(call.tool());
      sum += price.orElse(0);
    }
    return sum;
  }

  private static long ofTime(Long latencyMs, PriceTable prices) {
    return latencyMs == null
        ? 0
        : Math.multiplyExact(latencyMs, prices.computeMicrosPerSecond()) / 1000;
  }

  private static Long sum(List<Span> spans) {
    Long sum = null;
    for (Span span : spans) {
      Long value = micros(span);
      if (value != null && value >= 0) {
        sum = (sum == null ? 0 : sum) + value;
      }
    }
    return sum;
  }

  private static Long micros(Span span) {
    Double cost = span.costUsd();
    return cost == null || !Double.isFinite(cost) ? null : Long.valueOf(Math.round(cost * MICROS));
  }
}
