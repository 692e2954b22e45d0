package io.outcrop.jobs.config;

import io.outcrop.facets.custom.FacetDeclaration;
import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.axes.FacetUse;
import io.outcrop.jobs.axes.Rendering;
import io.outcrop.jobs.tables.SessionsTable;
import io.outcrop.jobs.tables.TracesTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The axes: the groups of {@code outcrop.axes}. */
final class AxisSettings {
  static final String KEY = "outcrop.axes";

  private static final String FACETS = "facets";
  private static final String FACET = "facet";
  private static final List<String> AXIS_KEYS = List.of("unit", FACETS, "gate", "otherwise");
  private static final List<String> USE_KEYS = List.of(FACET, "as", "weight", "words");
  private static final List<String> RENDERINGS =
      Arrays.stream(Rendering.values()).map(Rendering::label).toList();
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  private final List<String> custom;

  private AxisSettings(List<FacetDeclaration> custom) {
    this.custom = custom.stream().map(FacetDeclaration::name).toList();
  }

  /** The axes of the given names that can be used. */
  static List<AxisSpec> read(ConfigReader r, List<String> names, List<FacetDeclaration> custom) {
    AxisSettings settings = new AxisSettings(custom);
    List<AxisSpec> axes = new ArrayList<>();
    for (String name : names) {
      if (!NAME.matcher(name).matches()) {
        r.problem(
            "%s must name axes in lower-case letters, digits and underscores, names \"%s\""
                .formatted(KEY, name));
        continue;
      }
      r.checkGroup(KEY + "." + name, AXIS_KEYS);
      AxisSpec axis = settings.axis(r, name);
      if (axis != null) {
        axes.add(axis);
      }
    }
    return List.copyOf(axes);
  }

  private AxisSpec axis(ConfigReader r, String name) {
    String root = KEY + "." + name + ".";
    String unit =
        r.has(root + "unit")
            ? r.oneOf(root + "unit", List.of(AxisSpec.TRACE, AxisSpec.SESSION))
            : AxisSpec.TRACE;
    List<Entry> entries =
        r.has(root + FACETS) ? r.entries(root + FACETS, FACET, USE_KEYS) : List.of();
    if (entries.isEmpty()) {
      r.problem(root + FACETS + " must name at least one facet");
    }
    List<FacetUse> facets =
        entries.stream().map(use -> use(use, unit)).filter(Objects::nonNull).toList();
    List<String> gate = r.has(root + "gate") ? r.strings(root + "gate") : List.of();
    gate.forEach(facet -> type(problem -> r.problem(root + "gate " + problem), facet, unit));
    String otherwise = r.has(root + "otherwise") ? r.text(root + "otherwise") : "";
    return facets.isEmpty() ? null : new AxisSpec(name, unit, facets, gate, otherwise);
  }

  private FacetUse use(Entry entry, String unit) {
    String facet = entry.text(FACET);
    if (facet.isEmpty()) {
      return null;
    }
    DataType type = type(entry::problem, facet, unit);
    int weight = entry.integer("weight", 1, 1, FacetUse.MOST_WEIGHT);
    String as = entry.textOr("as", "");
    if (!as.isEmpty() && !RENDERINGS.contains(as)) {
      entry.problem(
          "says \"as = %s\", which is none of %s (did you mean %s?)"
              .formatted(as, String.join(", ", RENDERINGS), KeyNames.nearest(as, RENDERINGS)));
      return null;
    }
    if (type == null) {
      return null;
    }
    Rendering rendering = as.isEmpty() ? Rendering.usual(type) : rendering(as);
    boolean ofText = FacetUse.key(facet) != null && type.equals(DataTypes.StringType);
    if (rendering == null || !(rendering.takes(type) || (ofText && rendering.takesText()))) {
      entry.problem(
          "cannot say the facet %s, which is %s, as %s; it can be said as %s"
              .formatted(
                  facet,
                  kind(type),
                  as.isEmpty() ? "anything" : as,
                  String.join(", ", possible(type, ofText))));
      return null;
    }
    return new FacetUse(facet, weight, rendering, entry.textOr("words", words(facet, rendering)));
  }

  private static List<String> possible(DataType type, boolean ofText) {
    return Arrays.stream(Rendering.values())
        .filter(r -> r.takes(type) || (ofText && r.takesText()))
        .map(Rendering::label)
        .toList();
  }

  private static Rendering rendering(String label) {
    return Arrays.stream(Rendering.values())
        .filter(rendering -> rendering.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  /** What a facet is called where nothing else is said: counts in words, all else as one word. */
  private static String words(String facet, Rendering rendering) {
    String name = FacetUse.key(facet) == null ? facet : FacetUse.key(facet);
    return rendering == Rendering.COUNT ? name.replace('_', ' ') : name;
  }

  private static String kind(DataType type) {
    return Rendering.usual(type) == null ? type.catalogString() : "of type " + type.catalogString();
  }

  /** The type of a facet; null, and a problem, where there is none. */
  private DataType type(Consumer<String> problems, String facet, String unit) {
    String column = FacetUse.column(facet);
    String name = FacetUse.key(facet);
    Set<String> known = known(unit);
    boolean holdsByName = known.contains(column + ".");
    if (name == null ? !known.contains(column) : !holdsByName) {
      Set<String> names = new TreeSet<>();
      known.forEach(k -> names.add(k.endsWith(".") ? k + "NAME" : k));
      custom.forEach(own -> names.add(FacetUse.CUSTOM + "." + own));
      problems.accept(
          "names the facet %s, which %ss do not have (did you mean %s?)"
              .formatted(facet, unit, KeyNames.nearest(facet, names)));
      return null;
    }
    if (name != null && column.equals(FacetUse.CUSTOM) && !custom.contains(name)) {
      problems.accept(
          "names the facet %s, which outcrop.facets.custom does not declare%s"
              .formatted(
                  facet,
                  custom.isEmpty()
                      ? ""
                      : " (did you mean custom." + KeyNames.nearest(name, custom) + "?)"));
      return null;
    }
    DataType type = schema(unit).apply(column).dataType();
    return type instanceof MapType map ? map.valueType() : type;
  }

  /** Facets of a unit; a column that holds values by name ends with a dot. Ids are none. */
  private static Set<String> known(String unit) {
    Set<String> known = new TreeSet<>();
    for (StructField field : schema(unit).fields()) {
      String name = field.name();
      if (field.dataType() instanceof MapType) {
        known.add(name + ".");
      } else if (Rendering.usual(field.dataType()) != null
          && !name.endsWith("_id")
          && !name.endsWith("_ids")
          && !name.endsWith("_hash")
          && !name.equals(TracesTable.FACET_VERSION)) {
        known.add(name);
      }
    }
    return known;
  }

  private static StructType schema(String unit) {
    return unit.equals(AxisSpec.SESSION) ? SessionsTable.ROWS.schema() : TracesTable.ROWS.schema();
  }
}
