package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Points in time in the forms that exporters write. */
final class Times {
  private static final long LATEST_SECOND = 253_402_300_799L;
  private static final BigDecimal GREATEST = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000L);

  private Times() {}

  /**
   * A time from a number of nanoseconds, microseconds, milliseconds or seconds, told apart by their
   * size, or from ISO 8601, without a zone in UTC; null where it is absent, zero or unreadable.
   */
  static Instant of(JsonNode node) {
    if (node == null || node.isNull()) {
      return null;
    }
    if (node.isObject() && node.has("low") && node.has("high")) {
      return of((node.get("high").asLong() << 32) + (node.get("low").asLong() & 0xffff_ffffL));
    }
    String text = Json.text(node);
    return of(text);
  }

  static Instant of(String text) {
    String time = text.strip();
    if (time.isEmpty() || time.length() > 64) {
      return null;
    }
    Long whole = Numbers.integer(time);
    if (whole != null) {
      return of(whole.longValue());
    }
    Double number = Numbers.decimal(time);
    return number == null ? iso(time) : ofDecimal(new BigDecimal(time));
  }

  /** Whether a value that gives no time means just that: null, nothing, or zero. */
  static boolean isAbsent(JsonNode node) {
    if (node == null || node.isNull()) {
      return true;
    }
    String text = Json.text(node).strip();
    return text.isEmpty() || text.equals("0");
  }

  static Instant of(long value) {
    if (value <= 0) {
      return null;
    }
    long perSecond = unitsPerSecond(value);
    long nanosPerUnit = 1_000_000_000L / perSecond;
    return Instant.ofEpochSecond(value / perSecond, value % perSecond * nanosPerUnit);
  }

  private static Instant ofDecimal(BigDecimal value) {
    boolean tooGreat = value.precision() - value.scale() > 19 || value.compareTo(GREATEST) > 0;
    if (value.signum() <= 0 || tooGreat) {
      return null;
    }
    BigDecimal perSecond = BigDecimal.valueOf(unitsPerSecond(value.longValue()));
    BigInteger nanos = value.movePointRight(9).toBigInteger().divide(perSecond.toBigIntegerExact());
    return Instant.ofEpochSecond(nanos.divide(NANOS).longValue(), nanos.mod(NANOS).longValue());
  }

  // Year 5138 in seconds is 1973 in milliseconds, and so on up: the ranges do not meet.
  private static long unitsPerSecond(long value) {
    if (value < 100_000_000_000L) {
      return 1L;
    }
    if (value < 100_000_000_000_000L) {
      return 1_000L;
    }
    return value < 100_000_000_000_000_000L ? 1_000_000L : 1_000_000_000L;
  }

  private static Instant iso(String text) {
    if (text.length() < 16 || text.charAt(4) != '-') {
      return null;
    }
    String time = text.charAt(10) == ' ' ? text.substring(0, 10) + 'T' + text.substring(11) : text;
    try {
      Instant instant =
          hasZone(time)
              ? OffsetDateTime.parse(time).toInstant()
              : LocalDateTime.parse(time).toInstant(ZoneOffset.UTC);
      return Math.abs(instant.getEpochSecond()) > LATEST_SECOND ? null : instant;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static boolean hasZone(String time) {
    return time.endsWith("Z")
        || time.endsWith("z")
        || time.indexOf('+', 11) > 0
        || time.indexOf('-', 11) > 0;
  }
}
