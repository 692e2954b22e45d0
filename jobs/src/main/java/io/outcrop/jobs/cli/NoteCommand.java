package io.outcrop.jobs.cli;

import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.runs.WarehouseLock;
import io.outcrop.jobs.tables.ReviewsTable.Review;
import io.outcrop.jobs.tables.Warehouse;
import io.outcrop.jobs.track.Reviews;
import io.outcrop.jobs.track.Subject;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code outcrop note}: what people want to remember of a pattern. */
@Command(
    name = "note",
    mixinStandardHelpOptions = true,
    description = {
      "Adds a note to an insight, or shows the notes that it has.",
      "",
      "Kept by lineage in outcrop_ops.reviews, for operators; nothing of it is published."
    },
    footer = {
      "",
      "Example:",
      "  outcrop note 2 \"Mended in release 14, look again in a week\" --warehouse /data/outcrop"
    })
final class NoteCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "INSIGHT",
      description = "An insight's rank or id, or a cluster's or a lineage's id, of the latest run.")
  private String insight;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TEXT",
      description = "The note. Without it, the notes are shown.")
  private String text;

  @Mixin private ReviewerOption reviewer;
  @Mixin private WarehouseOption warehouse;
  @Mixin private ConfigOptions configuration;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    OutcropConfig config = configuration.load();
    if (text != null && text.isBlank()) {
      throw new UserError("Cannot add the note.", "it is empty", "write something in it");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (SparkSession spark = Sessions.open("note", config.ingest().s3())) {
      Warehouse tables = warehouse.open(spark);
      Subject subject = Subject.find(tables, insight);
      Reviews reviews = new Reviews(tables, Clock.systemUTC());
      if (text != null) {
        WarehouseLock.holding(
            tables,
            "note",
            () -> {
              reviews.note(subject, reviewer.reviewer(), text.strip());
              return null;
            });
        out.println("noted       " + subject.title());
      } else {
        List<Review> notes = reviews.notes().getOrDefault(subject.lineageId(), List.of());
        out.print(
            TextTable.render(
                new String[] {"when", "who", "verdict", "note"},
                notes.stream()
                    .map(
                        n ->
                            new String[] {
                              n.reviewedAt().toString(),
                              n.reviewer(),
                              n.verdict() == null ? "" : n.verdict(),
                              n.note()
                            })
                    .toList()));
        out.println(notes.size() == 1 ? "1 note" : notes.size() + " notes");
      }
    }
    out.flush();
    return 0;
  }
}
