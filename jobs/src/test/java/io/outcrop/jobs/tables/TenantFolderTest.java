package io.outcrop.jobs.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TenantFolderTest {
  @Test
  void plainId_standsForItself() {
    assertThat(TenantFolder.of("acme-7")).isEqualTo("acme-7");
  }

  @Test
  void hostileIds_neverLeaveTheirFolder() {
    List<String> ids =
        List.of(
            "../../x",
            "..",
            ".",
            "",
            "/etc/passwd",
            "a/b",
            "a\\b",
            "_delta_log",
            "C:",
            "%2e%2e",
            "a b",
            "x\u0000y",
            "\u202e",
            "ä",
            "~2e",
            "day=1",
            "s3://b/k",
            "x".repeat(5_000),
            "é".repeat(300));
    assertThat(ids)
        .extracting(TenantFolder::of)
        .allMatch(name -> name.matches("[a-z0-9~-]{1,140}"));
    assertThat(ids.stream().map(TenantFolder::of)).doesNotHaveDuplicates();
  }

  @Test
  void idsThatDifferInCapitalsOrTheirEnd_haveFoldersThatDoToo() {
    assertThat(TenantFolder.of("Acme")).isEqualTo("~41cme").isNotEqualTo(TenantFolder.of("acme"));
    assertThat(TenantFolder.of("y".repeat(500) + "1"))
        .isNotEqualTo(TenantFolder.of("y".repeat(500) + "2"));
  }
}
