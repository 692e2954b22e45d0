package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** The facet=value items that clusters are compared by: which columns, and how each is cut. */
public final class FacetItems {
  public static final String FACET = "facet";
  public static final String VALUE = "value";

  /** The facet of terms of an axis' own text. */
  static final String TERM = "term";

  /** The facet of the last step of the action sequence. */
  static final String LAST_ACTION = "last_action";

  static final String NONE = "none";
  static final String ONE = "one";
  static final String FEW = "a few";
  static final String MANY = "many";

  /** The column of the users' own facets. */
  static final String CUSTOM = "custom";

  static final int LONGEST_VALUE = 120;

  /** What an item speaks of, which decides where it may name a cluster. */
  enum Kind {
    /** How something went wrong. */
    FAILURE,
    /** That it went wrong, and where it began. */
    OUTCOME,
    /** What the agent did, without its domain. */
    SHAPE,
    /** What it was about. */
    TOPIC,
    /** Where, when, with what: evidence, never a name. */
    SLICE
  }

  enum Cut {
    FLAG,
    /** A flag of which only the absence is news. */
    UNLESS,
    /** A flag of which both values tell something. */
    EITHER,
    COUNT,
    /** A count of which nought is no news. */
    SOME,
    CATEGORY,
    MEMBERS,
    PRESENCE,
    /** A share from 0 to 1, of which three quarters and more is no news. */
    SHARE,
    LAST,
    /** A map: each key with its value. */
    PAIRS,
    DURATION,
    SIZE
  }

  record Rule(String column, String facet, Kind kind, Cut cut) {
    Rule(String column, Kind kind, Cut cut) {
      this(column, column, kind, cut);
    }
  }

