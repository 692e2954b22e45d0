package io.outcrop.jobs.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names clusters by their members alone, so that the same traces make the same id in any run. */
final class ClusterIds {
  private static final int BYTES = 6;

  private ClusterIds() {}

  /**
   * Axis, level and twelve hex digits.
   *
   * @param fold exclusive or of the hashes of the members' ids
   */
  static String of(String axis, int level, long fold, long traces) {
    MessageDigest digest = sha256();
    digest.update((axis + '|' + level).getBytes(StandardCharsets.UTF_8));
    digest.update(ByteBuffer.allocate(2 * Long.BYTES).putLong(fold).putLong(traces).array());
    return axis + '-' + level + '-' + HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Cannot name clusters: this Java has no SHA-256", e);
    }
  }
}
