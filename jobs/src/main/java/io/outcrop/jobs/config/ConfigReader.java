package io.outcrop.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads typed values out of a configuration and collects every problem instead of stopping at one.
 */
final class ConfigReader {
  private final Config config;
  private final List<String> problems = new ArrayList<>();

  ConfigReader(Config config) {
    this.config = config;
  }

  List<String> problems() {
    return problems;
  }

  /** Notes a problem that only several keys together show. */
  void problem(String problem) {
    problems.add(problem);
  }

  int integer(String key, int min, int max) {
    return (int) whole(key, min, max);
  }

  long whole(String key, long min, long max) {
    try {
      long value = config.getLong(key);
      if (config.getDouble(key) % 1 != 0) {
        problems.add(key + " must be a whole number, was " + raw(key));
      } else if (value < min || value > max) {
        problems.add(key + " must be from " + min + " to " + max + ", was " + value);
      }
      return value;
    } catch (ConfigException e) {
      problems.add(key + " must be a whole number, was " + raw(key));
      return min;
    }
  }

  boolean flag(String key) {
    try {
      return config.getBoolean(key);
    } catch (ConfigException e) {
      problems.add(key + " must be true or false, was " + raw(key));
      return false;
    }
  }

  double number(String key, double min, double max) {
    try {
      double value = config.getDouble(key);
      if (!(value >= min && value <= max)) {
        problems.add(key + " must be from " + min + " to " + max + ", was " + value);
      }
      return value;
    } catch (ConfigException e) {
      problems.add(key + " must be a number, was " + raw(key));
      return min;
    }
  }

  String oneOf(String key, List<String> allowed) {
    String value;
    try {
      value = config.getString(key);
    } catch (ConfigException e) {
      value = raw(key);
    }
    if (!allowed.contains(value)) {
      problems.add(key + " must be one of " + String.join(", ", allowed) + ", was " + value);
      return allowed.get(0);
    }
    return value;
  }

  String text(String key) {
    try {
      return config.getString(key).strip();
    } catch (ConfigException e) {
      problems.add(key + " must be a text, was " + raw(key));
      return "";
    }
  }

  /** An address of the web with a placeholder in it; empty where there is none. */
  String template(String key, String placeholder) {
    String text = text(key);
    boolean good =
        text.isEmpty()
            || (text.matches("https?://[^\\s\\p{Cntrl}]+") && text.contains(placeholder));
    if (!good) {
      problems.add(
          key
              + " must be an address of http or https with "
              + placeholder
              + " in it, was "
              + raw(key));
    }
    return good ? text : "";
  }

  /** A regular expression with a group in it, as a text; empty where there is none. */
  String patternWithGroup(String key) {
    String text = text(key);
    if (text.isEmpty()) {
      return text;
    }
    try {
      if (Pattern.compile(text).matcher("").groupCount() == 0) {
        problems.add(key + " must have a group in parentheses, was " + raw(key));
        return "";
      }
      return text;
    } catch (PatternSyntaxException e) {
      problems.add(
          key + " must be a regular expression, was " + raw(key) + ": " + e.getDescription());
      return "";
    }
  }

  List<String> strings(String key) {
    try {
      return List.copyOf(config.getStringList(key));
    } catch (ConfigException e) {
      problems.add(key + " must be a list of texts, was " + raw(key));
      return List.of();
    }
  }

  /** A list whose members are all allowed and all different, in the order given. */
  List<String> someOf(String key, List<String> allowed) {
    List<String> values = strings(key);
    for (String value : values) {
      if (!allowed.contains(value)) {
        problems.add(
            key + " may hold " + String.join(", ", allowed) + ", but names \"" + value + "\"");
      }
    }
    if (new TreeSet<>(values).size() < values.size()) {
      problems.add(key + " names a value twice: " + values);
    }
    return values;
  }

  /** The groups in a list, each with some of the known keys. */
  List<Entry> entries(String key, List<String> known) {
    try {
      List<Entry> entries = new ArrayList<>();
      for (Config entry : config.getConfigList(key)) {
        entries.add(
            new Entry("%s[%d]".formatted(key, entries.size()), entry, problems::add)
                .checked(known));
      }
      return entries;
    } catch (ConfigException e) {
      problems.add(key + " must be a list of groups of keys, was " + raw(key));
      return List.of();
    }
  }

  LocalDate date(String key) {
    try {
      return LocalDate.parse(config.getString(key));
    } catch (ConfigException | DateTimeParseException e) {
      problems.add(key + " must be a date such as 2026-01-31, was " + raw(key));
      return LocalDate.EPOCH;
    }
  }

  LocalDate dateNotBefore(String key, String earlierKey) {
    LocalDate value = date(key);
    try {
      if (value.isBefore(LocalDate.parse(config.getString(earlierKey)))) {
        problems.add(key + " must not be before " + earlierKey + ", was " + value);
      }
    } catch (ConfigException | DateTimeParseException e) {
      // That the earlier date is none is told where it is read.
      return value;
    }
    return value;
  }

  /** Whether a key stands for further keys, as it should. */
  boolean isGroup(String key) {
    try {
      config.getConfig(key);
      return true;
    } catch (ConfigException e) {
      problems.add(key + " must be a group of keys, was " + raw(key));
      return false;
    }
  }

  private String raw(String key) {
    return config.hasPath(key) ? config.getValue(key).render() : "missing";
  }
}