  static final List<Rule> RULES =
      List.of(
          new Rule("failure_mode", Kind.FAILURE, Cut.CATEGORY),
          new Rule("issues", Kind.FAILURE, Cut.MEMBERS),
          new Rule("loop", Kind.FAILURE, Cut.FLAG),
          new Rule("phantom_tools", Kind.FAILURE, Cut.PRESENCE),
          new Rule("swallowed_errors", Kind.FAILURE, Cut.SOME),
          new Rule("refused", Kind.FAILURE, Cut.FLAG),
          new Rule("truncated", Kind.FAILURE, Cut.FLAG),
          new Rule("timed_out", Kind.FAILURE, Cut.FLAG),
          new Rule("fallback", Kind.FAILURE, Cut.FLAG),
          new Rule("grounded", Kind.FAILURE, Cut.SHARE),
          new Rule("downstream_ok", Kind.FAILURE, Cut.UNLESS),
          new Rule("unsupported_results", Kind.FAILURE, Cut.SOME),
          new Rule("unretrieved_sources", Kind.FAILURE, Cut.SOME),
          new Rule("user_corrected", Kind.FAILURE, Cut.FLAG),
          new Rule("escalated", Kind.FAILURE, Cut.FLAG),
          new Rule("ignored_constraints", Kind.FAILURE, Cut.PRESENCE),
          new Rule("injection_suspected", Kind.FAILURE, Cut.FLAG),
          new Rule("injection_present", Kind.SLICE, Cut.FLAG),
          new Rule("handoff_loss", Kind.FAILURE, Cut.SOME),
          new Rule("conflicting_results", Kind.FAILURE, Cut.SOME),
          new Rule("premature_completion", Kind.FAILURE, Cut.FLAG),
          new Rule("over_refusal", Kind.FAILURE, Cut.FLAG),
          new Rule("abandoned_by", Kind.FAILURE, Cut.CATEGORY),
          new Rule("stale_context", Kind.FAILURE, Cut.FLAG),
          new Rule("context_overflow", Kind.FAILURE, Cut.FLAG),
          new Rule("safety_context_lost", Kind.FAILURE, Cut.SOME),
          new Rule("safety_flagged", Kind.OUTCOME, Cut.FLAG),
          new Rule("jailbreak_attempt", Kind.OUTCOME, Cut.FLAG),
          new Rule("out_of_scope", Kind.OUTCOME, Cut.FLAG),
          new Rule("engaged_follow_up", Kind.SLICE, Cut.FLAG),
          new Rule("ignored_constraints", "ignored_constraint", Kind.SLICE, Cut.MEMBERS),
          new Rule("origin_error_class", Kind.OUTCOME, Cut.CATEGORY),
          new Rule("origin_kind", Kind.OUTCOME, Cut.CATEGORY),
          new Rule("completion_status", Kind.OUTCOME, Cut.CATEGORY),
          new Rule("failing", Kind.OUTCOME, Cut.EITHER),
          new Rule("action_sequence", Kind.SHAPE, Cut.MEMBERS),
          new Rule("action_sequence", LAST_ACTION, Kind.SHAPE, Cut.LAST),
          new Rule("tool_error_count", Kind.SHAPE, Cut.COUNT),
          new Rule("repeated_calls", Kind.SHAPE, Cut.COUNT),
          new Rule("retry_count", Kind.SHAPE, Cut.COUNT),
          new Rule("tool_call_count", Kind.SHAPE, Cut.COUNT),
          new Rule("llm_call_count", Kind.SHAPE, Cut.COUNT),
          new Rule("turn_count", Kind.SHAPE, Cut.COUNT),
          new Rule("agent_count", Kind.SHAPE, Cut.COUNT),
          new Rule("fan_out", Kind.SHAPE, Cut.COUNT),
          new Rule("delegation_pattern", Kind.SHAPE, Cut.CATEGORY),
          new Rule("reasoning_pattern", Kind.SHAPE, Cut.CATEGORY),
          new Rule("resource_pattern", Kind.SHAPE, Cut.CATEGORY),
          new Rule("latency_ms", Kind.SHAPE, Cut.DURATION),
          new Rule("total_tokens", Kind.SHAPE, Cut.SIZE),
          new Rule("topic", Kind.TOPIC, Cut.CATEGORY),
          new Rule("task_type", Kind.TOPIC, Cut.CATEGORY),
          new Rule("grounding_method", Kind.SLICE, Cut.CATEGORY),
          new Rule("confidence", Kind.SLICE, Cut.SHARE),
          new Rule("language", Kind.SLICE, Cut.CATEGORY),
          new Rule("sentiment", Kind.SLICE, Cut.CATEGORY),
          new Rule("strong_completion", Kind.SLICE, Cut.FLAG),
          new Rule("distinct_tools", Kind.SLICE, Cut.MEMBERS),
          new Rule("origin_tool", Kind.SLICE, Cut.CATEGORY),
          new Rule("phantom_tools", "phantom_tool", Kind.SLICE, Cut.MEMBERS),
          new Rule("finish_reasons", Kind.SLICE, Cut.MEMBERS),
          new Rule("service", Kind.SLICE, Cut.CATEGORY),
          new Rule("environment", Kind.SLICE, Cut.CATEGORY),
          new Rule("agent", Kind.SLICE, Cut.CATEGORY),
          new Rule("agent_version", Kind.SLICE, Cut.CATEGORY),
          new Rule("model_versions", Kind.SLICE, Cut.MEMBERS),
          new Rule("prompt_hash", Kind.SLICE, Cut.CATEGORY),
          new Rule("user_segment", Kind.SLICE, Cut.CATEGORY),
          new Rule("platform", Kind.SLICE, Cut.CATEGORY),
          new Rule("retrieval_sources", Kind.SLICE, Cut.MEMBERS),
          new Rule("query_length", Kind.SLICE, Cut.SIZE),
          new Rule("weekday", Kind.SLICE, Cut.CATEGORY),
          new Rule("mast_modes", Kind.SLICE, Cut.MEMBERS),
          new Rule("cause_patterns", Kind.SLICE, Cut.MEMBERS),
          new Rule("tool_response_schemas", Kind.SLICE, Cut.PAIRS));

  private FacetItems() {}

  /**
   * The items of each row: the given columns, facet, value; no item twice for a row.
   *
   * @param traces with the columns of facts.traces; facets that are not there give no items
   */
  public static Dataset<Row> explodeItems(Dataset<Row> traces, String... keep) {
    List<Column> columns = new ArrayList<>(Arrays.stream(keep).map(name -> col(name)).toList());
    columns.add(explode(items(traces.schema())).as("item"));
    List<Column> flat = new ArrayList<>(Arrays.stream(keep).map(name -> col(name)).toList());
    flat.add(col("item." + FACET).as(FACET));
    flat.add(col("item." + VALUE).as(VALUE));
    return traces.select(columns.toArray(Column[]::new)).select(flat.toArray(Column[]::new));
  }

