package io.outcrop.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.net.URI;
import java.net.URISyntaxException;
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

  /** The address of a service; empty where there is none. */
  String address(String key) {
    String text = text(key);
    if (!text.isEmpty() && !isAddress(text)) {
      // Not shown: a password in it would end up in a log.
      problems.add(
          key
              + " must be an address such as https://gateway.example.org/v1, without user,"
              + " password or query");
    }
    return text;
  }

  private static boolean isAddress(String text) {
    try {
      URI uri = new URI(text);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
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
            "%s may hold %s, but names \"%s\" (did you mean %s?)"
                .formatted(
                    key,
                    String.join(", ", allowed),
                    value,
                    allowed.isEmpty() ? "none" : KeyNames.nearest(value, allowed)));
      }
    }
    if (new TreeSet<>(values).size() < values.size()) {
      problems.add(key + " names a value twice: " + values);
    }
    return values;
  }

  /** The groups in a list, each with some of the known keys. */
  List<Entry> entries(String key, List<String> known) {
    return entries(key, null, known);
  }

  /**
   * The groups in a list, each with some of the known keys.
   *
   * @param single the key of a value that stands in the place of a group; null where none may
   */
  List<Entry> entries(String key, String single, List<String> known) {
    try {
      List<Entry> entries = new ArrayList<>();
      for (ConfigValue value : config.getList(key)) {
        entries.add(
            new Entry("%s[%d]".formatted(key, entries.size()), group(value, single), problems::add)
                .checked(known));
      }
      return entries;
    } catch (ConfigException e) {
      problems.add(key + " must be a list of groups of keys, was " + raw(key));
      return List.of();
    }
  }

  private static Config group(ConfigValue value, String single) {
    if (value instanceof ConfigObject group) {
      return group.toConfig();
    } else if (single != null) {
      return ConfigFactory.empty().withValue(single, value);
    }
    throw new ConfigException.Generic("no group");
  }

  /** The names of the groups in a group, sorted. */
  List<String> groups(String key) {
    return isGroup(key)
        ? config.getObject(key).keySet().stream().sorted().toList()
        : List.<String>of();
  }

  /** Refuses keys of a group that are not among the known ones. */
  void checkGroup(String key, List<String> known) {
    if (isGroup(key)) {
      new Entry(key, config.getConfig(key), problems::add).checked(known);
    }
  }

  boolean has(String key) {
    return config.hasPath(key);
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
