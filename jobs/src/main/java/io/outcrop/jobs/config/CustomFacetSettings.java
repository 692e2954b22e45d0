package io.outcrop.jobs.config;

import io.outcrop.facets.custom.FacetDeclaration;
import io.outcrop.facets.custom.FacetDeclaration.Example;
import io.outcrop.facets.custom.FacetDeclaration.OfAttribute;
import io.outcrop.facets.custom.FacetDeclaration.OfOutcome;
import io.outcrop.facets.custom.FacetDeclaration.OfPattern;
import io.outcrop.facets.custom.FacetDeclaration.OfPrompt;
import io.outcrop.facets.custom.FacetDeclaration.Source;
import io.outcrop.facets.custom.TracePart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The users' own facets: the list {@code outcrop.facets.custom}. */
final class CustomFacetSettings {
  private static final String KEY = "outcrop.facets.custom";
  private static final List<String> SOURCES = List.of("attribute", "outcome", "regex", "prompt");
  private static final List<String> KNOWN =
      List.of(
          "name",
          "attribute",
          "outcome",
          "regex",
          "prompt",
          "in",
          "labels",
          "examples",
          "exclude",
          "axes");
  private static final List<String> PARTS =
      Arrays.stream(TracePart.values()).map(TracePart::label).toList();
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,59}");

  private CustomFacetSettings() {}

  static List<FacetDeclaration> read(ConfigReader r) {
    List<FacetDeclaration> declarations = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Entry entry : r.entries(KEY, KNOWN)) {
      String name = name(entry, names);
      Source source = source(entry);
      List<String> labels = labels(entry);
      String exclude = regex(entry, "exclude");
      List<String> axes = someOf(entry, "axes", r.strings("outcrop.cluster.axes"));
      boolean whole = source != null && !(source instanceof OfPrompt && labels.isEmpty());
      if (whole) {
        declarations.add(new FacetDeclaration(name, source, labels, exclude, axes));
      }
    }
    return List.copyOf(declarations);
  }

  private static String name(Entry entry, Set<String> names) {
    String name = entry.text("name");
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      entry.problem(
          "must have a name of lower-case letters, digits and underscores, was \"" + name + "\"");
    } else if (!name.isEmpty() && !names.add(name)) {
      entry.problem("has the name " + name + ", which another has");
    }
    return name;
  }

  private static Source source(Entry entry) {
    List<String> given = SOURCES.stream().filter(entry::has).toList();
    if (given.size() != 1) {
      entry.problem(
          "must have exactly one of "
              + String.join(", ", SOURCES)
              + (given.isEmpty() ? ", has none" : ", has " + String.join(", ", given)));
      return null;
    }
    if (entry.has("examples") && !given.get(0).equals("prompt")) {
      entry.problem("has examples, which only a prompt takes");
    }
    List<TracePart> parts = parts(entry, given.get(0));
    return switch (given.get(0)) {
      case "attribute" -> {
        List<String> keys = entry.texts("attribute");
        if (keys.isEmpty()) {
          entry.problem("must name an attribute");
        }
        yield new OfAttribute(keys);
      }
      case "outcome" -> new OfOutcome(entry.text("outcome"));
      case "regex" -> new OfPattern(regex(entry, "regex"), parts);
      default -> {
        if (labels(entry).isEmpty()) {
          entry.problem("must have labels: a prompt answers with one of a closed set");
        }
        yield new OfPrompt(entry.text("prompt"), examples(entry), parts);
      }
    };
  }

  private static List<TracePart> parts(Entry entry, String source) {
    boolean takes = source.equals("regex") || source.equals("prompt");
    if (entry.has("in") && !takes) {
      entry.problem("has parts in \"in\", which only a regex or a prompt takes");
    }
    List<TracePart> parts = new ArrayList<>();
    for (String part : entry.texts("in")) {
      if (PARTS.contains(part)) {
        parts.add(TracePart.valueOf(part.toUpperCase(Locale.ROOT).replace('-', '_')));
      } else {
        entry.problem(
            "may look in %s, but names \"%s\" (did you mean %s?)"
                .formatted(String.join(", ", PARTS), part, KeyNames.nearest(part, PARTS)));
      }
    }
    // A prompt that names no parts is asked beside all other facets, about the whole trace.
    boolean asDefault = parts.isEmpty() && !source.equals("prompt");
    return asDefault ? List.of(TracePart.INPUT, TracePart.OUTPUT) : parts;
  }

  private static List<String> labels(Entry entry) {
    return entry.texts("labels").stream().map(String::strip).filter(l -> !l.isEmpty()).toList();
  }

  private static List<Example> examples(Entry entry) {
    List<String> labels = labels(entry);
    List<Example> examples = new ArrayList<>();
    for (Entry example : entry.entries("examples", List.of("text", "label"))) {
      String label = example.text("label");
      if (!label.isEmpty() && !labels.contains(label)) {
        example.problem("has the label \"" + label + "\", which is none of " + labels);
      }
      examples.add(new Example(example.text("text"), label));
    }
    return examples;
  }

  private static List<String> someOf(Entry entry, String key, List<String> known) {
    List<String> values = entry.texts(key);
    for (String value : values) {
      if (!known.contains(value)) {
        entry.problem(
            "may name the %s %s, but names \"%s\"".formatted(key, String.join(", ", known), value));
      }
    }
    return values;
  }

  private static String regex(Entry entry, String key) {
    String regex = entry.textOr(key, "");
    try {
      Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      entry.problem(
          "must have a regular expression for %s, was \"%s\": %s"
              .formatted(key, regex, e.getDescription()));
      return "";
    }
    if (regex.isEmpty() && entry.has(key)) {
      entry.problem("must have a regular expression for " + key + ", was empty");
    }
    return regex;
  }
}
