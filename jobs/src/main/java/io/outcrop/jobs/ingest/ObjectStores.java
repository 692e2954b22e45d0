package io.outcrop.jobs.ingest;

import io.outcrop.jobs.config.OutcropConfig;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** The store that an address asks for, by its scheme: buckets by the SDK, all else by Hadoop. */
final class ObjectStores implements ObjectStore {
  private final ObjectStore buckets;
  private final ObjectStore files;

  ObjectStores(OutcropConfig.Ingest config, Configuration configuration) {
    this.buckets = new S3ObjectStore(config.s3(), config.partitionSlackDays());
    this.files = new HadoopObjectStore(configuration, config.partitionSlackDays());
  }

  private ObjectStore of(String uri) {
    return S3Address.is(uri) ? buckets : files;
  }

  @Override
  public List<ObjectRef> list(String input, DateRange range) {
    return of(input).list(input, range);
  }

  @Override
  public InputStream open(String uri, long from) throws IOException {
    return of(uri).open(uri, from);
  }
}
