package io.outcrop.jobs.tables;

import java.io.Serializable;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/**
 * The bridge between a Java record and the rows of its table: schema, record to row, row to record.
 *
 * <p>A component is a column, its name in snake_case. A component that is itself a record is a
 * group: its components become columns of the same row. A list of records is an array of structs.
 * Rows carry dates as {@link LocalDate} and times as {@link Instant}, so the session needs {@code
 * spark.sql.datetime.java8API.enabled}.
 *
 * @param <R> the record
 */
public final class RecordRows<R extends Record> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Class<R> type;
  private final StructType schema;
  private transient Method[] accessors;
  private transient Shape shape;

  private RecordRows(Class<R> type) {
    this.type = type;
    this.schema = new StructType(fields(type).toArray(StructField[]::new));
  }

  public static <R extends Record> RecordRows<R> of(Class<R> type) {
    return new RecordRows<>(type);
  }

  public StructType schema() {
    return schema;
  }

  public Row toRow(R value) {
    List<Object> cells = new ArrayList<>(schema.length());
    append(value, cells);
    return RowFactory.create(cells.toArray());
  }

  /** The record of a row that has this table's columns in this table's order. */
  public R fromRow(Row row) {
    if (shape == null) {
      shape = SHAPES.get(type);
    }
    return type.cast(build(shape, row, new int[] {0}));
  }

  /**
   * What a record is built from; reflection would find it anew for every row.
   *
   * @param groups for each component that is itself a record its shape, else null
   */
  private record Shape(Constructor<?> constructor, Type[] types, Shape[] groups) {}

  private void append(R value, List<Object> cells) {
    if (accessors == null) {
      accessors = accessors(type);
    }
    appendAll(value, accessors, cells);
  }

  private static void appendAll(Record value, Method[] accessors, List<Object> cells) {
    for (Method accessor : accessors) {
      Object cell = invoke(accessor, value);
      if (cell instanceof Record group) {
        appendAll(group, accessors(group.getClass()), cells);
      } else {
        cells.add(toCell(cell));
      }
    }
  }

  private static Object toCell(Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof List<?> list) {
      return JavaConverters.asScalaBuffer(list.stream().map(RecordRows::toElement).toList())
          .toSeq();
    }
    if (value instanceof Map<?, ?> map) {
      return JavaConverters.mapAsScalaMap(map);
    }
    return value;
  }

  private static Object toElement(Object value) {
    if (value instanceof Record struct) {
      List<Object> cells = new ArrayList<>();
      appendAll(struct, accessors(struct.getClass()), cells);
      return RowFactory.create(cells.toArray());
    }
    return toCell(value);
  }

  private static Object build(Shape shape, Row row, int[] next) {
    Object[] arguments = new Object[shape.types.length];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] =
          shape.groups[i] == null
              ? fromCell(shape.types[i], row, next[0]++)
              : build(shape.groups[i], row, next);
    }
    try {
      return shape.constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot build " + shape.constructor.getDeclaringClass(), e);
    }
  }

  private static Object fromCell(Type type, Row row, int at) {
    if (row.isNullAt(at)) {
      return null;
    }
    if (type instanceof Class<?> c && c.isEnum()) {
      Object constant = CONSTANTS.get(c).get(row.getString(at));
      if (constant == null) {
        throw new IllegalStateException("No " + c + " is " + row.getString(at));
      }
      return constant;
    }
    if (type instanceof ParameterizedType p && p.getRawType() == List.class) {
      Class<?> element = raw(p.getActualTypeArguments()[0]);
      List<Object> values = row.getList(at);
      return element.isRecord()
          ? values.stream().map(v -> build(SHAPES.get(element), (Row) v, new int[1])).toList()
          : values;
    }
    if (type instanceof ParameterizedType p && p.getRawType() == Map.class) {
      return row.getJavaMap(at);
    }
    return row.get(at);
  }

  private static List<StructField> fields(Class<?> type) {
    List<StructField> fields = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getType().isRecord()) {
        fields.addAll(fields(component.getType()));
      } else {
        fields.add(
            DataTypes.createStructField(
                snakeCase(component.getName()), dataType(component.getGenericType()), true));
      }
    }
    return fields;
  }

  private static DataType dataType(Type type) {
    if (type instanceof ParameterizedType p) {
      Type[] arguments = p.getActualTypeArguments();
      return p.getRawType() == Map.class
          ? DataTypes.createMapType(dataType(arguments[0]), dataType(arguments[1]))
          : DataTypes.createArrayType(dataType(arguments[0]));
    }
    Class<?> c = (Class<?>) type;
    if (c.isRecord()) {
      return new StructType(fields(c).toArray(StructField[]::new));
    }
    if (c == String.class || c.isEnum()) {
      return DataTypes.StringType;
    } else if (c == long.class || c == Long.class) {
      return DataTypes.LongType;
    } else if (c == int.class || c == Integer.class) {
      return DataTypes.IntegerType;
    } else if (c == double.class || c == Double.class) {
      return DataTypes.DoubleType;
    } else if (c == float.class || c == Float.class) {
      return DataTypes.FloatType;
    } else if (c == boolean.class || c == Boolean.class) {
      return DataTypes.BooleanType;
    } else if (c == Instant.class) {
      return DataTypes.TimestampType;
    } else if (c == LocalDate.class) {
      return DataTypes.DateType;
    }
    throw new IllegalArgumentException("Cannot map " + type + " to a column");
  }

  private static Class<?> raw(Type type) {
    return (Class<?>) (type instanceof ParameterizedType p ? p.getRawType() : type);
  }

  private static final ClassValue<Method[]> ACCESSORS =
      new ClassValue<>() {
        @Override
        protected Method[] computeValue(Class<?> c) {
          Method[] accessors =
              Arrays.stream(c.getRecordComponents())
                  .map(RecordComponent::getAccessor)
                  .toArray(Method[]::new);
          // A record may be private to the package that it serves.
          AccessibleObject.setAccessible(accessors, true);
          return accessors;
        }
      };

  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> c) {
          Constructor<?> constructor = canonical(c);
          Type[] types = constructor.getGenericParameterTypes();
          Shape[] groups =
              Arrays.stream(types)
                  .map(t -> t instanceof Class<?> g && g.isRecord() ? get(g) : null)
                  .toArray(Shape[]::new);
          return new Shape(constructor, types, groups);
        }
      };

  private static final ClassValue<Map<String, Object>> CONSTANTS =
      new ClassValue<>() {
        @Override
        protected Map<String, Object> computeValue(Class<?> c) {
          return Arrays.stream(c.getEnumConstants())
              .collect(
                  Collectors.toUnmodifiableMap(constant -> ((Enum<?>) constant).name(), k -> k));
        }
      };

  private static Method[] accessors(Class<?> type) {
    return ACCESSORS.get(type);
  }

  private static <T> Constructor<T> canonical(Class<T> type) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(type + " has no canonical constructor", e);
    }
  }

  private static Object invoke(Method accessor, Object target) {
    try {
      return accessor.invoke(target);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("Cannot read " + accessor, e);
    }
  }

  /** The column of a component: {@code maxDepth} is {@code max_depth}. */
  static String snakeCase(String name) {
    StringBuilder snake = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c)) {
        snake.append('_');
      }
      snake.append(c);
    }
    return snake.toString().toLowerCase(Locale.ROOT);
  }
}
