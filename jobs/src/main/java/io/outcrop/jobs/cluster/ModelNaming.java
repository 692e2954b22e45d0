package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.outcrop.facets.llm.LabelAnswer;
import io.outcrop.facets.llm.LabelPrompt;
import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.embed.AxisSentences;
import io.outcrop.jobs.llm.Item;
import io.outcrop.jobs.llm.Questioning;
import io.outcrop.jobs.tables.EmbeddingsTable;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import scala.collection.Seq;

/**
 * Names by a language model, from members drawn by hash and the nearest that are no members. Where
 * it gives none that its evidence bears out, the name by rule stands.
 */
final class ModelNaming implements Naming {
  /** So many members and so many outsiders. */
  private static final int SHOWN = 50;

  private static final String OF = "of";
  private static final String OUTSIDER = "outsider";
  private static final String PLACE = "place";
  private static final StructType SHOWN_TO =
      new StructType()
          .add("near", DataTypes.IntegerType, false)
          .add(OF, DataTypes.IntegerType, false)
          .add(OUTSIDER, DataTypes.BooleanType, false);

  private final Warehouse warehouse;
  private final Questioning questioning;
  private final String model;
  private final AxisSpec axis;
  private final Dataset<Row> sentences;
  private final Dataset<Row> traces;
  private final Consumer<Questioning.Result> results;
  private Level children;

  /** A cluster with what is said of it. */
  private record Exhibit(int ordinal, String text) {}

  /**
   * @param model the name of the model that is asked
   * @param results takes what became of the questions, level by level
   */
  ModelNaming(
      Warehouse warehouse,
      Questioning questioning,
      String model,
      AxisSpec axis,
      Dataset<Row> sentences,
      Dataset<Row> traces,
      Consumer<Questioning.Result> results) {
    this.warehouse = warehouse;
    this.questioning = questioning;
    this.model = model;
    this.axis = axis;
    this.sentences = sentences;
    this.traces = traces;
    this.results = results;
  }

  @Override
  public List<Label> leaves(Level leaves, String[] ids, Dataset<Row> members, Set<Integer> named) {
    int[][] nearest = Hierarchy.neighbours(leaves.centres());
    List<Row> shownTo = new ArrayList<>();
    for (int leaf = 0; leaf < leaves.size(); leaf++) {
      if (!named.contains(leaf) && leaves.labels().get(leaf).isNamed()) {
        shownTo.add(RowFactory.create(leaf, leaf, false));
        for (int other : nearest[leaf]) {
          shownTo.add(RowFactory.create(other, leaf, true));
        }
      }
    }
    Dataset<Row> shown = shown(leaves, members, shownTo).persist(StorageLevel.DISK_ONLY());
    Supplier<Iterator<Exhibit>> exhibits =
        () -> {
          Iterator<Row> rows = shown.toLocalIterator();
          return new Iterator<>() {
            @Override
            public boolean hasNext() {
              return rows.hasNext();
            }

            @Override
            public Exhibit next() {
              Row row = rows.next();
              int leaf = row.getInt(0);
              return exhibit(leaves, leaf, nearest[leaf], row.getList(1), row.getList(2));
            }
          };
        };
    List<Label> labels = asked(leaves, nearest, exhibits, false);
    shown.unpersist(false);
    children = leaves.named(labels);
    return labels;
  }

  @Override
  public List<Label> parents(
      int number, Level parents, String[] ids, int[] parentOf, Set<Integer> named) {
    int[][] nearest = Hierarchy.neighbours(parents.centres());
    List<Label> labels = parents.labels();
    // Where every child has a parent of its own, its name serves the parent too.
    if (parents.size() == children.size()) {
      labels = children.labels();
    } else {
      List<Exhibit> exhibits = new ArrayList<>();
      for (int parent = 0; parent < parents.size(); parent++) {
        if (!named.contains(parent) && parents.labels().get(parent).isNamed()) {
          int of = parent;
          List<String> inside =
              IntStream.range(0, parentOf.length)
                  .filter(child -> parentOf[child] == of)
                  .mapToObj(child -> children.labels().get(child).text())
                  .limit(SHOWN)
                  .toList();
          List<String> beside =
              IntStream.of(nearest[parent])
                  .mapToObj(other -> parents.labels().get(other).text())
                  .toList();
          exhibits.add(exhibit(parents, parent, nearest[parent], inside, beside));
        }
      }
      labels = asked(parents, nearest, exhibits::iterator, true);
    }
    children = parents.named(labels);
    return labels;
  }

