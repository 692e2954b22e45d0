package io.outcrop.jobs.bench;

import com.sun.management.OperatingSystemMXBean;
import io.outcrop.facets.llm.FacetAnswer;
import io.outcrop.facets.llm.FacetPrompt;
import io.outcrop.facets.llm.Question;
import io.outcrop.facets.llm.stub.StubFaults;
import io.outcrop.facets.llm.stub.StubServer;
import io.outcrop.jobs.config.LlmSettings.Role;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.llm.Exam;
import io.outcrop.jobs.llm.Item;
import io.outcrop.jobs.llm.Models;
import io.outcrop.jobs.llm.Questioning;
import io.outcrop.jobs.tables.Warehouse;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many questions a second are asked, answered, checked and kept in Delta, with a stub on the
 * same machine in place of a provider and the provider's own SDK in front of it.
 */
public final class LlmSpeed {
  private static final int CHARS = 8_000;

  private final Warehouse warehouse;
  private final String provider;
  private final int concurrency;

  public LlmSpeed(Warehouse warehouse, String provider, int concurrency) {
    this.warehouse = warehouse;
    this.provider = provider;
    this.concurrency = concurrency;
  }

  /**
   * One round.
   *
   * @param processor seconds of all processors, the stub's too
   * @param result what became of the questions
   */
  public record Figures(
      double seconds, double processor, long requests, int mostAtOnce, Questioning.Result result) {}

  /**
   * Asks.
   *
   * @param first number of the first question; the same numbers are the same questions
   */
  public Figures ask(int first, int calls, StubFaults faults) {
    try (StubServer server = StubServer.start(faults, null, false)) {
      String url = provider.equals("anthropic") ? server.anthropicUrl() : server.openAiUrl();
      OutcropConfig config =
          OutcropConfig.load(
              null,
              List.of(
                  "outcrop.llm.provider=" + provider,
                  "outcrop.llm.base-url=\"" + url + "\"",
                  "outcrop.llm.timeout-seconds=5",
                  "outcrop.llm.attempts=12",
                  "outcrop.llm.concurrency=" + concurrency));
      try (Models models = Models.of(config.llm()).orElseThrow()) {
        Questioning questioning =
            new Questioning(
                warehouse,
                models,
                Clock.systemUTC(),
                new Questioning.Subject(Role.FACETS, "bench", "-"));
        OperatingSystemMXBean system =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long processor = system.getProcessCpuTime();
        long start = System.nanoTime();
        Questioning.Result result =
            questioning.ask(() -> items(first, calls), calls, 0, exam(config));
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Figures(
            seconds,
            (system.getProcessCpuTime() - processor) / 1e9,
            server.requests(),
            server.mostAtOnce(),
            result);
      }
    }
  }

  private static Iterator<Item> items(int first, int calls) {
    String text = "1 user: asks for something ordinary\n".repeat(CHARS / 36);
    return IntStream.range(first, first + calls)
        .mapToObj(i -> new Item("bench-" + i, text + i))
        .iterator();
  }

  private static Exam exam(OutcropConfig config) {
    FacetPrompt prompt = new FacetPrompt(List.of(), config.llm().maxAnswerTokens());
    return new Exam() {
      @Override
      public Question question(Item item) {
        return prompt.about(item.text());
      }

      @Override
      public Judged judge(String json) {
        FacetAnswer.Reading reading = FacetAnswer.read(json, prompt, text -> text);
        return reading.isGood()
            ? new Judged(reading.answer().json(), null)
            : new Judged(null, String.join("; ", reading.problems()));
      }
    };
  }
}
