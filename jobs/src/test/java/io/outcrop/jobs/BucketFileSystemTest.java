package io.outcrop.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.config.S3Settings;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class BucketFileSystemTest {
  private final Configuration hadoop = new Configuration();

  private static S3Settings settings(String... sets) {
    return OutcropConfig.load(null, List.of(sets)).ingest().s3();
  }

  @Test
  void settings_reachHadoop() {
    BucketFileSystem.configure(
        hadoop,
        settings(
            "outcrop.ingest.s3.endpoint=\"http://minio:9000\"",
            "outcrop.ingest.s3.path-style=true"));

    assertThat(hadoop.get("fs.s3a.endpoint")).isEqualTo("http://minio:9000");
    assertThat(hadoop.get("fs.s3a.endpoint.region")).isEqualTo("us-east-1");
    assertThat(hadoop.get("fs.s3a.path.style.access")).isEqualTo("true");
    assertThat(hadoop.get("fs.s3a.aws.credentials.provider"))
        .contains("SimpleAWSCredentialsProvider")
        .endsWith("software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider");
  }

  @Test
  void settings_inHadoopsWords_stand() {
    hadoop.set("fs.s3a.endpoint", "http://other:9000", "Set by Spark from keys of the user");
    hadoop.set("fs.s3a.aws.credentials.provider", "my.Provider");

    BucketFileSystem.configure(
        hadoop,
        settings(
            "outcrop.ingest.s3.endpoint=\"http://minio:9000\"",
            "outcrop.ingest.s3.region=eu-west-1"));

    assertThat(hadoop.get("fs.s3a.endpoint")).isEqualTo("http://other:9000");
    assertThat(hadoop.get("fs.s3a.endpoint.region")).isEqualTo("eu-west-1");
    assertThat(hadoop.get("fs.s3a.aws.credentials.provider")).isEqualTo("my.Provider");
  }

  @Test
  void settings_ofSparksOwn_giveWay() {
    hadoop.set("fs.s3a.endpoint", "s3.amazonaws.com", "Set by Spark to default values");

    BucketFileSystem.configure(
        hadoop, settings("outcrop.ingest.s3.endpoint=\"http://minio:9000\""));

    assertThat(hadoop.get("fs.s3a.endpoint")).isEqualTo("http://minio:9000");
  }

  @Test
  void address_ofABucket_isThatOfHadoopUnlessThePlatformHasItsOwn() {
    BucketFileSystem.configure(hadoop, settings());
    assertThat(BucketFileSystem.address("s3://b/out", hadoop)).isEqualTo("s3a://b/out");
    assertThat(BucketFileSystem.address("/data/out", hadoop)).isEqualTo("/data/out");

    Configuration platform = new Configuration();
    platform.set("fs.s3.impl", "com.example.PlatformFileSystem");
    BucketFileSystem.configure(platform, settings());
    assertThat(BucketFileSystem.address("s3://b/out", platform)).isEqualTo("s3://b/out");
  }
}