  private Exhibit exhibit(
      Level level, int ordinal, int[] nearest, List<String> inside, List<String> outside) {
    return new Exhibit(
        ordinal,
        LabelEvidence.of(
            level.labels().get(ordinal),
            level.counts().distinctions(ordinal, nearest),
            inside,
            outside));
  }

  /** For each leaf to be named: of, members and outsiders, as lists of sentences. */
  private Dataset<Row> shown(Level leaves, Dataset<Row> members, List<Row> shownTo) {
    Dataset<Row> leafOfSentence =
        members
            .join(
                traces.select(
                    col(TracesTable.TRACE_ID),
                    AxisSentences.textHash(axis, traces.schema()).as(AxisSentences.TEXT_HASH)),
                TracesTable.TRACE_ID)
            .select(AxisSentences.TEXT_HASH, BaseClusters.LEAF)
            .distinct();
    float[][] centres = leaves.centres();
    UserDefinedFunction distance =
        udf(
            (UDF2<Integer, Seq<Float>, Double>)
                (of, vector) -> squaredDistance(centres[of], vector),
            DataTypes.DoubleType);
    // Members by hash; outsiders by how near they are.
    Column order =
        when(col(OUTSIDER), distance.apply(col(OF), col(EmbeddingsTable.VECTOR)))
            .otherwise(lit(0.0));
    Column place =
        row_number()
            .over(
                Window.partitionBy(OF, OUTSIDER)
                    .orderBy(
                        col("order"),
                        xxhash64(col(AxisSentences.TEXT_HASH)),
                        col(AxisSentences.TEXT_HASH)));
    return leafOfSentence
        .join(
            broadcast(warehouse.spark().createDataFrame(shownTo, SHOWN_TO)),
            col(BaseClusters.LEAF).equalTo(col("near")))
        .join(sentences, AxisSentences.TEXT_HASH)
        .withColumn("order", order)
        .withColumn(PLACE, place)
        .where(col(PLACE).leq(SHOWN))
        .groupBy(OF)
        .agg(
            collect_list(when(not(col(OUTSIDER)), col(AxisSentences.SENTENCE))).as("members"),
            collect_list(when(col(OUTSIDER), col(AxisSentences.SENTENCE))).as("outsiders"));
  }

  private static double squaredDistance(float[] centre, Seq<Float> vector) {
    double sum = 0;
    for (int i = 0; i < centre.length; i++) {
      double difference = centre[i] - vector.apply(i);
      sum += difference * difference;
    }
    return sum;
  }

  private List<Label> asked(
      Level level, int[][] nearest, Supplier<Iterator<Exhibit>> exhibits, boolean parents) {
    List<String> keys = new ArrayList<>();
    exhibits.get().forEachRemaining(exhibit -> keys.add(key(exhibit)));
    if (keys.isEmpty()) {
      return level.labels();
    }
    Set<String> known = questioning.kept(keys).keySet();
    Set<String> open = new HashSet<>(keys);
    open.removeAll(known);
    results.accept(
        questioning.ask(
            () -> items(exhibits.get(), new HashSet<>(open)),
            open.size(),
            new HashSet<>(keys).size() - open.size(),
            new LabelExam()));
    Map<String, String> answers = questioning.kept(keys);
    Map<Integer, Label> told = new TreeMap<>();
    exhibits
        .get()
        .forEachRemaining(
            exhibit -> {
              String json = answers.get(key(exhibit));
              LabelAnswer answer =
                  json == null ? null : LabelExam.read(exhibit.text(), json).answer();
              if (answer != null) {
                told.put(exhibit.ordinal(), new Label(answer.title(), answer.description(), true));
              }
            });
    return DistinctTitles.of(
        level,
        told,
        cluster ->
            Labels.differences(
                level.counts(),
                cluster,
                nearest[cluster],
                Clustering.isNamedByTerms(axis),
                parents));
  }

  private String key(Exhibit exhibit) {
    return LabelPrompt.prompt().key(model, exhibit.text());
  }

  /** What is equal is asked once. */
  private Iterator<Item> items(Iterator<Exhibit> exhibits, Set<String> open) {
    Iterable<Exhibit> all = () -> exhibits;
    return StreamSupport.stream(all.spliterator(), false)
        .map(exhibit -> new Item(key(exhibit), exhibit.text()))
        .filter(item -> open.remove(item.key()))
        .iterator();
  }
}
