package io.outcrop.jobs.track;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.when;

import io.outcrop.jobs.UserError;
import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.cluster.ItemSql;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.runs.TrackedFacets;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.InsightsTable.Evidence;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Finds the definition that tells a cluster's members best from all other traces of its run.
 *
 * <p>Conditions are made of the evidence of the cluster's insight: every conjunction of up to four
 * pieces is tried. The radius is tried in steps of a thousandth. Best is the greatest harmonic mean
 * of precision and recall; a condition goes before a centre, and either before both, unless the
 * later one is clearly better.
 */
final class DefinitionSearch {
  private static final int MOST_CONDITIONS = 8;
  private static final int MOST_TOGETHER = 4;
  private static final int MOST_TERMS = 48;
  private static final double LEAST_AMONG_MEMBERS = 0.2;
  private static final double CLEARLY = 0.02;
  private static final int STEPS = 1000;
  private static final String MEMBER = "is_member";
  private static final String MASK = "mask";
  private static final String DISTANCE = "distance";

  /** How a definition may be made. */
  enum Kind {
    AUTO,
    PREDICATE,
    RADIUS,
    BOTH
  }

  /** A definition and how well it does on the run that it was made on. */
  record Fitted(Definition definition, double precision, double recall) {
    double f1() {
      return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }
  }

  /** So many members and others with the same answers and the same distance. */
  private record Group(boolean member, int mask, int distance, long traces) {}

  private final Dataset<Row> traces;
  private final AxisSpec axis;

  /** So many tenants have to use a term of the centre. */
  private final int leastTenants;

  DefinitionSearch(Warehouse warehouse, OutcropConfig config, Subject subject) {
    this.axis =
        Definition.axis(config, subject.cluster().axis())
            .orElseThrow(
                () ->
                    new UserError(
                        "Cannot track a pattern of the axis " + subject.cluster().axis() + ".",
                        "the configuration declares no such axis",
                        "give the --config that its run had"));
    this.leastTenants = config.publish().minTenants();
    String id = subject.cluster().clusterId();
    Dataset<Row> members =
        warehouse
            .read(AssignmentsTable.TABLE, subject.run().runId())
            .where(
                col(AssignmentsTable.LEAF_ID)
                    .equalTo(id)
                    .or(col(AssignmentsTable.MIDDLE_ID).equalTo(id))
                    .or(col(AssignmentsTable.TOP_ID).equalTo(id)))
            .select(col(AssignmentsTable.TRACE_ID), lit(true).as(MEMBER))
            .distinct();
    this.traces =
        warehouse
            .read(TracesTable.TABLE)
            .where(
                col(TracesTable.TRACE_DATE)
                    .between(lit(subject.run().windowStart()), lit(subject.run().windowEnd())))
            .join(members, TracesTable.TRACE_ID, "left")
            .withColumn(MEMBER, coalesce(col(MEMBER), lit(false)));
  }

  /** A condition that somebody wrote, measured. */
  Fitted given(String predicate) {
    Definition definition = new Definition(predicate, Map.of(), null);
    try {
      traces.where(expr(predicate)).schema();
    } catch (Exception e) {
      // Spark declares no checked exception in Java, but throws AnalysisException, which is one.
      if (e instanceof AnalysisException problem) {
        throw new UserError(
            "Cannot use --where " + predicate + ".",
            problem.getSimpleMessage().strip(),
            "write a condition over the columns of outcrop_facts.traces; DESCRIBE tells them");
      }
      throw e;
    }
    return measured(definition, groups(List.of(predicate), Map.of()), g -> g.mask() == 1);
  }

  /**
   * The best definition of a kind.
   *
   * @throws UserError where there is nothing to make one of
   */
  Fitted best(List<Evidence> evidence, Kind kind) {
    List<String> conditions = kind == Kind.RADIUS ? List.of() : conditions(evidence);
    Map<String, Long> centre = kind == Kind.PREDICATE ? Map.of() : centre();
    List<Group> groups = groups(conditions, centre);
    List<Fitted> candidates = new ArrayList<>();
    Fitted predicate = conditions.isEmpty() ? null : bestPredicate(conditions, groups);
    Fitted radius = centre.isEmpty() ? null : bestRadius(null, 0, centre, groups);
    if (predicate != null && kind != Kind.RADIUS && kind != Kind.BOTH) {
      candidates.add(predicate);
    }
    if (radius != null && kind != Kind.BOTH) {
      candidates.add(radius);
    }
    if (predicate != null && radius != null) {
      int mask = mask(predicate.definition().predicate(), conditions);
      candidates.add(bestRadius(predicate.definition().predicate(), mask, centre, groups));
    }
    Fitted best = null;
    for (Fitted candidate : candidates) {
      best = best == null || candidate.f1() > best.f1() + CLEARLY ? candidate : best;
    }
    if (best == null) {
      throw new UserError(
          "Cannot define the pattern.",
          "nothing that its insight tells is a condition over facets, or no term is shared by"
              + " enough of its members and tenants",
          "give a condition with --where");
    }
    return best;
  }

