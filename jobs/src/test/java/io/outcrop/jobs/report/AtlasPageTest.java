package io.outcrop.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report's page in a real browser; every test ends without an error and without a request. */
class AtlasPageTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> BROWSERS =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
  private static final String HOSTILE =
      "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1>"
          + " [click](javascript:window.hacked=1) =cmd|' /C calc'!A0 \u001b[31m {{data}}";

  private static Playwright playwright;
  private static Browser browser;

  @TempDir private Path folder;
  private Page page;
  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  static void openBrowser() {
    String found =
        BROWSERS.stream().filter(b -> Files.isExecutable(Path.of(b))).findFirst().orElse(null);
    boolean continuous = System.getenv("CI") != null;
    assumeTrue(found != null || continuous, "No Chromium is installed: the page is not tested");
    assertThat(found).as("Chromium, which the continuous build installs").isNotNull();
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of(found))
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--disable-quic")));
  }

  @AfterAll
  static void closeBrowser() {
    if (playwright != null) {
      playwright.close();
    }
  }

  @BeforeEach
  void openPage() {
    page = browser.newPage();
    page.onConsoleMessage(m -> complaints.add(m.type() + ": " + m.text()));
    page.onPageError(complaints::add);
    page.onRequest(
        r -> {
          if (!r.url().startsWith("file:") && !r.url().equals("about:blank")) {
            complaints.add("request: " + r.url());
          }
        });
  }

  @AfterEach
  void nothingWentWrong() {
    page.close();
    assertThat(complaints).isEmpty();
  }

  private static ObjectNode data(int leaves, String title) {
    ObjectNode data = JSON.createObjectNode();
    data.putObject("run")
        .put("run_id", "r1")
        .put("window_start", "2026-01-01")
        .put("window_end", "2026-01-30")
        .put("traces", 100_000)
        .put("boundary", "tenant")
        .put("min_tenants", 5)
        .put("min_traces", 20);
    ArrayNode clusters = data.putArray("clusters");
    cluster(clusters, "top", null, 2, title + " top", 900, 0.3);
    cluster(clusters, "middle", "top", 1, title + " middle", 800, 0.3);
    for (int i = 0; i < leaves; i++) {
      cluster(clusters, "leaf" + i, "middle", 0, title + " leaf " + i, 20 + i, i / (double) leaves);
    }
    ObjectNode insight = data.putArray("insights").addObject();
    insight
        .put("rank", 1)
        .put("insight_id", "i1")
        .put("axis", "behavior")
        .put("cluster_id", "leaf0")
        .put("headline", title + " headline")
        .put("why_different", title)
        .put("judgement", "bad")
        .put("severity", "P0")
        .put("likely_cause", "A cause")
        .put("traces", 20)
        .put("tenants", 5)
        .put("share", 0.02);
    insight
        .putArray("evidence")
        .addObject()
        .put("facet", "loop")
        .put("value", "true")
        .put("in_cluster", 0.9)
        .put("outside", 0.1)
        .put("lift", 9);
    data.putArray("withheld")
        .addObject()
        .put("table_name", "clusters")
        .put("rule", "min-tenants")
        .put("rows", 7);
    data.putArray("stages").addObject().put("phase", "embed").put("seconds", 3.5);
    ArrayNode trend = data.putObject("trends").putArray("l-leaf0");
    for (int day = 1; day <= 9; day++) {
      trend
          .addArray()
          .add("2026-01-0" + day)
          .add(20 * day)
          .add(0.02 * day)
          .add(0.015 * day)
          .add(0.025 * day);
    }
    ObjectNode shift = data.putArray("shifts").addObject();
    shift
        .put("rank", 1)
        .put("sentence", "Since model " + title + " of 12 January: tool calls per task -20 %.")
        .put("traces", 310)
        .put("baseline_traces", 550);
    ArrayNode changes = shift.putArray("changes");
    changes
        .addObject()
        .put("facet", "tool_call_count")
        .put("mean", 3)
        .put("baseline_mean", 5)
        .put("percent", -20)
        .put("divergence", 0.07)
        .put("null95", 0.01)
        .put("shifted", true);
    changes
        .addObject()
        .put("facet", "clusters.behavior")
        .put("value", title)
        .put("share", 0.125)
        .put("baseline_share", 0.12)
        .put("points", 0.5)
        .put("divergence", 0.002)
        .put("null95", 0.01)
        .put("shifted", false);
    ArrayNode cells = data.putArray("cells");
    for (int level = 0; level < 5; level++) {
      int across = 32 >> level;
      for (int i = 0; i < across * across; i++) {
        cells
            .addObject()
            .put("axis", "behavior")
            .put("level", level)
            .put("cell_id", level + "/" + i)
            .put("x", -1 + (i % across + 0.5) * 2 / across)
            .put("y", -1 + (Math.floorDiv(i, across) + 0.5) * 2 / across)
            .put("size", 2.0 / across)
            .put("traces", 20 + i)
            .put("tenants", 5)
            .put("failure_rate", 0.25)
            .put("concern", 2)
            .put("growing", 0.5);
      }
    }
    return data;
  }

  private static void cluster(
      ArrayNode all, String id, String parent, int level, String title, int traces, double rate) {
    ObjectNode cluster = all.addObject();
    cluster
        .put("cluster_id", id)
        .put("parent_id", parent)
        .put("lineage_id", "l-" + id)
        .put("axis", "behavior")
        .put("level", level)
        .put("title", title)
        .put("description", "What is alike in " + id)
        .put("traces", traces)
        .put("tenants", 5)
        .put("share", 0.01)
        .put("failure_rate", rate)
        .put("concern", 2.5)
        .put("status", "growing")
        .put("x", Math.sin(all.size() * 7.0))
        .put("y", Math.cos(all.size() * 13.0));
  }

  private void open(ObjectNode data, String hash) {
    try {
      Path file = folder.resolve("index.html");
      Files.writeString(file, AtlasPage.of(data));
      // Another place in the same document would not read the file again.
      page.navigate("about:blank");
      page.navigate(file.toUri() + hash);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String text(String selector) {
    return page.locator(selector).first().innerText();
  }

  @Test
  void insights_areListedAndLeadToTheirPattern() {
    open(data(30, "Loops"), "");

    assertThat(text("h1")).isEqualTo("What stands out");
    assertThat(text("article h2")).isEqualTo("Loops headline");
    assertThat(text("article table")).contains("loop").contains("90\u00a0%").contains("10\u00a0%");
    page.locator("article h2 a").click();
    page.locator("h1", new Page.LocatorOptions().setHasText("Loops leaf 0")).waitFor();
    assertThat(page.url()).endsWith("#/cluster/leaf0");
    assertThat(text("main")).contains("a.leaf_id = 'leaf0'").contains("Nearest on the map");
    assertThat(page.locator(".chart canvas").count()).isEqualTo(1);
    page.goBack();
    assertThat(text("h1")).isEqualTo("What stands out");
  }

  @Test
  void search_findsByWordsAndIsPartOfTheLink() {
    open(data(30, "Loops"), "#/insights");
    page.locator("#query").fill("leaf 17");
    page.locator("#query").press("Enter");

    page.locator("h1", new Page.LocatorOptions().setHasText("1 patterns match")).waitFor();
    assertThat(page.url()).contains("q=leaf");
    assertThat(text("ul.tree")).contains("Loops leaf 17");
  }

  @Test
  void tree_opensLevelByLevel() {
    open(data(30, "Loops"), "#/tree?axis=behavior");

    page.locator("summary", new Page.LocatorOptions().setHasText("Loops top")).press("Enter");
    page.locator("summary", new Page.LocatorOptions().setHasText("Loops middle")).click();
    page.locator("li.leaf", new Page.LocatorOptions().setHasText("Loops leaf 29")).waitFor();
  }

  @Test
  void map_ofFiveThousandLeaves_isDrawnAndAClickOpensAPattern() {
    open(data(5_000, "Loops"), "#/map?axis=behavior&level=2");

    page.locator("#map canvas").waitFor();
    assertThat(page.locator("#map").getAttribute("aria-label")).contains("5,002 patterns");
    page.locator("#colour").selectOption("concern");
    assertThat(page.url()).contains("colour=concern");
    page.locator("#map canvas").waitFor();
    page.locator("#map canvas").first().waitFor();
    List<?> place =
        (List<?>)
            page.evaluate(
                """
                () => {
                  const box = document.getElementById('map');
                  const at = box.atlas.place('top');
                  const frame = box.getBoundingClientRect();
                  return [frame.left + at[0], frame.top + at[1]];
                }
                """);
    page.mouse()
        .click(((Number) place.get(0)).doubleValue(), ((Number) place.get(1)).doubleValue());
    page.locator("h1", new Page.LocatorOptions().setHasText("Loops top")).waitFor();
  }

  @Test
  void map_zoomedByKeys_isPartOfTheLinkAndShownByIt() {
    open(data(5_000, "Loops"), "#/map?axis=behavior");
    page.locator("#map canvas").first().waitFor();
    page.locator("#map").focus();
    page.keyboard().press("+");
    page.keyboard().press("ArrowRight");
    page.waitForURL(url -> url.contains("at="));

    String link = page.url().substring(page.url().indexOf('#'));
    open(data(5_000, "Loops"), link);
    page.locator("#map canvas").first().waitFor();
    assertThat((String) page.evaluate(ZOOM)).isEqualTo(link.replaceAll(".*at=([0-9._]+).*", "$1"));
    page.keyboard().press("Tab");
    page.locator("#map").focus();
    page.keyboard().press("0");
    page.waitForURL(url -> !url.contains("at="));
  }

  private static final String ZOOM =
      """
      () => document.getElementById('map').atlas.chart.getOption().dataZoom
          .flatMap((z) => [z.start.toFixed(1), z.end.toFixed(1)]).join('_')
      """;

  /**
   * As many patterns and squares as a run of 100,000 traces has; the limits leave a slow machine
   * room.
   */
  @Test
  void largeRun_isPaintedSoonAndStaysSmooth() throws IOException {
    ObjectNode large = data(5_000, "Loops with a title as long as titles are");
    open(large, "#/insights");
    assertThat(Files.size(folder.resolve("index.html"))).isLessThan(15_000_000);
    Object painted =
        page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime");
    assertThat(((Number) painted).doubleValue()).isLessThan(6_000);

    page.navigate(folder.resolve("index.html").toUri() + "#/map?axis=behavior");
    page.locator("#map canvas").first().waitFor();
    Object frame =
        page.evaluate(
            """
            async () => {
              const { chart } = document.getElementById('map').atlas;
              const began = performance.now();
              for (let i = 0; i < 10; i++) {
                chart.dispatchAction({ type: 'dataZoom', start: 40 + i, end: 50 + i });
                await new Promise((drawn) => requestAnimationFrame(drawn));
              }
              return (performance.now() - began) / 10;
            }
            """);
    assertThat(((Number) frame).doubleValue()).isLessThan(500);
  }

  @Test
  void density_isDrawnFromCellsAlone() {
    ObjectNode data = data(0, "Loops");
    open(data, "#/map?axis=behavior&level=cells&colour=growth");
    page.locator("#map canvas").first().waitFor();
    Object drawn =
        page.evaluate(
            "() => document.getElementById('map').atlas.chart.getOption().series"
                + ".find((s) => s.id === 'cells').data.length");
    assertThat(((Number) drawn).intValue()).isBetween(50, 300);
  }

  @Test
  void controls_haveNamesAndKeepTheFocus() {
    open(data(30, "Loops"), "#/insights");
    page.locator("#judgement-good").focus();
    page.keyboard().press("Enter");
    page.waitForURL(url -> url.contains("judgement=good"));
    assertThat(page.evaluate("document.activeElement.id")).isEqualTo("judgement-good");
    for (String view : List.of("#/insights", "#/map", "#/tree", "#/cluster/leaf0")) {
      page.navigate(folder.resolve("index.html").toUri() + view);
      assertThat(page.evaluate(UNNAMED)).as(view).isEqualTo(0);
      assertThat(page.locator("h1").count()).isEqualTo(1);
    }
    page.keyboard().press("/");
    assertThat(page.evaluate("document.activeElement.id")).isEqualTo("query");
  }

  private static final String UNNAMED =
      """
      () => [...document.querySelectorAll('button, select, input, [role=img], nav')].filter((e) =>
          !(e.getAttribute('aria-label') || e.textContent.trim() || (e.labels && e.labels.length))).length
      """;

  @Test
  void changesAndHealth_areTold() {
    open(data(30, "Loops"), "#/weather");
    assertThat(text("main")).contains("Growing").contains("Loops leaf 29");
    page.locator("summary", new Page.LocatorOptions().setHasText("Since model Loops")).click();
    page.locator(".weather table").waitFor();
    assertThat(text(".weather table"))
        .contains("About 310 traces against 550")
        .contains("tool call count")
        .contains("-20 %")
        .contains("pattern on What agents do: Loops")
        .contains("12.5\u00a0%")
        .contains("+0.5 points");
    assertThat(text(".weather table strong")).isEqualTo("tool call count");

    ObjectNode risky = data(30, "Loops");
    ((ObjectNode) risky.get("run")).put("accepted_risk", "min-tenants 2");
    open(risky, "#/health");
    assertThat(text("main")).contains("below the floor").contains("min-tenants 2");
    assertThat(text("main"))
        .contains("at least 5 tenants and 20 traces")
        .contains("min-tenants")
        .contains("embed");
  }

  @Test
  void hostileNames_areTextInEveryView() {
    ObjectNode data = data(5, HOSTILE);
    for (String view :
        List.of("#/insights", "#/map", "#/tree", "#/cluster/leaf0", "#/weather", "#/health")) {
      open(data, view);
      page.locator("h1, #map canvas").first().waitFor();
      assertThat(page.evaluate("window.hacked")).isNull();
      assertThat(page.locator("main img, main script").count()).isZero();
    }
    open(data, "#/cluster/leaf0");
    assertThat(text("h1")).contains("</script><script>window.hacked=1</script><img");
  }

  @Test
  void phoneAndDark_nothingIsWiderThanTheScreen() {
    page.setViewportSize(390, 800);
    open(data(30, "A rather long name of a pattern that has to be broken"), "#/insights");
    page.locator("#theme").click();

    assertThat(page.evaluate("document.documentElement.dataset.theme")).isEqualTo("dark");
    for (String view :
        List.of("#/insights", "#/map", "#/tree", "#/cluster/leaf0", "#/weather", "#/health")) {
      page.navigate(folder.resolve("index.html").toUri() + view);
      assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
          .as(view)
          .isEqualTo(true);
    }
  }

  @Test
  void emptyRun_saysSo() {
    ObjectNode data = data(0, "x");
    data.putArray("clusters");
    data.putArray("insights");
    open(data, "");
    assertThat(text("main")).contains("Nothing to show");
    open(data, "#/map");
    assertThat(text("main")).contains("No pattern on this axis has a place on the map");
  }
}
