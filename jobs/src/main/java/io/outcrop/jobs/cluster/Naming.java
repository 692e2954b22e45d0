package io.outcrop.jobs.cluster;

import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Says what clusters are called, once it is known what they hold. */
interface Naming {
  /** Names by rule alone. */
  Naming BY_RULE =
      new Naming() {
        @Override
        public List<Label> leaves(
            Level leaves, String[] ids, Dataset<Row> members, Set<Integer> named) {
          return leaves.labels();
        }

        @Override
        public List<Label> parents(
            int number, Level parents, String[] ids, int[] parentOf, Set<Integer> named) {
          return parents.labels();
        }
      };

  /**
   * Names for leaves.
   *
   * @param leaves with the names that rules give them
   * @param ids by ordinal
   * @param members trace_id and leaf (ordinal)
   * @param named ordinals of those that have a name already, so that any will do
   */
  List<Label> leaves(Level leaves, String[] ids, Dataset<Row> members, Set<Integer> named);

  /**
   * Names for the level above the one named last.
   *
   * @param number of the level, 1 or 2
   * @param parentOf each child's parent
   * @param named as for leaves
   */
  List<Label> parents(int number, Level parents, String[] ids, int[] parentOf, Set<Integer> named);
}