  private static List<String> conditions(List<Evidence> evidence) {
    return evidence.stream()
        .filter(Evidence::isAgainstAll)
        .filter(e -> e.inCluster() > e.outside())
        .filter(e -> !e.facet().startsWith("custom." + TrackedFacets.PREFIX))
        .flatMap(e -> ItemSql.of(e.facet(), e.value()).stream())
        .distinct()
        .limit(MOST_CONDITIONS)
        .toList();
  }

  private Fitted bestPredicate(List<String> conditions, List<Group> groups) {
    Fitted best = null;
    List<Integer> masks = new ArrayList<>();
    for (int mask = 1; mask < 1 << conditions.size(); mask++) {
      if (Integer.bitCount(mask) <= MOST_TOGETHER) {
        masks.add(mask);
      }
    }
    masks.sort(Comparator.comparingInt((Integer m) -> Integer.bitCount(m)).thenComparing(m -> m));
    for (int mask : masks) {
      Fitted fitted =
          measured(
              new Definition(said(mask, conditions), Map.of(), null),
              groups,
              g -> (g.mask() & mask) == mask);
      best = best == null || fitted.f1() > best.f1() + CLEARLY / 2 ? fitted : best;
    }
    return best;
  }

  private static String said(int mask, List<String> conditions) {
    List<String> said = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      if ((mask >> i & 1) == 1) {
        said.add(Integer.bitCount(mask) == 1 ? conditions.get(i) : "(" + conditions.get(i) + ")");
      }
    }
    return String.join(" AND ", said);
  }

  private static int mask(String predicate, List<String> conditions) {
    for (int mask = 1; mask < 1 << conditions.size(); mask++) {
      if (said(mask, conditions).equals(predicate)) {
        return mask;
      }
    }
    throw new IllegalStateException("No conditions make " + predicate);
  }

  private static Fitted bestRadius(
      String predicate, int mask, Map<String, Long> centre, List<Group> groups) {
    Fitted best = null;
    for (int step = 0; step < STEPS; step++) {
      int radius = step;
      Fitted fitted =
          measured(
              new Definition(predicate, centre, radius / (double) STEPS + 0.5 / STEPS),
              groups,
              g -> (g.mask() & mask) == mask && g.distance() <= radius);
      best = best == null || fitted.f1() > best.f1() ? fitted : best;
    }
    return best;
  }

  private static Fitted measured(
      Definition definition, List<Group> groups, java.util.function.Predicate<Group> takes) {
    long taken = 0;
    long hits = 0;
    long members = 0;
    for (Group group : groups) {
      boolean in = takes.test(group);
      taken += in ? group.traces() : 0;
      hits += in && group.member() ? group.traces() : 0;
      members += group.member() ? group.traces() : 0;
    }
    return new Fitted(
        definition,
        taken == 0 ? 0 : (double) hits / taken,
        members == 0 ? 0 : (double) hits / members);
  }

  /** All traces, counted by their answers to the conditions and their distance. */
  private List<Group> groups(List<String> conditions, Map<String, Long> centre) {
    Column mask = lit(0);
    for (int i = 0; i < conditions.size(); i++) {
      mask = mask.plus(when(expr(conditions.get(i)), lit(1 << i)).otherwise(lit(0)));
    }
    Column distance =
        centre.isEmpty()
            ? lit(0)
            : round(Definition.distance(centre, axis, traces.schema()).multiply(STEPS)).cast("int");
    return traces
        .select(col(MEMBER), mask.as(MASK), distance.as(DISTANCE))
        .groupBy(MEMBER, MASK, DISTANCE)
        .agg(count(lit(1)))
        .collectAsList()
        .stream()
        .map(r -> new Group(r.getBoolean(0), r.getInt(1), r.getInt(2), r.getLong(3)))
        .toList();
  }

  /** What members' sentences say more often than others', in words that enough tenants use. */
  private Map<String, Long> centre() {
    Dataset<Row> terms =
        traces.select(
            col(MEMBER),
            col(TracesTable.TENANT_ID),
            explode(Definition.terms(axis, traces.schema())).as("term"));
    Map<Boolean, Long> sizes = new HashMap<>();
    traces
        .groupBy(MEMBER)
        .count()
        .collectAsList()
        .forEach(r -> sizes.put(r.getBoolean(0), r.getLong(1)));
    double members = Math.max(1, sizes.getOrDefault(true, 0L));
    double others = Math.max(1, sizes.getOrDefault(false, 0L));
    Column in = count(when(col(MEMBER), lit(1))).divide(lit(members));
    Column out = count(when(not(col(MEMBER)), lit(1))).divide(lit(others));
    return terms
        .groupBy("term")
        .agg(
            in.as("in"),
            round(in.minus(out).multiply(1024)).cast("long").as("weight"),
            count_distinct(col(TracesTable.TENANT_ID)).as("tenants"))
        .where(
            col("in")
                .geq(LEAST_AMONG_MEMBERS)
                .and(col("weight").gt(0))
                .and(col("tenants").geq(leastTenants)))
        .orderBy(col("weight").desc(), col("term"))
        .limit(MOST_TERMS)
        .select("term", "weight")
        .collectAsList()
        .stream()
        .collect(Collectors.toMap(r -> r.getString(0), r -> r.getLong(1)));
  }
}
