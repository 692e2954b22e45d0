package io.outcrop.facets.read;

import java.time.LocalDate;
import java.util.Objects;

/**
 * The limits and names that readers go by.
 *
 * @param maxTextChars characters kept of one text: a message, an argument, a result
 * @param maxAttributes attributes kept of one span
 * @param maxAttributeChars characters kept of one attribute
 * @param earliest the first day that a trace date may have; also that of a span without a start
 * @param latest the last day that a trace date may have
 * @param foldBufferSpans spans of one object that wait for further copies of themselves
 * @param lesserTenants where to look for a tenant that nothing better names
 * @param users what becomes of users' ids
 */
public record ReadOptions(
    int maxTextChars,
    int maxAttributes,
    int maxAttributeChars,
    LocalDate earliest,
    LocalDate latest,
    OwnerKeys keys,
    int foldBufferSpans,
    LesserTenants lesserTenants,
    UserHash users) {

  /** Options under which tenants are named by their keys alone and users' ids stay. */
  public ReadOptions(
      int maxTextChars,
      int maxAttributes,
      int maxAttributeChars,
      LocalDate earliest,
      LocalDate latest,
      OwnerKeys keys,
      int foldBufferSpans) {
    this(
        maxTextChars,
        maxAttributes,
        maxAttributeChars,
        earliest,
        latest,
        keys,
        foldBufferSpans,
        LesserTenants.NONE,
        UserHash.NONE);
  }

  public ReadOptions {
    requirePositive("maxTextChars", maxTextChars);
    requirePositive("maxAttributes", maxAttributes);
    requirePositive("maxAttributeChars", maxAttributeChars);
    requirePositive("foldBufferSpans", foldBufferSpans);
    Objects.requireNonNull(keys, "keys");
    Objects.requireNonNull(lesserTenants, "lesserTenants");
    Objects.requireNonNull(users, "users");
    if (earliest.isAfter(latest)) {
      throw new IllegalArgumentException(
          "earliest must not be after latest, was " + earliest + " and " + latest);
    }
  }

  public static ReadOptions defaults() {
    return new ReadOptions(
        16_384,
        64,
        1_024,
        LocalDate.of(2015, 1, 1),
        LocalDate.of(2099, 12, 31),
        OwnerKeys.defaults(),
        20_000);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be >= 1, was " + value);
    }
  }
}
