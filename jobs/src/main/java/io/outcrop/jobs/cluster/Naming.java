package io.outcrop.jobs.cluster;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Says what clusters are called, once it is known what they hold. */
interface Naming {
  /** Names by rule alone. */
  Naming BY_RULE =
      new Naming() {
        @Override
        public List<Label> leaves(Level leaves, String[] ids, Dataset<Row> members) {
          return leaves.labels();
        }

        @Override
        public List<Label> parents(int number, Level parents, String[] ids, int[] parentOf) {
          return parents.labels();
        }
      };

  /**
   * Names for leaves.
   *
   * @param leaves with the names that rules give them
   * @param ids by ordinal
   * @param members trace_id and leaf (ordinal)
   */
  List<Label> leaves(Level leaves, String[] ids, Dataset<Row> members);

  /**
   * Names for the level above the one named last.
   *
   * @param number of the level, 1 or 2
   * @param parentOf each child's parent
   */
  List<Label> parents(int number, Level parents, String[] ids, int[] parentOf);
}
