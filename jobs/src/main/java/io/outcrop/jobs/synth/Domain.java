package io.outcrop.jobs.synth;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.util.List;

/**
 * A world that traces play in: its tools, things and facts.
 *
 * @param id what the ids of its things begin with
 * @param sources what its agents look things up in
 * @param specialists the agents that work may be passed on to
 * @param field what its write tools change, to one of {@code values}
 * @param amount what its compute tools give, in {@code unit}
 * @param facts sentences that its sources say
 */
record Domain(
    String name,
    String service,
    List<String> agents,
    String thing,
    String things,
    String id,
    List<Tool> lookup,
    List<Tool> search,
    List<Tool> write,
    List<Tool> inform,
    List<Tool> compute,
    List<Tool> check,
    List<String> sources,
    List<String> specialists,
    String field,
    List<String> values,
    String amount,
    String unit,
    List<String> facts) {

  /**
   * A tool.
   *
   * @param doing what it does, as "open the order"
   * @param did the same done, as "opened the order"
   */
  record Tool(String name, String doing, String did) {}

  /** All there are, in the order of the resource. */
  static List<Domain> all() {
    Config worlds =
        ConfigFactory.parseResources(
            Domain.class, "domains.conf", ConfigParseOptions.defaults().setAllowMissing(false));
    return worlds.getConfigList("domains").stream().map(Domain::of).toList();
  }

  private static Domain of(Config world) {
    return new Domain(
        world.getString("name"),
        world.getString("service"),
        world.getStringList("agents"),
        world.getString("thing"),
        world.getString("things"),
        world.getString("id"),
        tools(world, "lookup"),
        tools(world, "search"),
        tools(world, "write"),
        tools(world, "notify"),
        tools(world, "compute"),
        tools(world, "check"),
        world.getStringList("sources"),
        world.getStringList("specialists"),
        world.getString("field"),
        world.getStringList("values"),
        world.getString("amount"),
        world.getString("unit"),
        world.getStringList("facts"));
  }

  private static List<Tool> tools(Config world, String kind) {
    return world.getConfigList(kind).stream()
        .map(t -> new Tool(t.getString("n"), t.getString("do"), t.getString("did")))
        .toList();
  }
}
