package io.outcrop.jobs;

import io.outcrop.jobs.facets.Facets;
import io.outcrop.jobs.ingest.Backlog;
import io.outcrop.jobs.ingest.DateRange;
import io.outcrop.jobs.ingest.Ingest;
import io.outcrop.jobs.runs.Run;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Goes over an archive window by window.
 *
 * <p>The archive is listed once and compared with the ledger once; each window then reads its own
 * objects. Facets are computed whenever what was read has doubled, and at the end. The ledger is
 * the memory of it: started again, a backfill goes on with the objects that are left, and windows
 * that have none cost nothing.
 */
public final class Backfill {
  private final Nightly nightly;
  private final Options options;
  private final long start = System.nanoTime();
  private long bytesRead;
  private long bytesWithFacets;

  /** How long a window is. */
  public enum Step {
    DAY,
    WEEK,
    MONTH;

    private LocalDate end(LocalDate first) {
      return switch (this) {
        case DAY -> first;
        case WEEK -> first.plusDays(6);
        case MONTH -> first.withDayOfMonth(first.lengthOfMonth());
      };
    }
  }

  /**
   * What was asked for.
   *
   * @param days first and last day of the archive to go over, both given
   * @param factsOnly whether to stop after phase 2
   */
  public record Options(List<String> inputs, DateRange days, Step step, boolean factsOnly) {
    public Options {
      inputs = List.copyOf(inputs);
    }
  }

  /**
   * What was done.
   *
   * @param windows how many there are
   * @param read how many of them had objects to read
   * @param night phases 3 to 7 over all days; empty where they were not wanted
   */
  public record Result(
      int windows,
      int read,
      Ingest.Result ingest,
      Facets.Result facets,
      Optional<Nightly.Result> night) {}

  private Backfill(Nightly nightly, Options options) {
    this.nightly = nightly;
    this.options = options;
  }

  public static Result run(Nightly nightly, Options options) {
    return new Backfill(nightly, options).run();
  }

  private Result run() {
    if (!options.factsOnly()) {
      nightly.openEmbedder();
    }
    nightly.models();
    List<DateRange> windows = windows(options.days(), options.step());
    Backlog backlog = nightly.backlog(options.inputs(), options.days());
    List<Backlog> parts = backlog.split(windows);
    Ingest.Result ingested = nightly.ingest(backlog.outcomesAlone());
    int read = 0;
    for (int i = 0; i < windows.size(); i++) {
      if (parts.get(i).objects() > 0) {
        String window =
            "window %d of %d, %s to %s"
                .formatted(i + 1, windows.size(), windows.get(i).since(), windows.get(i).until());
        ingested = ingested.plus(read(parts.get(i), window));
        tell(window, ingested.spans(), backlog.bytes() - bytesRead);
        read++;
      }
    }
    return finished(windows.size(), read, ingested, nightly.facets());
  }

  private Ingest.Result read(Backlog part, String window) {
    Progress.note(
        String.format(
            Locale.ROOT,
            "backfill: %s: %,d objects, %,.1f MB as stored",
            window,
            part.objects(),
            part.bytes() / 1e6));
    Ingest.Result result = nightly.ingest(part);
    bytesRead += part.bytes();
    if (bytesRead >= 2 * bytesWithFacets) {
      // Phase 2 looks at all spans that there are: done whenever they have doubled, and at the end,
      // its work grows with the archive and not with its square.
      nightly.facets();
      bytesWithFacets = bytesRead;
    }
    return result;
  }

  private Result finished(int windows, int read, Ingest.Result ingested, Facets.Result facets) {
    Run.Window all = new Run.Window(null, options.days().since(), options.days().until());
    return new Result(
        windows,
        read,
        ingested,
        facets,
        options.factsOnly()
            ? Optional.empty()
            : Optional.of(nightly.publish(ingested, facets, all)));
  }

  private void tell(String window, long spans, long bytesLeft) {
    double seconds = (System.nanoTime() - start) / 1e9;
    double left = bytesRead == 0 ? 0 : seconds * bytesLeft / bytesRead;
    Progress.note(
        String.format(
            Locale.ROOT,
            "backfill: %s: done; %,.0f spans/s, %.1f MB/s so far, %,.1f MB left, about %s",
            window,
            spans / seconds,
            bytesRead / 1e6 / seconds,
            bytesLeft / 1e6,
            duration(left)));
  }

  private static String duration(double seconds) {
    return seconds < 90
        ? "%d s".formatted(Math.round(seconds))
        : seconds < 5400
            ? "%d min".formatted(Math.round(seconds / 60))
            : "%d h".formatted(Math.round(seconds / 3600));
  }

  /** The windows of some days, one after the other; those of months begin with the month. */
  static List<DateRange> windows(DateRange days, Step step) {
    List<DateRange> windows = new ArrayList<>();
    LocalDate first = days.since();
    while (!first.isAfter(days.until())) {
      LocalDate last = step.end(first);
      last = last.isAfter(days.until()) ? days.until() : last;
      windows.add(new DateRange(first, last));
      first = last.plusDays(1);
    }
    return windows;
  }
}
