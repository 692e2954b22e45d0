package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.embed.AxisSentences;
import io.outcrop.jobs.embed.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/** Counts, leaf by leaf, the items that names are made of. */
final class LeafItems {
  private static final double LEAST_SHARE = 0.1;
  private static final int SHORTEST_TERM = 3;
  private static final String COUNT = "item_count";
  private static final StructType TERMS =
      new StructType()
          .add(BaseClusters.LEAF, DataTypes.IntegerType, false)
          .add(FacetItems.VALUE, DataTypes.StringType, false)
          .add(AxisSentences.TRACES, DataTypes.LongType, false);

  /** Words that only hold sentences together: they name nothing in any domain. */
  private static final Set<String> FUNCTION_WORDS =
      Set.of(
          ("a an and are as at be been but by can could did do does for from had has have how i if in"
                  + " into is it its me my no not of on or our please so than that the their them"
                  + " then there these they this those to up us was we were what when where which"
                  + " who why will with would you your"
                  + " de la le les des du un une et en el los las y que por para con una"
                  + " der die das und ein eine ist mit für von zu den im")
              .split(" "));

  private LeafItems() {}

  /** Facet items of the traces. */
  static ItemCounts facets(
      Dataset<Row> traces, AxisSpec axis, Dataset<Row> assigned, long[] sizes) {
    Dataset<Row> counted =
        FacetItems.explodeItems(
                traces
                    .withColumn(
                        AxisSentences.TEXT_HASH, AxisSentences.textHash(axis, traces.schema()))
                    .join(
                        assigned.select(AxisSentences.TEXT_HASH, BaseClusters.LEAF),
                        AxisSentences.TEXT_HASH),
                BaseClusters.LEAF)
            .groupBy(BaseClusters.LEAF, FacetItems.FACET, FacetItems.VALUE)
            .agg(count(lit(1)).as(COUNT));
    return collect(counted, sizes);
  }

  /** Terms of the sentences. */
  static ItemCounts terms(Dataset<Row> sentences, Dataset<Row> assigned, long[] sizes) {
    Dataset<Row> counted =
        sentences
            .select(AxisSentences.TEXT_HASH, AxisSentences.SENTENCE)
            .join(assigned, AxisSentences.TEXT_HASH)
            .select(BaseClusters.LEAF, AxisSentences.SENTENCE, AxisSentences.TRACES)
            .flatMap(
                (FlatMapFunction<Row, Row>) row -> termRows(row).iterator(), Encoders.row(TERMS))
            .groupBy(BaseClusters.LEAF, FacetItems.VALUE)
            .agg(sum(AxisSentences.TRACES).as(COUNT))
            .withColumn(FacetItems.FACET, lit(FacetItems.TERM));
    return collect(counted, sizes);
  }

  /** Items too rare in a leaf to name it stay out of memory, but count in the totals. */
  private static ItemCounts collect(Dataset<Row> counted, long[] sizes) {
    ItemCounts counts = new ItemCounts(sizes);
    if (sizes.length == 0) {
      return counts;
    }
    Dataset<Row> all = counted.persist(StorageLevel.MEMORY_AND_DISK());
    Dataset<Row> common =
        all.join(broadcast(sizes(all, sizes)), BaseClusters.LEAF)
            .where(col(COUNT).geq(2).and(col(COUNT).geq(col("size").multiply(LEAST_SHARE))));
    for (Row row :
        common
            .select(BaseClusters.LEAF, FacetItems.FACET, FacetItems.VALUE, COUNT)
            .collectAsList()) {
      counts.add(row.getInt(0), new Item(row.getString(1), row.getString(2)), row.getLong(3));
    }
    Dataset<Row> totals =
        all.join(
                common.select(FacetItems.FACET, FacetItems.VALUE).distinct(),
                new String[] {FacetItems.FACET, FacetItems.VALUE})
            .groupBy(FacetItems.FACET, FacetItems.VALUE)
            .agg(sum(COUNT));
    for (Row row : totals.collectAsList()) {
      counts.total(new Item(row.getString(0), row.getString(1)), row.getLong(2));
    }
    all.unpersist(false);
    return counts;
  }

  private static Dataset<Row> sizes(Dataset<Row> any, long[] sizes) {
    List<Row> rows = new ArrayList<>();
    for (int leaf = 0; leaf < sizes.length; leaf++) {
      rows.add(RowFactory.create(leaf, sizes[leaf]));
    }
    return any.sparkSession()
        .createDataFrame(
            rows,
            new StructType()
                .add(BaseClusters.LEAF, DataTypes.IntegerType, false)
                .add("size", DataTypes.LongType, false));
  }

  private static List<Row> termRows(Row row) {
    return Tokens.terms(row.getString(1)).keySet().stream()
        .filter(LeafItems::names)
        .map(term -> RowFactory.create(row.getInt(0), term, row.getLong(2)))
        .toList();
  }

  /** Whether a term can name a topic: each of its words means something by itself. */
  static boolean names(String term) {
    for (String word : term.split(" ", -1)) {
      boolean spelled = word.codePoints().anyMatch(Character::isLetter);
      boolean meant =
          word.length() >= SHORTEST_TERM || Character.isIdeographic(word.codePointAt(0));
      if (!spelled || !meant || FUNCTION_WORDS.contains(word)) {
        return false;
      }
    }
    return true;
  }
}
