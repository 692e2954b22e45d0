package io.outcrop.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outcrop.facets.read.OwnerKeys;
import io.outcrop.facets.read.ReadOptions;
import io.outcrop.facets.read.UserHash;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.config.OutcropConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadingTest {
  private static final String KEY = "OUTCROP_USER_HASH_KEY";

  private static OutcropConfig.Ingest config(String... sets) {
    return OutcropConfig.load(null, List.of(sets)).ingest();
  }

  private static Reading reading(Map<String, String> environment, String... sets) {
    return Reading.of(config(sets), environment);
  }

  @Test
  void options_byDefault_areTheLibrarysKeysAndNoHash() {
    ReadOptions options = reading(Map.of()).options();

    assertThat(options.keys()).isEqualTo(OwnerKeys.defaults());
    assertThat(options.lesserTenants().path()).isEmpty();
    assertThat(options.users()).isSameAs(UserHash.NONE);
  }

  @Test
  void keys_ofProjects_standForTenantsBehindAllOthers() {
    ReadOptions options =
        reading(
                Map.of(),
                "outcrop.ingest.keys.tenant=[my.org, openinference.project.name]",
                "outcrop.ingest.keys.model=[my.model]",
                "outcrop.ingest.tenant.from-path=\"tenant=([^/]+)\"")
            .options();

    assertThat(options.keys().tenant()).containsExactly("my.org");
    assertThat(options.keys().model()).containsExactly("my.model");
    assertThat(options.lesserTenants().projects()).containsExactly("openinference.project.name");
    assertThat(options.lesserTenants().path()).isPresent();
  }

  @Test
  void hash_withoutItsKey_isRefused() {
    assertThatThrownBy(() -> reading(Map.of(), "outcrop.ingest.hash-users=hmac"))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("Cannot hash users' ids.")
        .hasMessageContaining("the environment variable OUTCROP_USER_HASH_KEY is not set")
        .hasMessageContaining("set it to a long random text");
    assertThatThrownBy(() -> reading(Map.of(KEY, "short"), "outcrop.ingest.hash-users=hmac"))
        .hasMessageContaining("has fewer than 16 characters")
        .hasMessageNotContaining("short");
  }

  @Test
  void hash_withItsKey_tellsItToNobody() {
    Reading reading =
        reading(Map.of(KEY, "a key of sixteen and more"), "outcrop.ingest.hash-users=hmac");

    assertThat(reading.options().users().toString()).isEqualTo("hmac");
    assertThat(reading.toString()).doesNotContain("sixteen");
  }

  @Test
  void pattern_ofThePath_mustBeOneWithAGroup() {
    assertThatThrownBy(() -> config("outcrop.ingest.tenant.from-path=\"tenant=(\""))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("outcrop.ingest.tenant.from-path must be a regular expression, was")
        .hasMessageContaining("Unclosed group");
    assertThatThrownBy(() -> config("outcrop.ingest.tenant.from-path=\"tenant\""))
        .hasMessageContaining("outcrop.ingest.tenant.from-path must have a group in parentheses");
  }
}
