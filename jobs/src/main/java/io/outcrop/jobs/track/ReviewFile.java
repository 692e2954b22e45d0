package io.outcrop.jobs.track;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.InsightsTable;
import io.outcrop.jobs.tables.ReviewsTable;
import io.outcrop.jobs.tables.ReviewsTable.Review;
import io.outcrop.jobs.tables.Warehouse;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A file of reviews: CSV with a header, such as {@code outcrop export review} writes and people
 * fill in, or JSON lines. Rows without a verdict and without a note are not filled in yet. One bad
 * row, and nothing is taken in: all are told at once.
 */
public final class ReviewFile {
  private static final int TOLD = 10;
  private static final long MOST_BYTES = 64L << 20;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> YES =
      Set.of("confirmed", "confirm", "yes", "y", "true", "1", "fits", "correct", "ok");
  private static final Set<String> NO =
      Set.of(
          "rejected",
          "reject",
          "dismissed",
          "no",
          "n",
          "false",
          "0",
          "misfit",
          "wrong",
          "incorrect");
  private static final Set<String> PERHAPS = Set.of("unsure", "unclear", "maybe", "?");

  private final Warehouse warehouse;
  private final Reviews reviews;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, String> lineages = new HashMap<>();
  private int bad;

  /**
   * What was taken in.
   *
   * @param empty rows that nobody filled in
   */
  public record Result(long imported, long empty) {}

  public ReviewFile(Warehouse warehouse, Reviews reviews) {
    this.warehouse = warehouse;
    this.reviews = reviews;
  }

  /**
   * Takes a file in.
   *
   * @param reviewer for rows that name none; null for none
   * @throws UserError naming the rows that cannot be used
   */
  public Result read(Path file, String reviewer) {
    List<Map<String, String>> rows = rows(file);
    knownLineages();
    Instant now = reviews.now();
    List<Review> taken = new ArrayList<>();
    long empty = 0;
    for (int i = 0; i < rows.size(); i++) {
      Map<String, String> row = rows.get(i);
      if (row.get("verdict") == null && row.get("note") == null && row.get("category") == null) {
        empty++;
        continue;
      }
      Review review = review(row, i + 1, reviewer, now, file.getFileName().toString());
      if (review != null) {
        taken.add(review);
      }
    }
    if (bad > 0) {
      throw new UserError(
          "Cannot import " + file + ": " + String.join("; ", problems) + ".",
          bad + " rows cannot be used" + (bad > TOLD ? ", the first " + TOLD + " are named" : ""),
          "correct them; nothing of the file was taken in");
    }
    if (!taken.isEmpty()) {
      // Of one person's two words on the same thing in one file the later row counts.
      Map<String, Review> last = new java.util.LinkedHashMap<>();
      taken.forEach(review -> last.put(review.reviewId(), review));
      reviews.write(List.copyOf(last.values()));
    }
    return new Result(taken.size(), empty);
  }

  private Review review(
      Map<String, String> row, int number, String reviewer, Instant now, String source) {
    String lineage = lineage(row);
    String who = row.get("reviewer") == null ? reviewer : row.get("reviewer");
    String verdict = verdict(row.get("verdict"));
    if (lineage == null) {
      problem(number, "names no lineage_id, insight_id or cluster_id that any run knows");
    } else if (who == null) {
      problem(number, "names no reviewer, and --reviewer is not given");
    } else if (verdict != null && verdict.isEmpty()) {
      problem(
          number,
          "has the verdict \""
              + cut(row.get("verdict"))
              + "\"; take confirmed, rejected or unsure");
    } else {
      return Reviews.of(
          lineage,
          row.get("trace_id"),
          row.get("stratum"),
          who,
          verdict,
          row.get("note"),
          row.get("category"),
          now,
          source);
    }
    return null;
  }

  private void problem(int number, String what) {
    bad++;
    if (bad <= TOLD) {
      problems.add("row " + number + " " + what);
    }
  }

