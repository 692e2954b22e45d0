package io.outcrop.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outcrop.jobs.UserError;
import io.outcrop.jobs.cluster.ClusterOptions;
import io.outcrop.jobs.embed.LocalSpark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSpeedTest {
  @TempDir private Path folder;

  @Test
  void measure_madeGroups_tellsErrorAndPurity() {
    ClusterSpeed speed = new ClusterSpeed(LocalSpark.session(), ClusterOptions.defaults());
    ClusterSpeed.Figures figures = speed.measure(new Vectors.Made(1_500, 24, 10, 0.3), 10);
    assertThat(figures.clusters()).isEqualTo(10);
    assertThat(figures.purity()).isGreaterThan(0.99);
    // Noise of 0.3 around centres of 1 is a share of 0.09 / 1.09 of the unit length.
    assertThat(figures.meanSquaredDistance()).isBetween(0.06, 0.1);
    assertThat(figures.labels()).hasSize(1_500);
  }

  @Test
  void purity_oneOfThreeAmiss_isTwoThirds() {
    assertThat(ClusterSpeed.purity(new int[] {0, 0, 0}, new int[] {4, 4, 5})).isEqualTo(2 / 3.0);
  }

  @Test
  void npyFile_oneNumpyWrote_givesItsRows() throws IOException {
    Path file = npy("<f4", "(3, 2)", 24);
    Vectors vectors = Vectors.of(file, null);
    assertThat(vectors.count()).isEqualTo(3);
    Iterator<float[]> rows = vectors.from(1, 3);
    assertThat(rows.next()).containsExactly(2, 3);
    assertThat(rows.next()).containsExactly(4, 5);
    assertThat(rows.hasNext()).isFalse();
  }

  @Test
  void npyFile_otherType_isTheUsersError() throws IOException {
    Path file = npy("<f8", "(3, 2)", 48);
    assertThatThrownBy(() -> Vectors.of(file, null))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("<f8");
  }

  private Path npy(String type, String shape, int bytes) throws IOException {
    String header = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape);
    header += " ".repeat(117 - header.length()) + "\n";
    ByteBuffer file = ByteBuffer.allocate(10 + header.length() + bytes);
    file.order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
        .putShort((short) header.length())
        .put(header.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < bytes / 4; i++) {
      file.putFloat(i);
    }
    return Files.write(folder.resolve("vectors.npy"), file.array());
  }
}
