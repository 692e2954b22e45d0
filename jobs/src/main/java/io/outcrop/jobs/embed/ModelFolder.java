package io.outcrop.jobs.embed;

import io.outcrop.jobs.Digest;
import io.outcrop.jobs.UserError;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * An exported MPNet, copied from its folder to the driver's disk.
 *
 * @param onnx the copy of {@code model.onnx}, under a name that its content decides
 * @param vocabulary word pieces by id, from {@code assets/vocab.txt}
 * @param hash of both files' contents
 */
record ModelFolder(File onnx, List<String> vocabulary, String hash) {
  private static final String ONNX = "model.onnx";
  private static final String VOCABULARY = "assets/vocab.txt";
  private static final int HASH_DIGITS = 12;

  ModelFolder {
    vocabulary = List.copyOf(vocabulary);
  }

  /**
   * Copies a model.
   *
   * @param uri of a folder in any file system that Hadoop knows
   * @param target an existing folder on this machine's disk
   * @throws UserError if the folder is missing, incomplete or unreadable
   */
  static ModelFolder copy(String uri, Configuration configuration, File target) {
    try {
      Path folder = new Path(uri);
      FileSystem files = folder.getFileSystem(configuration);
      for (String name : List.of(ONNX, VOCABULARY)) {
        if (!files.exists(new Path(folder, name))) {
          throw unusable(uri, "there is no file " + name + " in it");
        }
      }
      List<String> vocabulary = vocabulary(uri, files, folder);
      File partial = File.createTempFile("model", ".partial", target);
      Digest digest = new Digest().add(copy(files, new Path(folder, ONNX), partial));
      vocabulary.forEach(digest::add);
      String hash = digest.hex(HASH_DIGITS);
      File onnx = new File(target, "mpnet-" + hash + ".onnx");
      Files.move(partial.toPath(), onnx.toPath(), StandardCopyOption.REPLACE_EXISTING);
      return new ModelFolder(onnx, vocabulary, hash);
    } catch (IOException | IllegalArgumentException e) {
      throw unusable(uri, String.valueOf(e.getMessage()));
    }
  }

  /** The error of a model that cannot be used. */
  static UserError unusable(String uri, String cause) {
    return new UserError(
        "Cannot use the embedding model " + uri + ".",
        cause,
        "give outcrop.embed.model a folder that Spark can read, with an exported MPNet as "
            + ONNX
            + " and its "
            + VOCABULARY);
  }

  private static List<String> vocabulary(String uri, FileSystem files, Path folder)
      throws IOException {
    List<String> pieces;
    try (InputStream in = files.open(new Path(folder, VOCABULARY))) {
      pieces = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    // Spark NLP looks these up by name.
    Set<String> known = new HashSet<>(pieces);
    String missing =
        Stream.of("<s>", "</s>", "[UNK]")
            .filter(piece -> !known.contains(piece))
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw unusable(uri, VOCABULARY + " lacks the word pieces " + missing);
    }
    return pieces;
  }

  /** Copies a file and tells its SHA-256. */
  private static String copy(FileSystem files, Path source, File target) throws IOException {
    MessageDigest sha256 = sha256();
    try (InputStream in = new DigestInputStream(files.open(source), sha256)) {
      Files.copy(in, target.toPath(), StandardCopyOption.REPLACE_EXISTING);
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
