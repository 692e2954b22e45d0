package io.outcrop.jobs.shifts;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.Comparator;
import java.util.Locale;
import org.apache.spark.sql.Column;

/**
 * What a trace is compared within: its agent, else its task type, else its top cluster of the axis
 * {@code task}, else all.
 *
 * @param name null of all
 */
public record Workflow(Kind kind, String name) implements Comparable<Workflow> {
  /** A column of that name holds the id of a trace's top cluster of the axis {@code task}. */
  public static final String TASK_TOP = "task_top_id";

  private static final Comparator<Workflow> ORDER =
      Comparator.comparing(Workflow::kind)
          .thenComparing(Workflow::name, Comparator.nullsFirst(Comparator.naturalOrder()));

  /** Where the name comes from. */
  public enum Kind {
    AGENT("agent"),
    TASK_TYPE("task_type"),
    TASK(TASK_TOP),
    ALL(null);

    private final String column;

    Kind(String column) {
      this.column = column;
    }

    /** How it is written in tables. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }

  /** Kind and name of each row, as columns {@code kind} and {@code name} of a struct. */
  static Column column() {
    Column kind = lit(Kind.ALL.label());
    Column name = lit(null).cast("string");
    for (Kind each : new Kind[] {Kind.TASK, Kind.TASK_TYPE, Kind.AGENT}) {
      kind = when(col(each.column).isNotNull(), lit(each.label())).otherwise(kind);
      name = coalesce(col(each.column), name);
    }
    return struct(kind.as("kind"), name.as("name"));
  }

  /** Whether a row is of this one. */
  Column holds() {
    Column own = kind == Kind.ALL ? lit(true) : col(kind.column).equalTo(name);
    for (Kind before : Kind.values()) {
      if (before == kind) {
        break;
      }
      own = own.and(col(before.column).isNull());
    }
    return own;
  }

  @Override
  public int compareTo(Workflow other) {
    return ORDER.compare(this, other);
  }
}
