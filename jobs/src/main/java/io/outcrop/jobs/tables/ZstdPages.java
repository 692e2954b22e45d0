package io.outcrop.jobs.tables;

import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Packs pages of Parquet files, each as one frame in one call. Parquet's own codec begins a stream
 * for each page, and for the small ones that costs more than the packing.
 */
// Its successor is an interface that this version's page store does not take yet.
@SuppressWarnings("deprecation")
final class ZstdPages extends CodecFactory.BytesCompressor {
  /** Spark's, and zstd's own. */
  private static final int LEVEL = 3;

  private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(LEVEL);

  @Override
  public BytesInput compress(BytesInput page) throws IOException {
    return BytesInput.from(zstd.compress(page.toByteArray()));
  }

  @Override
  public CompressionCodecName getCodecName() {
    return CompressionCodecName.ZSTD;
  }

  @Override
  public void release() {
    zstd.close();
  }
}