  /** Whether a row may have several values of a facet. */
  public static boolean hasMany(String facet) {
    return RULES.stream()
        .anyMatch(
            rule ->
                rule.facet().equals(facet)
                    && (rule.cut() == Cut.MEMBERS || rule.cut() == Cut.PAIRS));
  }

  /** The items of a row as an array of structs of facet and value. */
  public static Column items(StructType schema) {
    List<String> present = Arrays.asList(schema.fieldNames());
    List<Column> parts =
        RULES.stream()
            .filter(rule -> present.contains(rule.column()))
            .map(FacetItems::values)
            .collect(Collectors.toCollection(ArrayList::new));
    if (present.contains(CUSTOM)) {
      parts.add(customValues());
    }
    Column none = array().cast("array<struct<facet:string,value:string>>");
    return parts.isEmpty() ? none : array_distinct(flatten(array(parts.toArray(Column[]::new))));
  }

  static Kind kind(String facet) {
    if (facet.equals(TERM)) {
      return Kind.TOPIC;
    }
    return RULES.stream()
        .filter(rule -> rule.facet().equals(facet))
        .map(Rule::kind)
        .findFirst()
        .orElse(Kind.SLICE);
  }

  private static Column values(Rule rule) {
    Column facet = col(rule.column());
    Column values =
        switch (rule.cut()) {
          case FLAG -> one(when(facet, lit("true")));
          case UNLESS -> one(when(facet.equalTo(false), lit("false")));
          case SHARE -> one(shareBand(facet));
          case EITHER -> one(facet);
          case COUNT -> one(countBand(facet));
          case SOME -> one(when(facet.gt(0), countBand(facet)));
          case CATEGORY -> one(value(facet));
          case MEMBERS -> transform(facet, FacetItems::value);
          case PRESENCE -> one(when(size(facet).gt(0), lit("true")));
          case LAST -> one(when(size(facet).gt(0), value(element_at(facet, -1))));
          case PAIRS ->
              transform(
                  map_entries(facet),
                  e -> value(concat_ws(" ", e.getField("key"), e.getField("value"))));
          case DURATION -> one(durationBand(facet));
          case SIZE -> one(sizeBand(facet));
        };
    Column known = filter(coalesce(values, array().cast("array<string>")), Column::isNotNull);
    return transform(known, v -> struct(lit(rule.facet()).as(FACET), v.as(VALUE)));
  }

  /** The users' own facets, each a facet of its name. */
  private static Column customValues() {
    Column known =
        coalesce(
            transform(
                map_entries(col(CUSTOM)),
                e ->
                    struct(
                        concat(lit(CUSTOM + "."), e.getField("key")).as(FACET),
                        value(e.getField("value")).as(VALUE))),
            array().cast("array<struct<facet:string,value:string>>"));
    return filter(known, item -> item.getField(VALUE).isNotNull());
  }

  private static Column one(Column value) {
    return array(value.cast("string"));
  }

  private static Column value(Column text) {
    Column cut = substring(text.cast("string"), 1, LONGEST_VALUE);
    return when(lower(cut).isin("", "none", "unknown").equalTo(false), cut);
  }

  private static Column countBand(Column number) {
    return when(number.leq(0), lit(NONE))
        .when(number.equalTo(1), lit(ONE))
        .when(number.leq(4), lit(FEW))
        .when(number.gt(4), lit(MANY));
  }

  private static Column shareBand(Column share) {
    return when(share.leq(0), lit(NONE))
        .when(share.lt(0.5), lit("low"))
        .when(share.lt(0.75), lit("middling"));
  }

  private static Column durationBand(Column millis) {
    return when(millis.lt(1_000), lit("under 1 s"))
        .when(millis.lt(10_000), lit("1 to 10 s"))
        .when(millis.lt(60_000), lit("10 to 60 s"))
        .when(millis.lt(600_000), lit("1 to 10 min"))
        .when(millis.geq(600_000), lit("over 10 min"));
  }

  private static Column sizeBand(Column number) {
    return when(number.lt(100), lit("under 100"))
        .when(number.lt(1_000), lit("100 to 1,000"))
        .when(number.lt(10_000), lit("1,000 to 10,000"))
        .when(number.lt(100_000), lit("10,000 to 100,000"))
        .when(number.geq(100_000), lit("over 100,000"));
  }
}