  private static String cut(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  /** Empty for one that is none of the known, null for none. */
  private static String verdict(String given) {
    if (given == null) {
      return null;
    }
    String word = given.strip().toLowerCase(Locale.ROOT);
    return YES.contains(word)
        ? ReviewsTable.CONFIRMED
        : NO.contains(word)
            ? ReviewsTable.REJECTED
            : PERHAPS.contains(word) ? ReviewsTable.UNSURE : "";
  }

  private String lineage(Map<String, String> row) {
    for (String key : List.of("lineage_id", "insight_id", "cluster_id")) {
      if (row.get(key) != null && lineages.containsKey(row.get(key))) {
        return lineages.get(row.get(key));
      }
    }
    return null;
  }

  /** The lineage of every id of a cluster, an insight or a lineage, of any run. */
  private void knownLineages() {
    Map<String, String> ofCluster = new HashMap<>();
    warehouse
        .read(ClustersTable.FACTS)
        .select(ClustersTable.CLUSTER_ID, ClustersTable.LINEAGE_ID)
        .distinct()
        .orderBy(ClustersTable.CLUSTER_ID, ClustersTable.LINEAGE_ID)
        .collectAsList()
        .forEach(
            r -> ofCluster.put(r.getString(0), r.isNullAt(1) ? r.getString(0) : r.getString(1)));
    ofCluster.forEach(
        (cluster, lineage) -> {
          lineages.put(cluster, lineage);
          lineages.put(lineage, lineage);
        });
    warehouse
        .read(InsightsTable.FACTS)
        .select(col(InsightsTable.INSIGHT_ID), col(InsightsTable.CLUSTER_ID))
        .distinct()
        .collectAsList()
        .forEach(r -> lineages.put(r.getString(0), ofCluster.get(r.getString(1))));
    lineages.values().removeIf(java.util.Objects::isNull);
  }

  private static List<Map<String, String>> rows(Path file) {
    String text;
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new UserError(
            "Cannot import " + file + ".", "it is larger than 64 MB", "import it in parts");
      }
      text = Files.readString(file);
    } catch (MalformedInputException e) {
      throw new UserError("Cannot import " + file + ".", "it is not UTF-8", "save it as UTF-8");
    } catch (IOException e) {
      throw new UserError(
          "Cannot import " + file + ".", e.toString(), "give a file that can be read");
    }
    String content = text.startsWith("\ufeff") ? text.substring(1) : text;
    List<Map<String, String>> rows =
        content.stripLeading().startsWith("{") ? jsonLines(file, content) : csv(file, content);
    return rows;
  }

  private static List<Map<String, String>> jsonLines(Path file, String content) {
    List<Map<String, String>> rows = new ArrayList<>();
    int number = 0;
    for (String line : content.lines().toList()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        JsonNode object = JSON.readTree(line);
        Map<String, String> row = new HashMap<>();
        object
            .fields()
            .forEachRemaining(
                f -> put(row, f.getKey(), f.getValue().isNull() ? null : f.getValue().asText()));
        rows.add(row);
      } catch (JsonProcessingException e) {
        throw new UserError(
            "Cannot import " + file + ".",
            "line " + number + " is no JSON object: " + e.getOriginalMessage(),
            "write one object a line, or CSV with a header");
      }
    }
    return rows;
  }

  private static List<Map<String, String>> csv(Path file, String content) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setMaxCharsPerColumn(-1);
    settings.setMaxColumns(1_000);
    settings.setDelimiterDetectionEnabled(true, ',', ';', '\t');
    settings.setLineSeparatorDetectionEnabled(true);
    List<String[]> lines = new CsvParser(settings).parseAll(new StringReader(content));
    if (lines.isEmpty() || !List.of(lines.get(0)).contains("verdict")) {
      throw new UserError(
          "Cannot import " + file + ".",
          "its first line names no column verdict",
          "begin with a header such as lineage_id,trace_id,reviewer,verdict,note,category");
    }
    List<Map<String, String>> rows = new ArrayList<>();
    for (String[] line : lines.subList(1, lines.size())) {
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < line.length && i < lines.get(0).length; i++) {
        put(row, lines.get(0)[i], line[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  /** What our own CSV made inert is as it was. */
  private static void put(Map<String, String> row, String column, String value) {
    if (column == null || value == null || value.isBlank()) {
      return;
    }
    String told = value.strip();
    boolean escaped =
        told.length() > 1 && told.charAt(0) == '\'' && "=+-@".indexOf(told.charAt(1)) >= 0;
    row.put(column.strip().toLowerCase(Locale.ROOT), escaped ? told.substring(1) : told);
  }
}
