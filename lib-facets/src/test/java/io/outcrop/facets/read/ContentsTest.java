package io.outcrop.facets.read;

import static io.outcrop.facets.read.Found.request;
import static io.outcrop.facets.read.Found.span;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.outcrop.facets.read.Reject.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ContentsTest {
  private static final byte[] ONE = bytes(request(span("01", "")) + "\n");
  private static final byte[] TWO = bytes(request(span("02", "")) + "\n");

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return packed.toByteArray();
  }

  static byte[] frame(byte[] payload) {
    return ByteBuffer.allocate(payload.length + 4).putInt(payload.length).put(payload).array();
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static void assertBoth(byte[] bytes) {
    Found found = Found.in(bytes);
    assertThat(found.spanIds()).containsExactly("01", "02");
    assertThat(found.summary()).isEqualTo(new ReadSummary("otlp", 2, 2, 0, 0, 0));
  }

  @Test
  void zstd_ofOneFrameOrSeveral_isReadToTheEnd() {
    assertBoth(Zstd.compress(joined(ONE, TWO)));
    assertBoth(joined(Zstd.compress(ONE), Zstd.compress(TWO)));
    assertThat(Found.in(Zstd.compress(new byte[0])).summary().records()).isZero();
  }

  @Test
  void zstd_inDrops_isReadTheSame() {
    byte[] packed = joined(Zstd.compress(ONE), Zstd.compress(TWO));
    InputStream drops =
        new FilterInputStream(new ByteArrayInputStream(packed)) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(1, length));
          }
        };
    assertThat(Found.in(drops, ReadOptions.defaults()).spanIds()).containsExactly("01", "02");
  }

  @Test
  void zstd_cut_keepsWhatCameBefore() {
    byte[] second = Zstd.compress(TWO);
    for (int cut = 1; cut < second.length; cut++) {
      byte[] packed = joined(Zstd.compress(ONE), Arrays.copyOf(second, second.length - cut));
      Found found = Found.in(packed);
      assertThat(found.spanIds()).containsExactly("01");
      assertThat(found.rejects())
          .containsExactly(
              new Reject(
                  "object",
                  Reason.CORRUPT_COMPRESSION,
                  "unpacking broke off: Truncated source",
                  ""));
    }
  }

  @Test
  void zstd_garbage_isOneReject() {
    Found found = Found.in(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0});
    assertThat(found.reasons()).containsExactly(Reason.CORRUPT_COMPRESSION);
    assertThat(found.summary().records()).isEqualTo(1);
  }

  @Test
  void frames_ofJson_areRead() {
    assertBoth(joined(frame(ONE), frame(TWO)));
    assertBoth(joined(frame(ONE), frame(new byte[0]), frame(TWO)));
  }

  @Test
  void frames_packedEachOrAsAWhole_areRead() {
    assertBoth(joined(frame(Zstd.compress(ONE)), frame(Zstd.compress(TWO))));
    assertBoth(joined(frame(gzip(ONE)), frame(gzip(TWO))));
    assertBoth(gzip(joined(frame(ONE), frame(TWO))));
    assertBoth(Zstd.compress(gzip(joined(ONE, TWO))));
  }

  @Test
  void frame_broken_costsOnlyItself() {
    Found found = Found.in(joined(frame(ONE), frame(bytes("{\"resourceSpans\":[{]}")), frame(TWO)));
    assertThat(found.spanIds()).containsExactly("01", "02");
    assertThat(found.reasons()).containsExactly(Reason.MALFORMED_JSON);
    assertThat(found.rejects().get(0).position()).isEqualTo("frame 2, line 1");
  }

  @Test
  void frame_cut_isTold() {
    byte[] both = joined(frame(ONE), frame(TWO));
    Found inside = Found.in(Arrays.copyOf(both, both.length - 20));
    assertThat(inside.spanIds()).containsExactly("01");
    assertThat(inside.reasons()).containsExactly(Reason.MALFORMED_JSON);
    Found behind = Found.in(Arrays.copyOf(both, both.length - 1));
    assertThat(behind.spanIds()).containsExactly("01", "02");
    assertThat(behind.rejects())
        .containsExactly(
            new Reject(
                "frame 2, line 1, record 2",
                Reason.CORRUPT_COMPRESSION,
                "the frame lacks its last 1 bytes",
                ""));
    Found head = Found.in(joined(both, new byte[] {0, 0}));
    assertThat(head.spanIds()).containsExactly("01", "02");
    assertThat(head.rejects().get(0).detail())
        .isEqualTo("the object goes on with what is no frame");
  }

  @Test
  void packing_withoutEnd_isGivenUp() {
    byte[] packed = ONE;
    for (int i = 0; i < 6; i++) {
      packed = gzip(packed);
    }
    Found found = Found.in(packed);
    assertThat(found.rejects())
        .containsExactly(
            new Reject("object", Reason.CORRUPT_COMPRESSION, "packed more often than 4 times", ""));
  }
}
