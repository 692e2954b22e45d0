package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.cluster.LineageMatch.Link;
import io.outcrop.jobs.cluster.LineageMatch.Near;
import io.outcrop.jobs.cluster.LineageMatch.Relation;
import io.outcrop.jobs.cluster.LineageMatch.Shared;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What became of the clusters of the run before on one axis, level by level; and their names, which
 * change only where the members did.
 */
final class Ancestry implements Naming {
  static final String BEFORE_LEAF = "before_leaf";

  /** From so much overlap on a cluster's members are the same and so is its name. */
  private static final double SAME_MEMBERS = 0.8;

  /** Without common traces, centres that lie so near: a cosine of 0.995. */
  private static final double SAME_PLACE = 0.1;

  /** What to ask of the nearest centres; that more of them reach as far tells nothing. */
  private static final int NEAREST = 5;

  private final Map<String, Cluster> before;
  private final Dataset<Row> leafOfTrace;
  private final Standing standing;
  private final Naming names;
  private final List<List<Link>> links = new ArrayList<>();
  private String[] children = new String[0];
  private List<Shared> shared = List.of();

  /**
   * @param standing the centres of the run before, where tonight's vectors lie in the same space
   * @param names for those that keep none
   */
  Ancestry(EarlierRun run, AxisSpec axis, Optional<Standing> standing, Naming names) {
    this.before =
        run.clusters(axis).stream()
            .collect(Collectors.toMap(Cluster::clusterId, Function.identity()));
    this.leafOfTrace = run.leafOfTrace(run.id(), axis);
    this.standing = standing.orElse(null);
    this.names = names;
  }

  /** By level. */
  List<List<Link>> links() {
    return links;
  }

  /** A cluster of the run before. */
  Cluster before(String id) {
    return before.get(id);
  }

  @Override
  public List<Label> leaves(Level leaves, String[] ids, Dataset<Row> members, Set<Integer> named) {
    shared = new ArrayList<>();
    for (Row row :
        members
            .join(leafOfTrace, AssignmentsTable.TRACE_ID)
            .groupBy(BaseClusters.LEAF, BEFORE_LEAF)
            .agg(count(lit(1)))
            .collectAsList()) {
      if (before.containsKey(row.getString(1))) {
        shared.add(new Shared(ids[row.getInt(0)], row.getString(1), row.getLong(2)));
      }
    }
    List<Link> found = LineageMatch.of(traces(leaves, ids), traces(0), shared, near(leaves, ids));
    // Where windows share no traces, parents are known by their leaves.
    found.stream()
        .filter(link -> link.common() == 0 && link.now() != null && link.before() != null)
        .forEach(link -> shared.add(estimate(link, leaves, ids)));
    Map<Integer, Label> kept = kept(leaves, ids, found);
    return KeptNames.distinct(names.leaves(leaves, ids, members, kept.keySet()), kept);
  }

  private Shared estimate(Link link, Level leaves, String[] ids) {
    long now = traces(leaves, ids).get(link.now());
    return new Shared(link.now(), link.before(), Math.min(now, before.get(link.before()).traces()));
  }

  @Override
  public List<Label> parents(
      int number, Level parents, String[] ids, int[] parentOf, Set<Integer> named) {
    Map<String, String> above = new HashMap<>();
    for (int child = 0; child < parentOf.length; child++) {
      above.put(children[child], ids[parentOf[child]]);
    }
    Map<String, Map<String, Long>> rolledUp = new TreeMap<>();
    for (Shared s : shared) {
      rolledUp
          .computeIfAbsent(above.get(s.now()), id -> new TreeMap<>())
          .merge(before.get(s.before()).parentId(), s.traces(), Long::sum);
    }
    shared = new ArrayList<>();
    rolledUp.forEach(
        (now, old) -> old.forEach((id, traces) -> shared.add(new Shared(now, id, traces))));
    List<Link> found = LineageMatch.of(traces(parents, ids), traces(number), shared, List.of());
    Map<Integer, Label> kept = kept(parents, ids, found);
    return KeptNames.distinct(names.parents(number, parents, ids, parentOf, kept.keySet()), kept);
  }

  /** The names that clusters had in the run before, where the members are the same. */
  private Map<Integer, Label> kept(Level level, String[] ids, List<Link> found) {
    children = ids;
    links.add(found);
    Map<String, Integer> ordinals = new HashMap<>();
    IntStream.range(0, ids.length).forEach(i -> ordinals.put(ids[i], i));
    Map<Integer, Label> kept = new TreeMap<>();
    for (Link link : found) {
      if (link.relation() == Relation.SAME && hasSameMembers(link)) {
        Cluster old = before.get(link.before());
        int ordinal = ordinals.get(link.now());
        if (level.labels().get(ordinal).isNamed() && !old.isBroad()) {
          kept.put(ordinal, new Label(old.title(), old.description(), true));
        }
      }
    }
    return kept;
  }

  private static boolean hasSameMembers(Link link) {
    return link.overlap() != null ? link.overlap() >= SAME_MEMBERS : link.distance() <= SAME_PLACE;
  }

  private List<Near> near(Level leaves, String[] ids) {
    if (standing == null || standing.centres().length == 0 || ids.length == 0) {
      return List.of();
    }
    List<Near> near = new ArrayList<>();
    Centres old = new Centres(standing.centres());
    float[][] centres = leaves.centres();
    for (int i = 0; i < ids.length; i++) {
      for (int other : old.nearest(centres[i], Math.min(NEAREST, old.size()))) {
        double distance =
            BaseClusters.onGrid(
                Math.sqrt(Centres.squaredDistance(centres[i], standing.centres()[other])));
        String id = standing.leafIds().get(other);
        if (distance <= standing.radii()[other] && before.containsKey(id)) {
          near.add(new Near(ids[i], id, distance));
        }
      }
    }
    return near;
  }

  private Map<String, Long> traces(int level) {
    return before.values().stream()
        .filter(cluster -> cluster.level() == level)
        .collect(Collectors.toMap(Cluster::clusterId, Cluster::traces));
  }

  private static Map<String, Long> traces(Level level, String[] ids) {
    Map<String, Long> traces = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      traces.put(ids[i], level.members().get(i).traces());
    }
    return traces;
  }
}
