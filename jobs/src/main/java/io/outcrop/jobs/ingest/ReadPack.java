package io.outcrop.jobs.ingest;

import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/** Reads one pack on an executor. */
record ReadPack(
    Broadcast<SerializableConfiguration> hadoop, Reading reading, String folder, String batch)
    implements FlatMapFunction<Packs.Pack, Row> {

  @Override
  public Iterator<Row> call(Packs.Pack pack) {
    Configuration configuration = hadoop.value().value();
    PackRows rows =
        new PackRows(
            pack,
            new ObjectStores(reading.config(), configuration),
            reading.options(),
            new SideFiles(folder, configuration),
            batch);
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> rows.close());
    return rows;
  }
}
