package io.outcrop.jobs.insights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.outcrop.jobs.UserError;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * What was deployed when, from side files: CSV with a header or JSON lines, with time, component,
 * version and note.
 *
 * @param entries by day, component and version
 * @param bad rows without a time that can be read, or without a component
 */
record Deployments(List<Entry> entries, long bad) {
  static final Deployments NONE = new Deployments(List.of(), 0);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MOST_BYTES = 64L << 20;
  private static final int LONGEST = 100;

  /** One deployment; the day is that of UTC. */
  record Entry(LocalDate day, String component, String version, String note) {
    /** How it is called. */
    String name() {
      return version.isEmpty() ? component : component + " " + version;
    }
  }

  Deployments {
    entries = List.copyOf(entries);
  }

  /** Those of a day or of the day before. */
  List<Entry> justBefore(LocalDate day) {
    return entries.stream()
        .filter(e -> e.day().equals(day) || e.day().equals(day.minusDays(1)))
        .toList();
  }

  /**
   * Reads all files.
   *
   * @param files files, folders or globs, of any file system that Hadoop knows
   * @throws UserError where one cannot be read
   */
  static Deployments read(List<String> files, Configuration hadoop) {
    List<Entry> entries = new ArrayList<>();
    long bad = 0;
    for (String file : files) {
      for (String text : texts(file, hadoop)) {
        Deployments one = parse(text);
        entries.addAll(one.entries());
        bad += one.bad();
      }
    }
    return new Deployments(entries.stream().distinct().sorted(ORDER).toList(), bad);
  }

  private static final Comparator<Entry> ORDER =
      Comparator.comparing(Entry::day)
          .thenComparing(Entry::component)
          .thenComparing(Entry::version)
          .thenComparing(Entry::note);

  private static List<String> texts(String pattern, Configuration hadoop) {
    try {
      Path path = new Path(pattern);
      var files = path.getFileSystem(hadoop);
      FileStatus[] found = files.globStatus(path);
      if (found == null || found.length == 0) {
        throw new UserError(
            "Cannot read the deploy log " + pattern + ".",
            "there is no such file",
            "correct outcrop.insights.deploy-log");
      }
      List<String> texts = new ArrayList<>();
      for (FileStatus status : found) {
        for (FileStatus file :
            status.isDirectory() ? files.listStatus(status.getPath()) : new FileStatus[] {status}) {
          if (file.isFile()) {
            texts.add(text(files.open(file.getPath()), file));
          }
        }
      }
      return texts;
    } catch (IOException | IllegalArgumentException e) {
      throw new UserError(
          "Cannot read the deploy log " + pattern + ".",
          e.getMessage(),
          "correct outcrop.insights.deploy-log");
    }
  }

  private static String text(FSDataInputStream opened, FileStatus file) throws IOException {
    try (opened) {
      if (file.getLen() > MOST_BYTES) {
        throw new IOException(file.getPath() + " is larger than 64 MB");
      }
      return new String(opened.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static Deployments parse(String text) {
    String content = text.startsWith("\ufeff") ? text.substring(1) : text;
    List<Entry> entries = new ArrayList<>();
    long bad = 0;
    for (Map<String, String> row :
        content.stripLeading().startsWith("{") ? jsonLines(content) : csv(content)) {
      Entry entry = entry(row);
      if (entry == null) {
        bad++;
      } else {
        entries.add(entry);
      }
    }
    return new Deployments(entries, bad);
  }

  private static Entry entry(Map<String, String> row) {
    String component = row.getOrDefault("component", "");
    LocalDate day = day(row.getOrDefault("time", ""));
    return day == null || component.isEmpty()
        ? null
        : new Entry(day, component, row.getOrDefault("version", ""), row.getOrDefault("note", ""));
  }

  private static LocalDate day(String time) {
    try {
      if (time.matches("\\d{4}-\\d{2}-\\d{2}")) {
        return LocalDate.parse(time);
      }
      if (time.matches("\\d{9,13}")) {
        long number = Long.parseLong(time);
        return Instant.ofEpochMilli(time.length() > 11 ? number : number * 1000)
            .atZone(ZoneOffset.UTC)
            .toLocalDate();
      }
      String spelled = time.replace(' ', 'T');
      boolean zoned = spelled.matches(".*(Z|[+-]\\d{2}:?\\d{2})$");
      return OffsetDateTime.parse(zoned ? spelled : spelled + "Z")
          .withOffsetSameInstant(ZoneOffset.UTC)
          .toLocalDate();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static List<Map<String, String>> jsonLines(String content) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : content.lines().filter(l -> !l.isBlank()).toList()) {
      Map<String, String> row = new HashMap<>();
      try {
        JsonNode object = JSON.readTree(line);
        object.fields().forEachRemaining(f -> put(row, f.getKey(), f.getValue().asText()));
      } catch (JsonProcessingException e) {
        // Counted as a bad row, since it has no time.
        row.clear();
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<Map<String, String>> csv(String content) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setMaxCharsPerColumn(-1);
    settings.setMaxColumns(1_000);
    settings.setDelimiterDetectionEnabled(true, ',', ';', '\t');
    settings.setLineSeparatorDetectionEnabled(true);
    List<String[]> lines = new CsvParser(settings).parseAll(new StringReader(content));
    List<Map<String, String>> rows = new ArrayList<>();
    for (String[] line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < line.length && i < lines.get(0).length; i++) {
        put(row, lines.get(0)[i], line[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  private static void put(Map<String, String> row, String column, String value) {
    if (column != null && value != null && !value.isBlank()) {
      String told = value.strip();
      row.put(
          column.strip().toLowerCase(Locale.ROOT),
          told.substring(0, Math.min(LONGEST, told.length())));
    }
  }
}
