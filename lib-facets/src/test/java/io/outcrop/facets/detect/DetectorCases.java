package io.outcrop.facets.detect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The cases of one detector, hand-written in {@code detectors/NAME.txt}.
 *
 * <p>The file begins with lines {@code definition:}, {@code cannot see:} and, where it is not the
 * common one, {@code floor: PRECISION RECALL}. A case begins with {@code + title} (the detector
 * must fire) or {@code - title} (a near miss: it must not); a title may end in {@code => value},
 * and then just this must be answered. The lines below it, up to the next case, are a {@link
 * TraceScript}; where there are none, a title {@code agent: TEXT} or {@code user: TEXT} is all that
 * happens. A line that begins with {@code #} is a comment.
 */
record DetectorCases(
    String definition, String blind, double leastPrecision, double leastRecall, List<Case> all) {
  private static final double COMMON_FLOOR = 0.9;

  DetectorCases {
    all = List.copyOf(all);
  }

  /**
   * One trace and what should be said of it.
   *
   * @param expected the answer of a positive case, null where any will do
   */
  record Case(String title, boolean positive, String expected, List<String> script) {
    Case {
      script = List.copyOf(script);
    }

    boolean isMet(String answer) {
      return positive
          ? answer != null && (expected == null || expected.equals(answer))
          : answer == null;
    }
  }

  static DetectorCases of(String detector) {
    String file = "/detectors/" + detector + ".txt";
    try (InputStream in = DetectorCases.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("There are no cases in " + file);
      }
      return read(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DetectorCases read(List<String> lines) {
    String definition = "";
    String blind = "";
    String[] floor = {String.valueOf(COMMON_FLOOR), String.valueOf(COMMON_FLOOR)};
    List<Case> cases = new ArrayList<>();
    String title = null;
    List<String> script = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("+ ") || line.startsWith("- ")) {
        addCase(title, script, cases);
        title = line;
        script = new ArrayList<>();
      } else if (title != null && !line.isBlank() && !line.startsWith("#")) {
        script.add(line);
      } else if (line.startsWith("definition: ")) {
        definition = line.substring("definition: ".length());
      } else if (line.startsWith("cannot see: ")) {
        blind = line.substring("cannot see: ".length());
      } else if (line.startsWith("floor: ")) {
        floor = line.substring("floor: ".length()).split(" ", -1);
      }
    }
    addCase(title, script, cases);
    return new DetectorCases(
        definition, blind, Double.parseDouble(floor[0]), Double.parseDouble(floor[1]), cases);
  }

  private static void addCase(String line, List<String> script, List<Case> cases) {
    if (line != null) {
      String title = line.substring(2);
      int arrow = title.lastIndexOf(" => ");
      String name = arrow < 0 ? title : title.substring(0, arrow);
      String expected = arrow < 0 ? null : title.substring(arrow + 4).strip();
      boolean itself =
          script.isEmpty() && (title.startsWith("agent: ") || title.startsWith("user: "));
      List<String> steps = itself ? ofTitle(name) : script;
      cases.add(new Case(name, line.charAt(0) == '+', expected, steps));
    }
  }

  /** A title that is a step needs no script: the answer to a request without a subject, or it. */
  private static List<String> ofTitle(String step) {
    return step.startsWith("agent: ")
        ? List.of("user: Please see to it.", step)
        : List.of(step, "agent: Let me see.");
  }

  long positives() {
    return all.stream().filter(Case::positive).count();
  }

  long negatives() {
    return all.size() - positives();
  }
}
