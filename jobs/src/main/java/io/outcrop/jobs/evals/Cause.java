package io.outcrop.jobs.evals;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A root cause that a case can be written for, from {@code causes.conf}.
 *
 * @param shows facet=value items by which members show it
 * @param check the assertion by which code can tell; null where a judge is asked
 * @param good worked example of the score 1; null with a check
 * @param half of 0.5
 * @param bad of 0
 * @param beside of null
 * @param outside whether a passing fault or a broken input may be all that is behind it
 */
public record Cause(
    String code,
    List<String> shows,
    String expectation,
    String check,
    String good,
    String half,
    String bad,
    String beside,
    boolean outside) {
  private static final double COMMON = 0.5;
  private static final double MORE_THAN_OUTSIDE = 1.2;

  /** The cause of a pattern that none of the list explains. */
  public static final Cause UNNAMED =
      new Cause(
          "unnamed",
          List.of(),
          "The agent does what was asked, without the failure that is told.",
          null,
          "The request is met, and nothing of the failure shows.",
          "The request is met in part, or the failure shows and the agent mends it.",
          "The failure shows.",
          "There was nothing that could fail in this way.",
          true);

  private static final List<Cause> ALL = read();

  public Cause {
    shows = List.copyOf(shows);
  }

  /** The gravest first. */
  public static List<Cause> all() {
    return ALL;
  }

  /** The cause of a code. */
  public static Cause of(String code) {
    return ALL.stream().filter(c -> c.code().equals(code)).findFirst().orElse(UNNAMED);
  }

  /**
   * The gravest cause that members show.
   *
   * @param inside share of members by facet=value
   * @param outside share of all other traces
   */
  static Optional<Cause> leading(Map<String, Double> inside, Map<String, Double> outside) {
    return ALL.stream()
        .filter(
            cause ->
                cause.shows().stream()
                    .anyMatch(
                        item ->
                            inside.getOrDefault(item, 0.0) >= COMMON
                                && inside.get(item)
                                    >= MORE_THAN_OUTSIDE * outside.getOrDefault(item, 0.0)))
        .findFirst();
  }

  private static List<Cause> read() {
    try (InputStream in = Cause.class.getResourceAsStream("causes.conf")) {
      return ConfigFactory.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .getConfigList("causes")
          .stream()
          .map(Cause::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the causes", e);
    }
  }

  private static Cause of(Config c) {
    return new Cause(
        c.getString("code"),
        c.getStringList("shows"),
        c.getString("expectation"),
        text(c, "check"),
        text(c, "good"),
        text(c, "half"),
        text(c, "bad"),
        text(c, "beside"),
        c.hasPath("outside") && c.getBoolean("outside"));
  }

  private static String text(Config c, String key) {
    return c.hasPath(key) ? c.getString(key) : null;
  }
}
