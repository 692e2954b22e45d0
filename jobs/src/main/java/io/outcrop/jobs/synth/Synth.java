package io.outcrop.jobs.synth;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes made-up traces as OTLP/JSON lines, and apart from them what is wrong with each.
 *
 * <p>A trace depends on the seed and its number alone, so any number of traces streams on flat
 * memory, and more traces begin with the same ones.
 */
public final class Synth {
  private static final int STEM = 5;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TRACES_PER_FILE = 5_000;

  /** The least share of all traces that a failure has, and how much more the most frequent has. */
  private static final double RAREST = 0.003;

  /** Of the traces that do not fail, the share that are benign twins of failures. */
  private static final double TWINS = 0.5;

  /**
   * What to make.
   *
   * @param traces how many
   * @param tenants over how many tenants
   * @param failureShare of the traces, how many go wrong, 0 to 1
   * @param days over how many days their starts are spread
   * @param lastDay the last of these days (UTC)
   */
  public record Options(
      long traces, long seed, int tenants, double failureShare, int days, LocalDate lastDay) {}

  /**
   * What a trace was made to be.
   *
   * @param mode the failure or, of a benign twin, the failure it resembles; empty for plain traces
   * @param failing whether it goes wrong
   */
  public record Label(
      String traceId,
      String category,
      String mode,
      boolean failing,
      String domain,
      String tenant) {}

  private final Options options;
  private final List<Domain> domains = Domain.all();
  private final List<Mode> modes = Mode.all();
  private final double[] upTo;

  public Synth(Options options) {
    this.options = options;
    this.upTo = cumulated(modes.size(), options);
  }

