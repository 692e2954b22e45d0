package io.outcrop.jobs.tables;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Makes records of any type with telling values, for round trips. */
final class SampleRecords {
  private SampleRecords() {}

  /** A record in which every component has a value of its own. */
  static <R> R full(Class<R> type, int seed) {
    return make(type, values(type, seed));
  }

  /** The same with null wherever the record takes it, and empty lists and maps. */
  static <R> R sparse(Class<R> type, int seed) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = values(type, seed);
    for (int i = 0; i < values.length; i++) {
      Object kept = values[i];
      Class<?> c = components[i].getType();
      if (c.isRecord()) {
        values[i] = sparse(c, seed + i);
      } else if (c == List.class) {
        values[i] = List.of();
      } else if (c == Map.class) {
        values[i] = Map.of();
      } else if (!c.isPrimitive()) {
        values[i] = null;
        if (!accepts(type, values)) {
          values[i] = kept;
        }
      }
    }
    return make(type, values);
  }

  private static Object[] values(Class<?> type, int seed) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(components[i].getGenericType(), 100 * seed + i);
    }
    return values;
  }

  private static Object value(Type type, int n) {
    if (type instanceof ParameterizedType p) {
      Type[] arguments = p.getActualTypeArguments();
      return p.getRawType() == Map.class
          ? Map.of("key " + n, value(arguments[1], n), "other.key", value(arguments[1], n + 1))
          : List.of(value(arguments[0], n), value(arguments[0], n + 1));
    }
    Class<?> c = (Class<?>) type;
    if (c.isRecord()) {
      return full(c, n);
    } else if (c.isEnum()) {
      return c.getEnumConstants()[n % c.getEnumConstants().length];
    } else if (c == String.class) {
      return "text " + n + " \"Ünï\" \u0000\n\ud83d\ude00";
    } else if (c == boolean.class || c == Boolean.class) {
      return n % 2 == 0;
    } else if (c == int.class || c == Integer.class) {
      return -n;
    } else if (c == long.class || c == Long.class) {
      return Long.MAX_VALUE - n;
    } else if (c == double.class || c == Double.class) {
      return n + 0.1;
    } else if (c == float.class || c == Float.class) {
      return n + 0.1f;
    } else if (c == Instant.class) {
      return Instant.ofEpochSecond(1_700_000_000L + n, 123_456_000);
    } else if (c == LocalDate.class) {
      return LocalDate.of(1999, 12, 31).plusDays(n);
    }
    throw new IllegalArgumentException("No sample of " + type);
  }

  private static boolean accepts(Class<?> type, Object[] values) {
    try {
      constructor(type).newInstance(values);
      return true;
    } catch (InvocationTargetException e) {
      return false;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <R> R make(Class<R> type, Object[] values) {
    try {
      return constructor(type).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <R> Constructor<R> constructor(Class<R> type) throws NoSuchMethodException {
    Constructor<R> constructor =
        type.getDeclaredConstructor(
            Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new));
    constructor.setAccessible(true);
    return constructor;
  }
}
