package io.outcrop.jobs.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rules of the gate: the keys under {@code outcrop.publish}.
 *
 * @param minTenants distinct boundaries that every published row needs
 * @param minTraces traces of such boundaries that every published row needs
 * @param boundary whose privacy is protected: tenant or user
 * @param axes what single axes need, where they need something else
 * @param demands what single tenants demand of any row that their traces are in
 * @param optOut tenants that stay out of scope all
 * @param maxShare most of a published cluster that one boundary may make up
 * @param counts round or hold: what keeps the difference of two nights from telling of a few traces
 * @param acceptRisk whether minimums below the floor are accepted
 * @param unaudited publish or withhold: what becomes of texts that a configured model has not read
 * @param noise what differentially private counts take; epsilon 0 for exact ones
 */
public record PublishSettings(
    int minTenants,
    int minTraces,
    String boundary,
    Map<String, Least> axes,
    Map<String, Least> demands,
    List<String> optOut,
    double maxShare,
    String counts,
    boolean acceptRisk,
    String unaudited,
    Noise noise) {

  /** Boundaries: the tenant, its user, or, within a tenant's own folder, each trace by itself. */
  public static final String TENANT = "tenant";

  public static final String USER = "user";
  public static final String TRACE = "trace";

  /** Fewest tenants and traces that may be asked for without accepting a risk. */
  public static final Least FLOOR = new Least(3, 10);

  private static final String ROOT = "outcrop.publish.";
  private static final int MOST_BOUNDARIES = 1_000_000;
  private static final int MOST_TRACES = 1_000_000_000;

  /**
   * How much noise counts get.
   *
   * @param epsilon the budget of one run for one boundary, over all axes; 0 for none
   * @param traces most traces of one boundary that count in one leaf
   * @param leaves most leaves of an axis that one boundary counts in
   */
  public record Noise(double epsilon, int traces, int leaves) {
    public boolean isOn() {
      return epsilon > 0;
    }
  }

  /** So many boundaries and traces. */
  public record Least(int boundaries, int traces) {
    /** A number that is none is another problem. */
    boolean isBelow(Least floor) {
      return boundaries > 0
          && traces > 0
          && (boundaries < floor.boundaries || traces < floor.traces);
    }
  }

  public PublishSettings {
    axes = Map.copyOf(axes);
    demands = Map.copyOf(demands);
    optOut = List.copyOf(optOut);
  }

  /** Reads the keys; {@code known} are the names of all axes. */
  static PublishSettings read(ConfigReader r, List<String> known) {
    Least standard =
        new Least(
            r.integer(ROOT + "min-tenants", 1, MOST_BOUNDARIES),
            r.integer(ROOT + "min-traces", 1, MOST_TRACES));
    Map<String, Least> axes = new TreeMap<>();
    for (String axis : r.groups(ROOT + "axes")) {
      String key = ROOT + "axes." + axis;
      if (!known.contains(axis)) {
        r.problem(
            "%s is of an axis that outcrop.axes does not declare (did you mean %s?)"
                .formatted(key, known.isEmpty() ? "none" : KeyNames.nearest(axis, known)));
        continue;
      }
      r.checkGroup(key, List.of("min-tenants", "min-traces"));
      int boundaries = optional(r, key + ".min-tenants", MOST_BOUNDARIES);
      int traces = optional(r, key + ".min-traces", MOST_TRACES);
      if (boundaries > 0 || traces > 0) {
        axes.put(
            axis,
            new Least(
                boundaries > 0 ? boundaries : standard.boundaries(),
                traces > 0 ? traces : standard.traces()));
      }
    }
    PublishSettings settings =
        new PublishSettings(
            standard.boundaries(),
            standard.traces(),
            r.oneOf(ROOT + "boundary", List.of(TENANT, USER)),
            axes,
            demands(r),
            r.strings(ROOT + "opt-out"),
            r.number(ROOT + "max-share", 0.01, 1),
            r.oneOf(ROOT + "counts", List.of("round", "hold")),
            r.flag(ROOT + "accept-risk"),
            r.oneOf(ROOT + "unaudited", List.of("publish", "withhold")),
            new Noise(
                r.number(ROOT + "epsilon", 0, 1000),
                r.integer(ROOT + "epsilon-traces", 1, 1_000_000),
                r.integer(ROOT + "epsilon-leaves", 1, 1_000_000)));
    if (!settings.acceptRisk) {
      settings
          .risks()
          .forEach(
              risk ->
                  r.problem(
                      risk + "; where that is meant, set outcrop.publish.accept-risk = true"));
    }
    return settings;
  }

  /**
   * The rules within a tenant's own folder: nobody else's demands, and either its users are
   * protected from one another or rows need enough traces alone.
   */
  PublishSettings ofTenant(String own) {
    boolean users = own.equals(USER);
    Map<String, Least> least = new TreeMap<>();
    axes.forEach((axis, l) -> least.put(axis, users ? l : new Least(FLOOR.boundaries, l.traces)));
    return new PublishSettings(
        users ? minTenants : FLOOR.boundaries,
        minTraces,
        own,
        least,
        Map.of(),
        List.of(),
        maxShare,
        counts,
        acceptRisk,
        unaudited,
        noise);
  }

  private static int optional(ConfigReader r, String key, int most) {
    return r.has(key) ? r.integer(key, 0, most) : 0;
  }

  /** What lies below the floor, each in a sentence; empty where nothing does. */
  public List<String> risks() {
    List<String> risks = new ArrayList<>();
    addRisk(ROOT + "min-tenants and min-traces", new Least(minTenants, minTraces), risks);
    new TreeMap<>(axes).forEach((axis, least) -> addRisk(ROOT + "axes." + axis, least, risks));
    return risks;
  }

  private static void addRisk(String key, Least least, List<String> risks) {
    if (least.isBelow(FLOOR)) {
      risks.add(
          "%s ask for %d tenants and %d traces, below the floor of %d and %d"
              .formatted(
                  key, least.boundaries(), least.traces(), FLOOR.boundaries(), FLOOR.traces()));
    }
  }

  /** Each {@code TENANT=BOUNDARIES} or {@code TENANT=BOUNDARIES/TRACES}. */
  private static Map<String, Least> demands(ConfigReader r) {
    String key = ROOT + "demands";
    Map<String, Least> demands = new TreeMap<>();
    for (String entry : r.strings(key)) {
      int equals = entry.lastIndexOf('=');
      String[] numbers = entry.substring(equals + 1).split("/", -1);
      try {
        Least least =
            new Least(
                Integer.parseInt(numbers[0].strip()),
                numbers.length > 1 ? Integer.parseInt(numbers[1].strip()) : 1);
        if (equals < 1 || numbers.length > 2 || least.boundaries() < 1 || least.traces() < 1) {
          throw new NumberFormatException();
        }
        demands.put(entry.substring(0, equals).strip(), least);
      } catch (NumberFormatException e) {
        r.problem(key + " holds texts such as acme=10 or acme=10/50, but one is \"" + entry + "\"");
      }
    }
    return demands;
  }
}
