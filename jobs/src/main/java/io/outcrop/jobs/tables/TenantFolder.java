package io.outcrop.jobs.tables;

import io.outcrop.jobs.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The name of a tenant's folder: the same for the same id, another for any other, and safe in any
 * file system.
 *
 * <p>Small letters, digits and hyphens stand for themselves, every other byte of UTF-8 as {@code
 * ~hh}; so no id climbs out of its folder, hides, or is another's in a file system that takes
 * capitals for small letters. A name that would be too long ends with a hash of the id.
 */
public final class TenantFolder {
  /** Where the folders lie in a warehouse. */
  public static final String ROOT = "tenants";

  private static final int LONGEST = 120;
  private static final int KEPT = 80;

  private TenantFolder() {}

  public static String of(String tenant) {
    StringBuilder name = new StringBuilder();
    for (byte b : tenant.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-') {
        name.append(c);
      } else {
        name.append(String.format(Locale.ROOT, "~%02x", (int) c));
      }
    }
    if (name.length() == 0) {
      return "~";
    }
    return name.length() <= LONGEST
        ? name.toString()
        : name.substring(0, KEPT) + "~~" + new Digest().add(tenant).hex(16);
  }
}
