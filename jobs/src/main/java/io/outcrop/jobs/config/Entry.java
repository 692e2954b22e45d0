package io.outcrop.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One group of keys in a list, such as one price. Its problems name the list and the place in it.
 */
final class Entry {
  private static final BigDecimal DEAREST = BigDecimal.valueOf(1_000_000);

  private final String at;
  private final Config values;
  private final Consumer<String> problems;

  Entry(String at, Config values, Consumer<String> problems) {
    this.at = at;
    this.values = values;
    this.problems = problems;
  }

  /** Refuses keys that are not among the known ones. */
  Entry checked(List<String> known) {
    for (String key : values.root().keySet().stream().sorted().toList()) {
      if (!known.contains(key)) {
        problem(
            "has the unknown key %s (did you mean %s?)"
                .formatted(key, KeyNames.nearest(key, known)));
      }
    }
    return this;
  }

  boolean has(String key) {
    return values.root().containsKey(key);
  }

  void problem(String problem) {
    problems.accept(at + " " + problem);
  }

  /** A text that must be there. */
  String text(String key) {
    String text = textOr(key, "");
    if (text.isEmpty() && !has(key)) {
      problem("must have the key " + key);
    } else if (text.isEmpty()) {
      problem("must have a text for " + key + ", was " + raw(key));
    }
    return text;
  }

  String textOr(String key, String otherwise) {
    try {
      return has(key) ? values.getString(key).strip() : otherwise;
    } catch (ConfigException e) {
      problem("must have a text for " + key + ", was " + raw(key));
      return otherwise;
    }
  }

  /** A text alone, or a list of texts; none where the key is absent. */
  List<String> texts(String key) {
    if (!has(key)) {
      return List.of();
    }
    try {
      return switch (values.getValue(key).valueType()) {
        case LIST -> List.copyOf(values.getStringList(key));
        case STRING, NUMBER, BOOLEAN -> List.of(values.getString(key));
        default -> throw new ConfigException.Generic("neither a text nor a list");
      };
    } catch (ConfigException e) {
      problem("must have a text or a list of texts for " + key + ", was " + raw(key));
      return List.of();
    }
  }

  /** An amount of dollars that must be there. */
  BigDecimal dollars(String key) {
    if (!has(key)) {
      problem("must have the key " + key);
      return BigDecimal.ZERO;
    }
    BigDecimal dollars = dollarsOrNull(key);
    return dollars == null ? BigDecimal.ZERO : dollars;
  }

  BigDecimal dollarsOrNull(String key) {
    if (!has(key)) {
      return null;
    }
    try {
      BigDecimal dollars = new BigDecimal(values.getString(key));
      if (dollars.signum() >= 0 && dollars.compareTo(DEAREST) <= 0) {
        return dollars;
      }
    } catch (ConfigException | NumberFormatException e) {
      // Told below, with what stands there.
      problem("must have an amount of dollars for " + key + ", was " + raw(key));
      return null;
    }
    problem("must have from 0 to " + DEAREST + " dollars for " + key + ", was " + raw(key));
    return null;
  }

  /** A date, or null where the key is absent. */
  LocalDate dateOrNull(String key) {
    if (!has(key)) {
      return null;
    }
    try {
      return LocalDate.parse(values.getString(key));
    } catch (ConfigException | DateTimeParseException e) {
      problem("must have a date such as 2026-01-31 for " + key + ", was " + raw(key));
      return null;
    }
  }

  /** The groups in a list below this one; none where the key is absent. */
  List<Entry> entries(String key, List<String> known) {
    if (!has(key)) {
      return List.of();
    }
    try {
      List<Entry> entries = new ArrayList<>();
      for (Config entry : values.getConfigList(key)) {
        entries.add(
            new Entry("%s.%s[%d]".formatted(at, key, entries.size()), entry, problems)
                .checked(known));
      }
      return entries;
    } catch (ConfigException e) {
      problem("must have a list of groups for " + key + ", was " + raw(key));
      return List.of();
    }
  }

  /** A whole number within bounds, or the given one where the key is absent. */
  int integer(String key, int otherwise, int min, int max) {
    if (!has(key)) {
      return otherwise;
    }
    try {
      double value = values.getDouble(key);
      if (value % 1 == 0 && value >= min && value <= max) {
        return (int) value;
      }
    } catch (ConfigException e) {
      problem("must have a whole number for " + key + ", was " + raw(key));
      return otherwise;
    }
    problem(
        "must have a whole number from "
            + min
            + " to "
            + max
            + " for "
            + key
            + ", was "
            + raw(key));
    return otherwise;
  }

  private String raw(String key) {
    return values.getValue(key).render();
  }
}
