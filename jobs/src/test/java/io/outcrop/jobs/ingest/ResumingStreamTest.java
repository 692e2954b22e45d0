package io.outcrop.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResumingStreamTest {
  private final byte[] content = new byte[3_000_000];
  private final List<Long> opened = new ArrayList<>();
  private final List<Integer> pauses = new ArrayList<>();

  {
    new Random(5).nextBytes(content);
  }

  /** A stream that ends, or fails, after so many bytes. */
  private InputStream upTo(long from, int length, IOException failure) {
    byte[] bytes =
        Arrays.copyOfRange(content, (int) from, (int) Math.min(content.length, from + length));
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] buffer, int offset, int count) throws IOException {
        int read = super.read(buffer, offset, count);
        if (read < 0 && failure != null) {
          throw failure;
        }
        return read;
      }
    };
  }

  private ResumingStream.Source breaking(int portion, IOException failure) {
    return (from, version) -> {
      assertThat(version).isEqualTo(opened.isEmpty() ? "" : "v1");
      opened.add(from);
      return new ResumingStream.Part(upTo(from, portion, failure), content.length, "v1");
    };
  }

  private ResumingStream open(ResumingStream.Source source, long from, int attempts)
      throws IOException {
    return new ResumingStream(source, from, attempts, pauses::add);
  }

  @Test
  void stream_endingTooSoon_isTakenUpWhereItWas() throws IOException {
    byte[] read = open(breaking(1_200_000, null), 0, 2).readAllBytes();

    assertThat(read).isEqualTo(content);
    assertThat(opened).containsExactly(0L, 1_200_000L, 2_400_000L);
    assertThat(pauses).containsExactly(1, 1);
  }

  @Test
  void stream_failing_isTakenUpWhereItWas() throws IOException {
    byte[] read =
        open(breaking(1_200_000, new SocketTimeoutException("slow")), 500, 2).readAllBytes();

    assertThat(read).isEqualTo(Arrays.copyOfRange(content, 500, content.length));
    assertThat(opened).startsWith(500L, 1_200_500L);
  }

  @Test
  void stream_withoutProgress_isGivenUpAfterTheAttempts() {
    assertThatThrownBy(() -> open(breaking(10, new IOException("reset")), 0, 3).readAllBytes())
        .isInstanceOf(ObjectUnavailableException.class)
        .hasMessage("given up at byte 30 after 3 attempts: reset");
    assertThat(opened).containsExactly(0L, 10L, 20L);
    assertThat(pauses).containsExactly(1, 2);
  }

  @Test
  void stream_ofUnknownSize_endsWhereItEnds() throws IOException {
    ResumingStream.Source source =
        (from, version) -> new ResumingStream.Part(upTo(from, 100, null), -1, "v1");

    assertThat(open(source, 0, 3).readAllBytes()).hasSize(100);
  }

  @Test
  void object_changed_isNotTriedAgain() {
    ResumingStream.Source source =
        (from, version) -> {
          opened.add(from);
          if (from > 0) {
            throw new ObjectUnavailableException("the object changed while it was read", null);
          }
          return new ResumingStream.Part(upTo(from, 100, null), content.length, "v1");
        };

    assertThatThrownBy(() -> open(source, 0, 9).readAllBytes())
        .isInstanceOf(ObjectUnavailableException.class)
        .hasMessage("the object changed while it was read");
    assertThat(opened).containsExactly(0L, 100L);
  }

  @Test
  void opening_failingForATime_isTriedAgain() throws IOException {
    ResumingStream.Source source =
        (from, version) -> {
          opened.add(from);
          if (opened.size() < 3) {
            throw new IOException("503");
          }
          return new ResumingStream.Part(upTo(from, content.length, null), content.length, "v1");
        };

    assertThat(open(source, 0, 3).readAllBytes()).hasSize(content.length);
    assertThat(pauses).containsExactly(1, 2);
  }

  @Test
  void wait_interrupted_endsTheReading() {
    ResumingStream.Pause interrupted =
        failures -> {
          throw new InterruptedException();
        };

    assertThatThrownBy(
            () -> new ResumingStream(breaking(9, null), 0, 9, interrupted).readAllBytes())
        .isInstanceOf(ObjectUnavailableException.class)
        .hasMessage("interrupted at byte 9");
    assertThat(Thread.interrupted()).isTrue();
  }
}
