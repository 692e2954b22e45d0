package io.outcrop.facets.read;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a user's id is replaced by a hash of it: 128 bits in hex, always the same for the same id.
 *
 * <p>Without a key, whoever can guess an id can check the guess; with one (HMAC-SHA256), only who
 * has the key can.
 */
public final class UserHash implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int HEX_DIGITS = 32;
  private static final String HMAC = "HmacSHA256";

  /** Ids stay as they are. */
  public static final UserHash NONE = new UserHash(false, null);

  /** SHA-256 without a key. */
  public static final UserHash SHA256 = new UserHash(true, null);

  private final boolean hashes;
  private final byte[] key;

  private UserHash(boolean hashes, byte[] key) {
    this.hashes = hashes;
    this.key = key;
  }

  /** HMAC-SHA256 under a key. */
  public static UserHash keyed(String key) {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("key must not be empty");
    }
    return new UserHash(true, key.getBytes(StandardCharsets.UTF_8));
  }

  boolean hashes() {
    return hashes;
  }

  String of(String id) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of()
        .formatHex(key == null ? digest(bytes) : mac(bytes))
        .substring(0, HEX_DIGITS);
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private byte[] mac(byte[] bytes) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + HMAC, e);
    }
  }

  /** Never tells the key. */
  @Override
  public String toString() {
    return !hashes ? "none" : key == null ? "sha256" : "hmac";
  }
}
