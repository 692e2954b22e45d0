package io.outcrop.facets.read;

import io.outcrop.facets.trace.Span;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands for a tenant, where configured so, on a span that names none: a part of the path that
 * its object lies at, then the name of a project or an application.
 *
 * <p>Such a tenant is marked, so that it does not count beside one that a span of the same trace
 * names.
 *
 * @param path its first group is the tenant
 * @param projects attributes, in order of precedence
 */
public record LesserTenants(Optional<Pattern> path, List<String> projects) {
  public static final LesserTenants NONE = new LesserTenants(Optional.empty(), List.of());

  public LesserTenants {
    Objects.requireNonNull(path, "path");
    projects = List.copyOf(projects);
  }

  /** Whether an attribute names a project or an application rather than a tenant. */
  public static boolean isProject(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    return name.contains("project")
        || name.contains("application")
        || name.contains("experiment")
        || name.contains("ml_app")
        || name.contains("langsmith")
        || name.startsWith("app.")
        || name.startsWith("app_");
  }

  OfObject of(String sourceObject) {
    return new OfObject(path.map(pattern -> ofPath(pattern, sourceObject)).orElse(null), projects);
  }

  /** The first group in an object's path, decoded once; null where it does not match. */
  static String ofPath(Pattern pattern, String uri) {
    Matcher matcher = pattern.matcher(uri);
    if (!matcher.find() || matcher.group(1) == null) {
      return null;
    }
    String tenant = decoded(matcher.group(1)).strip();
    return tenant.isEmpty() ? null : tenant;
  }

  /** Percent-decodes; a text that is not encoded well stays. A plus is no space in a path. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /** The tenants of the spans of one object. */
  static final class OfObject {
    private final String ofPath;
    private final List<String> projects;

    private OfObject(String ofPath, List<String> projects) {
      this.ofPath = ofPath;
      this.projects = projects;
    }

    Span fill(Span span) {
      if (span.tenantId() != null) {
        return span;
      }
      String tenant = ofPath == null ? project(span) : ofPath;
      return tenant == null
          ? span
          : span.toBuilder().tenantId(tenant).attribute(Span.LESSER_TENANT, tenant).build();
    }

    private String project(Span span) {
      for (String key : projects) {
        String value = span.attribute(key);
        if (value != null && !value.isBlank()) {
          return value.strip();
        }
      }
      return null;
    }
  }
}
