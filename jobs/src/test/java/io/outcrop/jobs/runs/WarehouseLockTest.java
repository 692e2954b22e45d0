package io.outcrop.jobs.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.tables.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseLockTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private Path root() {
    return folder.resolve("deep/warehouse");
  }

  private Warehouse warehouse() {
    return new Warehouse(LocalSpark.session(), root().toString());
  }

  private void leave(LockHolder holder) throws IOException {
    Files.createDirectories(root());
    Files.write(root().resolve(WarehouseLock.FILE), JSON.writeValueAsBytes(holder));
  }

  private static LockHolder holder(String host, long pid) {
    return new LockHolder("token", "nightly", host, pid, "then", "2026-01-01T00:00:00Z", 3);
  }

  private static LockHolder here() {
    return LockHolder.here("ingest");
  }

  @Test
  void lock_held_isRefusedToASecond() {
    try (WarehouseLock first = WarehouseLock.take(warehouse(), "nightly")) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> WarehouseLock.take(warehouse(), "backfill"))
          .isInstanceOf(UserError.class)
          .hasMessageStartingWith("Cannot write to the warehouse file:" + root() + " now.")
          .hasMessageContaining("outcrop nightly has been writing to it since ")
          .hasMessageContaining("process " + ProcessHandle.current().pid() + " on ")
          .hasMessageContaining("wait until that has ended");
    }
  }

  @Test
  void lock_givenBack_leavesNothingAndIsFree() {
    WarehouseLock.take(warehouse(), "nightly").close();

    assertThat(folder.resolve("deep")).doesNotExist();
    WarehouseLock.take(warehouse(), "nightly").close();
  }

  @Test
  void lock_ofAProcessOfThisHostThatIsGone_isTakenOverAtOnce() throws IOException {
    LockHolder gone = holder(here().host(), ProcessHandle.current().pid());
    leave(gone);

    try (WarehouseLock lock = WarehouseLock.take(warehouse(), "nightly")) {
      assertThat(lock).isNotNull();
      assertThat(Files.readString(root().resolve(WarehouseLock.FILE))).doesNotContain("\"token\",");
    }
    assertThat(root()).isEmptyDirectory();
  }

  @Test
  void lock_ofAnotherHostThatIsNotRenewed_isTakenOverAfterTheLease() throws IOException {
    leave(holder("elsewhere", 1));

    long start = System.nanoTime();
    WarehouseLock.take(warehouse(), here(), SHORT).close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(SHORT);
  }

  @Test
  void lock_ofAnotherHostThatIsRenewed_isRefused() throws Exception {
    leave(holder("elsewhere", 1));
    Thread renewing =
        new Thread(
            () -> {
              try {
                Thread.sleep(400);
                leave(holder("elsewhere", 1).renewedOnce());
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    renewing.start();

    assertThatThrownBy(() -> WarehouseLock.take(warehouse(), here(), Duration.ofSeconds(20)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("process 1 on elsewhere");
    renewing.join();
  }

  @Test
  void lock_cutByAKill_isTakenOverAfterTheLease() throws IOException {
    Files.createDirectories(root());
    Files.writeString(root().resolve(WarehouseLock.FILE), "{\"token\":\"a");

    WarehouseLock.take(warehouse(), here(), SHORT).close();

    assertThat(root()).isEmptyDirectory();
  }
}
