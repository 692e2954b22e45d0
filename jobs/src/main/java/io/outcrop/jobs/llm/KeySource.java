package io.outcrop.jobs.llm;

import io.outcrop.facets.llm.Secret;
import io.outcrop.jobs.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the key of a service is found: in the environment of the driver, or in a local file.
 *
 * @param service what asks for the key, as a user would say it
 * @param variable of the environment
 * @param file empty for the environment
 * @param fileKey the key of configuration that names the file
 */
public record KeySource(String service, String variable, String file, String fileKey) {

  /**
   * The key; null where there is none and none is needed.
   *
   * @param optional whether the service may ask for none, as servers of one's own often do
   * @throws UserError where a key that is needed is not to be found
   */
  public Secret key(boolean optional, Map<String, String> environment) {
    String found = file.isEmpty() ? environment.get(variable) : fileText();
    if (found != null && !found.isBlank()) {
      return Secret.of(found);
    }
    if (optional && file.isEmpty()) {
      return null;
    }
    throw new UserError(
        "Cannot ask " + service + ".",
        file.isEmpty()
            ? "the environment variable " + variable + " is not set"
            : "the file of " + fileKey + " is empty",
        "set it in the environment of the driver, or name a file with "
            + fileKey
            + "; the key is never part of the configuration");
  }

  private String fileText() {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UserError(
          "Cannot read the key of " + service + ".",
          "no file can be read at " + file,
          "check " + fileKey);
    }
  }
}
