package io.outcrop.jobs.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Makes a JSON scalar of each value of a Parquet column. Times are in ISO 8601 and UTC, whether the
 * column says so or not; bytes that are no text are in base64.
 */
final class ParquetScalar extends PrimitiveConverter {
  private static final int JULIAN_EPOCH = 2_440_588;
  private static final long SECONDS_OF_DAY = 86_400L;

  private final boolean int96;
  private final LogicalTypeAnnotation logical;
  private final Consumer<JsonNode> target;

  ParquetScalar(PrimitiveType type, Consumer<JsonNode> target) {
    this.int96 = type.getPrimitiveTypeName() == PrimitiveTypeName.INT96;
    this.logical = type.getLogicalTypeAnnotation();
    this.target = target;
  }

  @Override
  public void addBoolean(boolean value) {
    target.accept(BooleanNode.valueOf(value));
  }

  @Override
  public void addDouble(double value) {
    target.accept(DoubleNode.valueOf(value));
  }

  @Override
  public void addFloat(float value) {
    target.accept(DoubleNode.valueOf(Double.parseDouble(Float.toString(value))));
  }

  @Override
  public void addInt(int value) {
    if (logical instanceof DateLogicalTypeAnnotation) {
      target.accept(TextNode.valueOf(LocalDate.ofEpochDay(value).toString()));
    } else if (logical instanceof IntLogicalTypeAnnotation of && !of.isSigned()) {
      target.accept(LongNode.valueOf(Integer.toUnsignedLong(value)));
    } else if (logical instanceof DecimalLogicalTypeAnnotation of) {
      target.accept(DecimalNode.valueOf(BigDecimal.valueOf(value, of.getScale())));
    } else {
      target.accept(LongNode.valueOf(value));
    }
  }

  @Override
  public void addLong(long value) {
    if (logical instanceof TimestampLogicalTypeAnnotation of) {
      target.accept(TextNode.valueOf(time(value, of.getUnit()).toString()));
    } else if (logical instanceof DecimalLogicalTypeAnnotation of) {
      target.accept(DecimalNode.valueOf(BigDecimal.valueOf(value, of.getScale())));
    } else if (value < 0 && logical instanceof IntLogicalTypeAnnotation of && !of.isSigned()) {
      target.accept(TextNode.valueOf(Long.toUnsignedString(value)));
    } else {
      target.accept(LongNode.valueOf(value));
    }
  }

  private static Instant time(long value, TimeUnit unit) {
    long perSecond =
        switch (unit) {
          case MILLIS -> 1_000L;
          case MICROS -> 1_000_000L;
          case NANOS -> 1_000_000_000L;
        };
    return Instant.ofEpochSecond(
        Math.floorDiv(value, perSecond),
        Math.floorMod(value, perSecond) * (1_000_000_000L / perSecond));
  }

  @Override
  public void addBinary(Binary value) {
    if (int96) {
      target.accept(TextNode.valueOf(int96(value).toString()));
    } else if (logical instanceof DecimalLogicalTypeAnnotation of) {
      target.accept(
          DecimalNode.valueOf(new BigDecimal(new BigInteger(value.getBytes()), of.getScale())));
    } else if (logical instanceof UUIDLogicalTypeAnnotation) {
      ByteBuffer bytes = value.toByteBuffer();
      target.accept(TextNode.valueOf(new UUID(bytes.getLong(), bytes.getLong()).toString()));
    } else {
      target.accept(TextNode.valueOf(logical == null ? text(value) : value.toStringUsingUTF8()));
    }
  }

  /** Nanoseconds of the day and the Julian day, as old writers have it. */
  private static Instant int96(Binary value) {
    ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong();
    long day = (long) bytes.getInt() - JULIAN_EPOCH;
    return Instant.ofEpochSecond(day * SECONDS_OF_DAY, nanos);
  }

  private static String text(Binary value) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(value.toByteBuffer()).toString();
    } catch (CharacterCodingException e) {
      return Base64.getEncoder().encodeToString(value.getBytes());
    }
  }
}
