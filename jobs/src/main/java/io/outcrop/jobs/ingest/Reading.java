package io.outcrop.jobs.ingest;

import io.outcrop.facets.read.LesserTenants;
import io.outcrop.facets.read.OwnerKeys;
import io.outcrop.facets.read.ReadOptions;
import io.outcrop.facets.read.UserHash;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.config.OutcropConfig;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** How objects are read, as configured. */
record Reading(OutcropConfig.Ingest config, UserHash users) implements Serializable {
  private static final String HASH_KEY = "OUTCROP_USER_HASH_KEY";
  private static final int SHORTEST_HASH_KEY = 16;

  /**
   * The way of a configuration.
   *
   * @param environment where the key of users' ids is looked for
   * @throws UserError when such a key is needed and not there
   */
  static Reading of(OutcropConfig.Ingest config, Map<String, String> environment) {
    UserHash users =
        switch (config.hashUsers()) {
          case "sha256" -> UserHash.SHA256;
          case "hmac" -> UserHash.keyed(key(environment.getOrDefault(HASH_KEY, "")));
          default -> UserHash.NONE;
        };
    return new Reading(config, users);
  }

  private static String key(String value) {
    if (value.length() < SHORTEST_HASH_KEY) {
      throw new UserError(
          "Cannot hash users' ids.",
          value.isEmpty()
              ? "outcrop.ingest.hash-users is hmac, and the environment variable %s is not set"
                  .formatted(HASH_KEY)
              : "the key in %s has fewer than %d characters".formatted(HASH_KEY, SHORTEST_HASH_KEY),
          "set it to a long random text, always the same one, and keep it secret; or set"
              + " outcrop.ingest.hash-users to none or sha256");
    }
    return value;
  }

  ReadOptions options() {
    return new ReadOptions(
        config.maxTextChars(),
        config.maxAttributes(),
        config.maxAttributeChars(),
        config.earliestDate(),
        config.latestDate(),
        ownerKeys(),
        config.foldBufferSpans(),
        lesserTenants(),
        users);
  }

  private OwnerKeys ownerKeys() {
    OwnerKeys usual = OwnerKeys.defaults();
    List<String> tenant =
        configured("tenant").stream().filter(key -> !LesserTenants.isProject(key)).toList();
    return new OwnerKeys(
        configured("tenant").isEmpty() ? usual.tenant() : tenant,
        either("user", usual.user()),
        either("session", usual.session()),
        either("service", usual.service()),
        either("environment", usual.environment()),
        either("agent", usual.agent()),
        either("agent-version", usual.agentVersion()),
        either("prompt", usual.prompt()),
        either("model", usual.model()));
  }

  private LesserTenants lesserTenants() {
    String path = config.tenantFromPath();
    return new LesserTenants(
        path.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(path)),
        configured("tenant").stream().filter(LesserTenants::isProject).toList());
  }

  private List<String> configured(String column) {
    return config.keys().getOrDefault(column, List.of());
  }

  private List<String> either(String column, List<String> usual) {
    return configured(column).isEmpty() ? usual : configured(column);
  }
}
