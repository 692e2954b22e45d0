package io.outcrop.jobs.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A notebook of the project as it lies in git. */
record Notebook(String name, JsonNode json) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SQL = "%sql\n";

  /** A cell: markdown or code, and its source. */
  record Cell(String kind, String source, JsonNode json) {
    boolean isSql() {
      return kind.equals("code") && source.startsWith(SQL);
    }

    String query() {
      return source.substring(SQL.length());
    }
  }

  static List<Notebook> all() {
    try (Stream<Path> files = Files.list(OutcropProcess.HOME.resolve("notebooks"))) {
      List<Notebook> notebooks = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".ipynb")).sorted().toList()) {
        notebooks.add(
            new Notebook(file.getFileName().toString(), JSON.readTree(Files.readString(file))));
      }
      return notebooks;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (JsonNode cell : json.path("cells")) {
      StringBuilder source = new StringBuilder();
      cell.path("source").forEach(line -> source.append(line.asText()));
      cells.add(new Cell(cell.path("cell_type").asText(), source.toString(), cell));
    }
    return cells;
  }

  @Override
  public String toString() {
    return name;
  }
}
