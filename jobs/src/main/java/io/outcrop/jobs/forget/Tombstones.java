package io.outcrop.jobs.forget;

import io.outcrop.jobs.UserError;
import io.outcrop.jobs.tables.ForgottenTable;
import io.outcrop.jobs.tables.ForgottenTable.Forgotten;
import io.outcrop.jobs.tables.Warehouse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Keyed hashes of forgotten tenants' ids.
 *
 * <p>The key comes from the environment variable {@value #VARIABLE}, else from a file beside the
 * table that is made once and that its owner alone may read, where the file system knows rights.
 * Whoever has key and table can ask for a name whether it was forgotten, and cannot list the names.
 */
public final class Tombstones {
  static final String VARIABLE = "OUTCROP_FORGET_KEY";
  static final String FILE = "ops/_forget.key";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final FsPermission OWNER_ALONE = new FsPermission((short) 0600);

  private final Warehouse warehouse;
  private final byte[] key;

  private Tombstones(Warehouse warehouse, byte[] key) {
    this.warehouse = warehouse;
    this.key = key;
  }

  /** Whether any tenant was ever forgotten here. */
  public static boolean areIn(Warehouse warehouse) {
    return !warehouse.read(ForgottenTable.TABLE).isEmpty();
  }

  /**
   * @param environment value of {@value #VARIABLE}, or null
   * @throws UserError when there are tombstones and their key is gone
   */
  static Tombstones of(Warehouse warehouse, String environment) {
    if (environment != null && !environment.isBlank()) {
      return new Tombstones(warehouse, environment.strip().getBytes(StandardCharsets.UTF_8));
    }
    Path file = new Path(warehouse.root(), FILE);
    try {
      FileSystem files = file.getFileSystem(warehouse.spark().sparkContext().hadoopConfiguration());
      if (!files.exists(file)) {
        if (areIn(warehouse)) {
          throw new UserError(
              "Cannot tell which tenants are forgotten in " + warehouse.root() + ".",
              "neither " + VARIABLE + " nor " + file + " is there",
              "set " + VARIABLE + " to the key that was used, or put the file back");
        }
        make(files, file);
      }
      try (InputStream in = files.open(file)) {
        return new Tombstones(warehouse, in.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the key " + file, e);
    }
  }

  private static void make(FileSystem files, Path file) throws IOException {
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    files.mkdirs(file.getParent());
    try (FSDataOutputStream out = FileSystem.create(files, file, OWNER_ALONE)) {
      OutputStream plain = out;
      plain.write(HexFormat.of().formatHex(random).getBytes(StandardCharsets.UTF_8));
    }
  }

  String of(String tenant) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(tenant.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot hash with " + ALGORITHM, e);
    }
  }

  void add(String tenant, Instant now) {
    warehouse.upsert(
        ForgottenTable.TABLE,
        warehouse
            .spark()
            .createDataFrame(
                List.of(ForgottenTable.ROWS.toRow(new Forgotten(of(tenant), now))),
                ForgottenTable.TABLE.schema()),
        ForgottenTable.TOMBSTONE);
  }

  /** Those of some tenants that were forgotten. */
  List<String> among(List<String> tenants) {
    Set<String> tombstones =
        warehouse
            .read(ForgottenTable.TABLE)
            .select(ForgottenTable.TOMBSTONE)
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .collect(Collectors.toSet());
    return tenants.stream().filter(tenant -> tombstones.contains(of(tenant))).toList();
  }
}