  /** How often each failure occurs, skewed: the most frequent several times the rarest. */
  private static double[] cumulated(int modes, Options options) {
    double[] weights = new double[modes];
    double rarest = RAREST / Math.max(options.failureShare(), RAREST);
    double rest = Math.max(0, 1 - modes * rarest);
    double sum = 0;
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < modes; i++) {
      order.add(i);
    }
    order = new Draw(Draw.mixed(options.seed())).some(order, modes);
    Draw shuffle = Draw.of(options.seed(), -1);
    for (int i = modes - 1; i > 0; i--) {
      java.util.Collections.swap(order, i, shuffle.between(0, i));
    }
    for (int rank = 0; rank < modes; rank++) {
      double skew = 1.0 / (1 + rank);
      weights[order.get(rank)] = skew;
      sum += skew;
    }
    double total = 0;
    double[] upTo = new double[modes];
    for (int i = 0; i < modes; i++) {
      total += Math.min(rarest, 1.0 / modes) + rest * weights[i] / sum;
      upTo[i] = total;
    }
    return upTo;
  }

  /** The failures in the taxonomy: category, name. */
  public static List<List<String>> taxonomy() {
    return Mode.all().stream().map(m -> List.of(m.category(), m.name())).toList();
  }

  /**
   * Beginnings of words, one of which a title that names the failure would hold; of a failure that
   * is none of the taxonomy's the beginnings of the longer words of its name.
   */
  public static List<String> stems(String mode) {
    return Mode.all().stream()
        .filter(m -> m.name().equals(mode))
        .findFirst()
        .map(Mode::stems)
        .orElseGet(
            () ->
                Stream.of(mode.toLowerCase(Locale.ROOT).split("[^\\p{L}]+", -1))
                    .filter(word -> word.length() >= STEM)
                    .map(word -> word.substring(0, STEM))
                    .toList());
  }

  /**
   * Writes {@code traces/part-N.jsonl.gz} and {@code labels/labels.csv} below a folder.
   *
   * @param progress is told how many traces are written, now and then
   * @throws IOException where the folder cannot be written
   */
  public void write(String folder, Configuration hadoop, LongConsumer progress) throws IOException {
    Path root = new Path(folder);
    FileSystem files = root.getFileSystem(hadoop);
    try (Writer labels =
        new OutputStreamWriter(
            files.create(new Path(root, "labels/labels.csv"), true), StandardCharsets.UTF_8)) {
      labels.write("trace_id,category,mode,failing,domain,tenant\n");
      for (long from = 0; from < options.traces(); from += TRACES_PER_FILE) {
        long to = Math.min(options.traces(), from + TRACES_PER_FILE);
        String name =
            String.format(Locale.ROOT, "traces/part-%05d.jsonl.gz", from / TRACES_PER_FILE);
        try (OutputStream out = files.create(new Path(root, name), true);
            Writer lines =
                new BufferedWriter(
                    new OutputStreamWriter(
                        new GZIPOutputStream(out, 1 << 16), StandardCharsets.UTF_8),
                    1 << 16)) {
          for (long number = from; number < to; number++) {
            writeTrace(number, lines, labels);
          }
        }
        progress.accept(to);
      }
    }
  }

  private void writeTrace(long number, Writer lines, Writer labels) throws IOException {
    Draw draw = Draw.of(options.seed(), number);
    String traceId = "%016x%016x".formatted(Draw.mixed(options.seed()), Draw.mixed(number + 1));
    int tenant = draw.between(0, options.tenants() - 1);
    Tenant owner = new Tenant(tenant);
    Story story =
        new Story(draw, owner.domain, draw.of(owner.domain.agents()), owner.model, start(draw));
    Label label = tell(story, draw, traceId, owner);
    JSON.writeValue(new Unclosing(lines), request(owner, story.end(), traceId, draw));
    lines.write('\n');
    labels.write(
        String.join(
                ",",
                label.traceId(),
                label.category(),
                label.mode(),
                Boolean.toString(label.failing()),
                label.domain(),
                label.tenant())
            + "\n");
  }

  private Label tell(Story story, Draw draw, String traceId, Tenant owner) {
    boolean failing = draw.chance(options.failureShare());
    boolean twin = !failing && draw.chance(TWINS);
    Mode mode = failing || twin ? mode(draw.share()) : null;
    before(story, draw);
    if (mode == null) {
      PlainStories.tell(story);
    } else {
      mode.plot().accept(story, failing);
    }
    after(story, draw);
    return new Label(
        traceId,
        mode == null ? "" : mode.category(),
        mode == null ? "" : mode.name(),
        failing,
        owner.domain.name(),
        owner.name);
  }

  private Mode mode(double share) {
    for (int i = 0; i < upTo.length; i++) {
      if (share < upTo[i]) {
        return modes.get(i);
      }
    }
    return modes.get(modes.size() - 1);
  }

  /** What many traces begin with, whatever becomes of them. */
  private static void before(Story story, Draw draw) {
    if (draw.chance(0.15)) {
      story.guard(draw.wording("[input-screen|moderation|topic-filter]"), false);
    }
  }

  /** What many end with. */
  private static void after(Story story, Draw draw) {
    if (!story.isOpen() && draw.chance(0.12)) {
      story.user("[Thanks|Great, thanks|Perfect|Thank you][!|.]");
      story.say("[You're welcome|Any time|My pleasure][!|.]");
    }
  }

  private long start(Draw draw) {
    LocalDate day = options.lastDay().minusDays(draw.between(0, options.days() - 1));
    return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli()
        + draw.between(0, 23 * 3_600_000);
  }

  private ObjectNode request(Tenant owner, List<Step> steps, String traceId, Draw draw) {
    ObjectNode request = Story.node();
    ObjectNode resource = request.withArray("/resourceSpans").addObject();
    ArrayNode attributes = resource.withObject("/resource").withArray("attributes");
    attribute(attributes, "service.name", owner.domain.service());
    attribute(attributes, "service.version", owner.version);
    attribute(attributes, "tenant.id", owner.name);
    ObjectNode scope = resource.withArray("/scopeSpans").addObject();
    scope.withObject("/scope").put("name", owner.convention.name().toLowerCase(Locale.ROOT));
    ArrayNode spans = JsonNodeFactory.instance.arrayNode();
    steps.get(0).extra.put("session.id", "s-" + Long.toHexString(draw.bits() >>> 20));
    steps.get(0).extra.put("user.id", owner.name + "-user-" + draw.between(1, 400));
    steps.forEach(step -> spans.add(owner.convention.span(step, traceId)));
    scope.set("spans", spans);
    return request;
  }

  private static void attribute(ArrayNode attributes, String key, String value) {
    attributes.addObject().put("key", key).set("value", Story.node().put("stringValue", value));
  }

  /** Who runs an agent: always in the same domain, with the same model and conventions. */
  private final class Tenant {
    final String name;
    final Domain domain;
    final String model;
    final String version;
    final Convention convention;

    Tenant(int number) {
      Draw draw = Draw.of(options.seed() + 1, number);
      this.name = String.format(Locale.ROOT, "tenant-%03d", number);
      this.domain = domains.get(number % domains.size());
      this.model = draw.wording("[large-1|large-2|medium-3]");
      this.version = draw.wording("[1.4.0|1.5.2|2.0.1]");
      this.convention = draw.chance(0.5) ? Convention.GEN_AI : Convention.OPEN_INFERENCE;
    }
  }

  /** Jackson closes what it has written to. */
  private static final class Unclosing extends java.io.FilterWriter {
    Unclosing(Writer out) {
      super(out);
    }

    @Override
    public void write(char[] chars, int from, int length) throws IOException {
      out.write(chars, from, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
