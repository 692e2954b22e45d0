package io.outcrop.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The page: markup, style and scripts in one file that loads nothing.
 *
 * <p>Its policy forbids everything but the scripts and the style in it, each by its hash, so that a
 * text which were taken for markup still could not run.
 */
final class AtlasPage {
  /** Parts of one script, in order. */
  private static final List<String> SCRIPTS = List.of("core.js", "map.js", "views.js", "start.js");

  private AtlasPage() {}

  static String of(JsonNode data) {
    String style = resource("atlas.css");
    String charts = resource("echarts.min.js");
    String script =
        SCRIPTS.stream()
            .map(AtlasPage::resource)
            .collect(Collectors.joining("\n", "'use strict';\n(() => {\n", "\n})();\n"));
    String policy =
        "default-src 'none'; script-src %s %s; style-src %s; base-uri 'none'; form-action 'none'"
            .formatted(hash(charts), hash(script), hash(style));
    StringBuilder page = new StringBuilder();
    String template = resource("page.html");
    int at = 0;
    for (int open = template.indexOf("{{"); open >= 0; open = template.indexOf("{{", at)) {
      int close = template.indexOf("}}", open);
      page.append(template, at, open);
      page.append(
          switch (template.substring(open + 2, close)) {
            case "policy" -> policy;
            case "style" -> style;
            case "charts" -> charts;
            case "script" -> script;
            case "data" -> inert(data.toString());
            default -> throw new IllegalStateException("Cannot fill the page: " + template);
          });
      at = close + 2;
    }
    return page.append(template, at, template.length()).toString();
  }

  /** JSON in which nothing can end or open an element, or a comment. */
  static String inert(String json) {
    return json.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Cannot hash without SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = AtlasPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("Cannot find " + name + " in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
