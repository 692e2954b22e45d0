package io.outcrop.jobs.embed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * A model in ONNX with MPNet's inputs and output, written byte by byte as protocol buffers: each
 * token's vector is a row of a fixed random table.
 */
final class TinyModel {
  static final int DIMENSIONS = 8;

  private static final List<String> PIECES =
      List.of(
          "<s>", "<pad>", "</s>", "<unk>", "[UNK]", "<mask>", "refund", "order", "late", "code",
          "write", "##s", "a", "my", ".");
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  private TinyModel() {}

  /** Writes the folder that an export would make. */
  static Path write(Path folder, String output) throws IOException {
    Files.createDirectories(folder.resolve("assets"));
    Files.write(folder.resolve("assets/vocab.txt"), PIECES);
    Files.write(folder.resolve("model.onnx"), model(output));
    return folder;
  }

  private static byte[] model(String output) {
    Message node =
        new Message().text(1, "table").text(1, "input_ids").text(2, output).text(4, "Gather");
    Message graph =
        new Message()
            .message(1, node)
            .text(2, "tiny")
            .message(5, table())
            .message(11, tensor("input_ids", INT64, "batch", "tokens"))
            .message(11, tensor("attention_mask", INT64, "batch", "tokens"))
            .message(12, tensor(output, FLOAT, "batch", "tokens", "dimensions"));
    Message opset = new Message().text(1, "").number(2, 13);
    return new Message().number(1, 8).message(7, graph).message(8, opset).bytes();
  }

  private static Message table() {
    Random random = new Random(5);
    ByteBuffer values =
        ByteBuffer.allocate(PIECES.size() * DIMENSIONS * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    while (values.hasRemaining()) {
      values.putFloat((float) random.nextGaussian());
    }
    return new Message()
        .number(1, PIECES.size())
        .number(1, DIMENSIONS)
        .number(2, FLOAT)
        .text(8, "table")
        .bytes(9, values.array());
  }

  private static Message tensor(String name, int type, String... dimensions) {
    Message shape = new Message();
    for (String dimension : dimensions) {
      shape.message(1, new Message().text(2, dimension));
    }
    Message tensor = new Message().number(1, type).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** One message in the wire format of protocol buffers. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Message text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return bytes(field, value.bytes());
    }

    Message bytes(int field, byte[] value) {
      varint(((long) field << 3) | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    private void varint(long value) {
      long rest = value;
      while (rest > 0x7f) {
        out.write((int) ((rest & 0x7f) | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }
  }
}
