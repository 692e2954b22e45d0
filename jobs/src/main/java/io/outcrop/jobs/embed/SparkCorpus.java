package io.outcrop.jobs.embed;

import io.outcrop.jobs.embed.Vocabulary.TermCount;
import io.outcrop.jobs.embed.Vocabulary.TermVector;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** Texts that lie in Spark's partitions; only counts and sums reach the driver. */
final class SparkCorpus implements Corpus {
  private final JavaPairRDD<String, Long> texts;
  private final JavaSparkContext context;
  private final long sentences;
  private final long traces;
  private JavaPairRDD<TermVector, Long> rows;

  SparkCorpus(JavaPairRDD<String, Long> texts, long sentences, long traces) {
    this.texts = texts;
    this.context = JavaSparkContext.fromSparkContext(texts.context());
    this.sentences = sentences;
    this.traces = traces;
  }

  @Override
  public long sentences() {
    return sentences;
  }

  @Override
  public long traces() {
    return traces;
  }

  @Override
  public List<TermCount> commonest(int limit, long minTraces) {
    JavaRDD<TermCount> counts =
        texts
            .mapPartitionsToPair(
                partition -> {
                  TermCounts found = new TermCounts();
                  partition.forEachRemaining(text -> found.add(text._1, text._2));
                  return found.counts();
                })
            .reduceByKey(Long::sum, texts.getNumPartitions())
            .filter(count -> count._2 >= minTraces)
            .map(count -> new TermCount(count._1, count._2));
    return counts.takeOrdered(limit, new CommonestFirst());
  }

  @Override
  public void index(Vocabulary vocabulary) {
    close();
    Broadcast<Vocabulary> shared = context.broadcast(vocabulary);
    rows =
        texts
            .mapToPair(text -> new Tuple2<>(shared.value().vector(text._1), text._2))
            .persist(StorageLevel.MEMORY_AND_DISK());
  }

  @Override
  public long[][] gram(int[][] matrix, int columns) {
    Broadcast<int[][]> shared = context.broadcast(matrix);
    long[][] product =
        rows.mapPartitions(
                partition -> {
                  GramSum sum = new GramSum(shared.value(), columns);
                  partition.forEachRemaining(row -> sum.add(row._1, row._2));
                  return List.<long[][]>of(sum.sum()).iterator();
                })
            .treeReduce(GramSum::plus);
    shared.destroy();
    return product;
  }

  @Override
  public void close() {
    if (rows != null) {
      rows.unpersist(false);
      rows = null;
    }
  }

  private static final class CommonestFirst implements Comparator<TermCount>, Serializable {
    @Override
    public int compare(TermCount left, TermCount right) {
      return COMMONEST_FIRST.compare(left, right);
    }
  }
}
