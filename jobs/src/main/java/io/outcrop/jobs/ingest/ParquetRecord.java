package io.outcrop.jobs.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Makes a JSON object of each row of a Parquet file: groups become objects, lists arrays, maps
 * objects, and each column of the table is a member, null where it is empty.
 */
final class ParquetRecord extends RecordMaterializer<ObjectNode> {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Group root;
  private final MessageType schema;
  private ObjectNode record;

  ParquetRecord(MessageType schema) {
    this.schema = schema;
    this.root = new Group(schema, node -> record = (ObjectNode) node);
  }

  @Override
  public ObjectNode getCurrentRecord() {
    ObjectNode row = NODES.objectNode();
    for (Type column : schema.getFields()) {
      // Which columns there are tells the dialect, also where they are empty.
      JsonNode value = record.get(column.getName());
      row.set(column.getName(), value == null ? NullNode.getInstance() : value);
    }
    return row;
  }

  @Override
  public GroupConverter getRootConverter() {
    return root;
  }

  private static Converter converter(Type type, Consumer<JsonNode> target) {
    if (type.isPrimitive()) {
      return new ParquetScalar(type.asPrimitiveType(), target);
    }
    GroupType group = type.asGroupType();
    var annotation = group.getLogicalTypeAnnotation();
    boolean wrapped =
        group.getFieldCount() == 1 && group.getType(0).isRepetition(Type.Repetition.REPEATED);
    if (wrapped && annotation instanceof ListLogicalTypeAnnotation) {
      return new ListOf(group, target);
    }
    boolean map =
        annotation instanceof MapLogicalTypeAnnotation
            || annotation instanceof MapKeyValueTypeAnnotation;
    if (wrapped && map && !group.getType(0).isPrimitive()) {
      return new MapOf(group.getType(0).asGroupType(), target);
    }
    return new Group(group, target);
  }

  /** An object; a repeated member is an array. */
  private static final class Group extends GroupConverter {
    private final Converter[] members;
    private final Consumer<JsonNode> target;
    private ObjectNode value;

    Group(GroupType type, Consumer<JsonNode> target) {
      this.target = target;
      this.members =
          type.getFields().stream()
              .map(field -> converter(field, member(field)))
              .toArray(Converter[]::new);
    }

    private Consumer<JsonNode> member(Type field) {
      String name = field.getName();
      if (!field.isRepetition(Type.Repetition.REPEATED)) {
        return node -> value.set(name, node);
      }
      return node -> {
        ArrayNode list = value.get(name) instanceof ArrayNode some ? some : value.putArray(name);
        list.add(node);
      };
    }

    @Override
    public Converter getConverter(int index) {
      return members[index];
    }

    @Override
    public void start() {
      value = NODES.objectNode();
    }

    @Override
    public void end() {
      target.accept(value);
    }
  }

  /** A list: its repeated group wraps an element, or is one in files of older writers. */
  private static final class ListOf extends GroupConverter {
    private final Converter element;
    private final Consumer<JsonNode> target;
    private ArrayNode value;

    ListOf(GroupType type, Consumer<JsonNode> target) {
      this.target = target;
      Type repeated = type.getType(0);
      this.element =
          isWrapper(type, repeated)
              ? new Wrapper(repeated.asGroupType(), node -> value.add(node))
              : converter(repeated, node -> value.add(node));
    }

    private static boolean isWrapper(GroupType list, Type repeated) {
      return !repeated.isPrimitive()
          && repeated.asGroupType().getFieldCount() == 1
          && !repeated.getName().equals("array")
          && !repeated.getName().equals(list.getName() + "_tuple");
    }

    @Override
    public Converter getConverter(int index) {
      return element;
    }

    @Override
    public void start() {
      value = NODES.arrayNode();
    }

    @Override
    public void end() {
      target.accept(value);
    }
  }

  /** What wraps one element of a list. */
  private static final class Wrapper extends GroupConverter {
    private final Converter element;
    private final Consumer<JsonNode> target;
    private JsonNode value;

    Wrapper(GroupType type, Consumer<JsonNode> target) {
      this.target = target;
      this.element = converter(type.getType(0), node -> value = node);
    }

    @Override
    public Converter getConverter(int index) {
      return element;
    }

    @Override
    public void start() {
      value = NullNode.getInstance();
    }

    @Override
    public void end() {
      target.accept(value);
    }
  }

  /** A map: an object whose members are named by the keys. */
  private static final class MapOf extends GroupConverter {
    private final GroupConverter entry;
    private final Consumer<JsonNode> target;
    private ObjectNode value;

    MapOf(GroupType keyValue, Consumer<JsonNode> target) {
      this.target = target;
      String key = keyValue.getFieldName(0);
      String member = keyValue.getFieldName(keyValue.getFieldCount() - 1);
      this.entry =
          new Group(keyValue, pair -> value.set(pair.path(key).asText(), pair.get(member)));
    }

    @Override
    public Converter getConverter(int index) {
      return entry;
    }

    @Override
    public void start() {
      value = NODES.objectNode();
    }

    @Override
    public void end() {
      target.accept(value);
    }
  }
}
