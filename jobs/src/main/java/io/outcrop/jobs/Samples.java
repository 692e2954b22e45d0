package io.outcrop.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The sample traces in the jar: gzipped OTLP/JSON, as an exporter left it. */
public final class Samples {
  private static final String FOLDER = "/io/outcrop/jobs/demo/";

  private Samples() {}

  /** The files' names, sorted. */
  public static List<String> names() throws IOException {
    try (InputStream in = open("index.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  public static InputStream open(String name) {
    InputStream in = Samples.class.getResourceAsStream(FOLDER + name);
    if (in == null) {
      throw new IllegalStateException("The jar lacks " + FOLDER + name);
    }
    return in;
  }
}
