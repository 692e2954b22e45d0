// Insights

function evidenceTable(all, sameTask) {
  const evidence = (all || []).filter((e) => (e.contrast === 'same task') === sameTask);
  if (!evidence.length) return null;
  return h('table', { class: 'evidence' },
    h('caption', { class: 'small muted' }, h('span', { class: 'key in', 'aria-hidden': 'true' }), 'these traces ', h('span', { class: 'key out', 'aria-hidden': 'true' }), sameTask ? 'those of the same task with the other outcome' : 'all others'),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'What'), h('th', { class: 'bars', 'aria-hidden': 'true' }),
      h('th', { class: 'num', scope: 'col' }, 'Here'), h('th', { class: 'num', scope: 'col' }, 'Elsewhere'))),
    h('tbody', {}, evidence.map((e) => h('tr', {},
      h('td', {}, spoken(e.facet) + (e.value === 'true' ? '' : ': ' + spoken(e.value))),
      h('td', { class: 'bars' }, known(e.in_cluster) && known(e.outside) ? bar(e.in_cluster, e.outside) : null),
      h('td', { class: 'num' }, rate(e, 'in_cluster')), h('td', { class: 'num' }, rate(e, 'outside'))))));
}
function definition(name, text) { return text ? [h('dt', {}, name), h('dd', {}, text)] : []; }
function tags(i) {
  return h('div', { class: 'tags' },
    h('span', { class: 'tag ' + i.severity, title: 'Severity: P0 is the worst' }, i.severity),
    h('span', { class: 'tag ' + i.judgement }, i.judgement),
    statusTag(byId.get(i.cluster_id)),
    h('span', { class: 'tag plain' }, axisName(i.axis)));
}
function insightBody(i) {
  return [
    i.why_different ? h('p', {}, i.why_different) : null,
    h('div', { class: 'two' },
      h('dl', { class: 'do' }, definition('Likely cause', i.likely_cause), definition('Check first', i.first_check),
        definition('Fix', i.suggested_fix), definition('Then', i.suggested_action),
        (i.related || []).some((r) => byId.has(r.cluster_id)) ? [h('dt', {}, 'Mostly the same traces'), i.related.filter((r) => byId.has(r.cluster_id)).map((r) => h('dd', {}, axisName(r.axis) + ': ', clusterLink(byId.get(r.cluster_id))))] : [],
        i.examples && i.examples.length ? [h('dt', {}, 'Members did'), i.examples.map((e) => h('dd', {}, e))] : []),
      h('div', {}, evidenceTable(i.evidence, false), evidenceTable(i.evidence, true))),
  ];
}
// The headline's beginning is the pattern, the rest its figures.
function headline(i) {
  const colon = i.headline.lastIndexOf(': ');
  const split = colon > 0 ? colon + 1 : i.headline.length;
  return [h('span', {}, i.headline.slice(0, split)), split < i.headline.length ? h('span', { class: 'figures-line' }, i.headline.slice(split)) : null];
}
function insightCard(i, open) {
  const c = byId.get(i.cluster_id);
  return h('article', { class: 'panel insight ' + i.judgement },
    h('div', { class: 'rank', 'aria-label': 'Rank ' + i.rank }, String(i.rank)),
    h('div', {},
      h('h2', {}, h('a', { href: link('cluster', i.cluster_id) }, headline(i))),
      tags(i),
      h('details', { open }, h('summary', {}, 'Why, and what to do'), insightBody(i))),
    h('div', { class: 'side' }, c ? spark(c.lineage_id) : null));
}
function insightsView(s) {
  const judgement = s.q.get('judgement') || '';
  const axis = s.q.get('axis') || '';
  const shown = Number(s.q.get('n')) || 30;
  const rows = insights.filter((i) => (!judgement || i.judgement === judgement) && (!axis || i.axis === axis));
  const by = (j) => insights.filter((i) => i.judgement === j).length;
  const moved = clusters.filter((c) => c.level === 0 && (c.status === 'new' || c.status === 'growing')).length;
  return [
    h('h1', {}, 'What stands out'),
    h('div', { class: 'figures' },
      figure('traces, about', count(data.run.traces)), figure('patterns', count(clusters.length)), figure('bad', count(by('bad')), 'bad'),
      figure('good', count(by('good')), 'good'), figure('unclear', count(by('unclear')), 'unclear'), firstRun ? figure('compared with before', 'first run') : figure('new or growing', count(moved))),
    h('div', { class: 'bar' },
      choices('Judgement', 'judgement', [['', 'All'], ['bad', 'Bad'], ['good', 'Good'], ['unclear', 'Unclear']], judgement),
      choices('Axis', 'axis', [['', 'All axes'], ...axes.map((a) => [a, axisName(a)])], axis),
      h('span', { class: 'muted small', role: 'status' }, plural(rows.length, 'insight'))),
    rows.length ? rows.slice(0, shown).map((i, k) => insightCard(i, k === 0 && !judgement && !axis)) :
      h('p', { class: 'panel' }, 'Nothing to show: no pattern passed the gate with these choices. See the view Run for what was withheld.'),
    rows.length > shown ? h('button', { type: 'button', class: 'more', onclick: () => change('n', String(shown + 60)) }, 'Show more of ' + count(rows.length)) : null,
  ];
}

// The tree

let widest = 1;
function row(c, extra) {
  return h('span', { class: 'row' },
    h('span', { class: 'name' }, clusterLink(c), ' ', statusTag(c), extra ? h('span', { class: 'count' }, ' ' + extra) : null),
    h('span', { class: 'size' }, bar(c.traces / widest), h('span', { class: 'count num' }, count(c.traces) + ' traces')),
    h('span', { class: 'count num failing' + (c.failure_rate >= 0.5 ? ' high' : '') }, rate(c, 'failure_rate') + ' failing'));
}
function branch(c) {
  const children = childrenOf.get(c.cluster_id) || [];
  if (!children.length) return h('li', { class: 'leaf' }, row(c));
  const list = h('ul', {});
  const details = h('details', { ontoggle: () => { if (details.open && !list.childElementCount) list.append(...children.map(branch)); } },
    h('summary', { 'aria-label': c.title + ', ' + plural(children.length, 'part') }, row(c, plural(children.length, 'part'))), list);
  return h('li', {}, details);
}
function matches(c, words) {
  const text = (c.title + ' ' + (c.description || '')).toLowerCase();
  return words.every((w) => text.includes(w));
}
function treeView(s) {
  const axis = s.q.get('axis') || '';
  const words = (s.q.get('q') || '').toLowerCase().split(/\s+/).filter(Boolean);
  const inAxis = clusters.filter((c) => !axis || c.axis === axis);
  const found = words.length ? inAxis.filter((c) => matches(c, words)).sort(bySize) : null;
  const MOST = 300;
  const roots = (a) => inAxis.filter((c) => c.axis === a && (!c.parent_id || !byId.has(c.parent_id))).sort((x, y) => y.level - x.level || bySize(x, y));
  widest = Math.max(...(found || inAxis.filter((c) => !c.parent_id)).map((c) => c.traces), 1);
  return [
    h('h1', {}, found ? count(found.length) + ' patterns match' : 'All published patterns'),
    h('div', { class: 'bar' }, choices('Axis', 'axis', [['', 'All axes'], ...axes.map((a) => [a, axisName(a)])], axis),
      found ? h('a', { class: 'small', href: link('tree', null, axis ? { axis } : {}) }, 'Clear the search') : null),
    found ? h('ul', { class: 'tree panel' }, found.slice(0, MOST).map((c) => h('li', { class: 'leaf' }, row(c, axisName(c.axis) + ', ' + LEVELS[c.level]))),
      found.length > MOST ? h('li', { class: 'muted' }, 'and ' + count(found.length - MOST) + ' more: add a word') : null) :
      axes.filter((a) => !axis || a === axis).map((a) => [h('h2', {}, axisName(a), ' ', h('span', { class: 'count' }, 'axis ' + a)),
        roots(a).length ? h('ul', { class: 'tree panel' }, roots(a).map(branch)) : h('p', {}, 'Nothing passed the gate.')]),
  ];
}

// One pattern

function trend(c) {
  const points = trendOf.get(c.lineage_id) || [];
  if (points.length < 2) return null;
  const box = h('div', { class: 'chart', role: 'img', 'aria-label': 'Traces a day: ' + points.map((p) => p.day + ' ' + count(p.traces)).join(', ') });
  whenCharts(() => {
    if (!box.isConnected) return;
    const style = getComputedStyle(document.documentElement);
    const muted = style.getPropertyValue('--muted').trim();
    const accent = style.getPropertyValue('--accent').trim();
    const banded = points.every((p) => known(p.share_low) && known(p.share_high));
    const value = banded ? (p) => p.share : (p) => p.traces;
    const line = (name, list, more) => ({ name, type: 'line', data: list, symbol: 'none', lineStyle: { opacity: 0 }, stack: 'band', silent: true, ...more });
    const chart = echarts.init(box, null, { renderer: 'canvas' });
    charts.push(chart);
    chart.setOption({ animation: false, grid: { left: 60, right: 15, top: 20, bottom: 30 },
      xAxis: { type: 'category', boundaryGap: false, data: points.map((p) => p.day), axisLabel: { color: muted } },
      yAxis: { type: 'value', axisLabel: { color: muted, formatter: banded ? percent : count }, splitLine: { lineStyle: { opacity: 0.3 } } },
      series: [
        ...(banded ? [line('low', points.map((p) => p.share_low)), line('band', points.map((p) => p.share_high - p.share_low), { areaStyle: { color: accent, opacity: 0.18 } })] : []),
        { name: 'value', type: 'line', data: points.map(value), symbolSize: 6, lineStyle: { width: 2 }, color: accent }],
      tooltip: { trigger: 'axis', renderMode: 'richText', formatter: (list) => { const p = points[list[0].dataIndex]; return p.day + '\n' + count(p.traces) + ' traces' + (banded ? '\n' + percent(p.share) + ' of the day (' + percent(p.share_low) + ' to ' + percent(p.share_high) + ')' : ''); } } });
  });
  return panel('Over time', points.every((p) => known(p.share_low)) ? h('p', { class: 'muted small' }, 'Share of the traces of each day, with its 95 % interval.') : null, box);
}
function neighbours(c) {
  if (!known(c.x)) return [];
  return clusters.filter((o) => o.axis === c.axis && o.level === c.level && o !== c && known(o.x))
    .map((o) => [Math.hypot(o.x - c.x, o.y - c.y), o]).sort((a, b) => a[0] - b[0] || bySize(a[1], b[1])).slice(0, 6).map((p) => p[1]);
}
function compared(c) {
  const peers = clusters.filter((o) => o.axis === c.axis && o.level === c.level && o !== c);
  const mean = (name) => { const list = peers.filter((o) => known(o[name])); const all = list.reduce((n, o) => n + o.traces, 0); return all ? list.reduce((n, o) => n + o[name] * o.traces, 0) / all : null; };
  const line = (label, name, told, share) => {
    const rest = mean(name);
    if (!known(c[name]) && !known(rest)) return null;
    const most = share ? 1 : Math.max(c[name] || 0, rest || 0) || 1;
    return h('tr', {}, h('th', { scope: 'row' }, label), h('td', { class: 'bars' }, known(c[name]) && known(rest) ? bar(c[name] / most, rest / most) : null),
      h('td', { class: 'num' }, told(c[name])), h('td', { class: 'num' }, told(rest)));
  };
  return h('table', { class: 'evidence' },
    h('caption', { class: 'small muted' }, h('span', { class: 'key in', 'aria-hidden': 'true' }), 'this pattern ', h('span', { class: 'key out', 'aria-hidden': 'true' }), 'the other published ' + LEVELS[c.level] + ' patterns of its axis, by size'),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Outcome'), h('th', { class: 'bars', 'aria-hidden': 'true' }), h('th', { class: 'num', scope: 'col' }, 'Here'), h('th', { class: 'num', scope: 'col' }, 'The rest'))),
    h('tbody', {}, line('Failing', 'failure_rate', percent, true), line('Strong completion', 'strong_completion_rate', percent, true), line('Concern, 1 to 5', 'concern', short),
      line('Median latency', 'latency_p50_ms', seconds), line('95th percentile', 'latency_p95_ms', seconds), line('Tokens', 'tokens_mean', count), line('Cost', 'cost_usd_mean', money)));
}
function clusterView(s) {
  const c = byId.get(s.id);
  if (!c) return [h('h1', {}, 'No such pattern'), h('p', {}, 'It is not published in this run. ', h('a', { href: link('tree') }, 'All patterns'))];
  const up = [];
  for (let p = byId.get(c.parent_id); p; p = byId.get(p.parent_id)) up.unshift(p);
  const insight = insightOf.get(c.cluster_id);
  const parts = childrenOf.get(c.cluster_id) || [];
  const near = neighbours(c);
  const quoted = (text) => "'" + text.replace(/'/g, "''") + "'";
  const query = 'SELECT t.*\nFROM outcrop_facts.traces t\nJOIN outcrop_facts.assignments a ON a.trace_id = t.trace_id\nWHERE a.axis = ' + quoted(c.axis) +
    "\n  AND a.scope = 'all'\n  AND a." + ['leaf_id', 'middle_id', 'top_id'][c.level] + ' = ' + quoted(c.cluster_id);
  const copied = h('span', { class: 'muted small', role: 'status' });
  widest = Math.max(c.traces, ...near.map((o) => o.traces));
  return [
    h('p', { class: 'crumbs' }, h('a', { href: link('tree', null, { axis: c.axis }) }, axisName(c.axis)), up.map((p) => [' › ', clusterLink(p)]), ' · ', h('a', { href: link('map', null, { axis: c.axis }) }, 'map')),
    h('h1', {}, c.title, ' ', statusTag(c)),
    c.is_broad ? h('p', { class: 'panel notice' }, 'Broad: its members have little in common. Look at its parts.') : null,
    h('p', { class: 'lead' }, c.description),
    h('div', { class: 'figures' }, figure('traces, about', count(c.traces)), figure(data.run.boundary + 's, at least', count(c.tenants)), figure('of all traces', percent(c.share)),
      figure('failing', rate(c, 'failure_rate'), c.failure_rate >= 0.5 ? 'bad' : null), figure('first seen', c.first_seen || NOT_TOLD), figure('cohesion, 0 to 1', short(c.cohesion))),
    insight ? panel('Insight ' + insight.rank + ': ' + insight.headline, tags(insight), insightBody(insight)) : null,
    trend(c),
    panel('Outcome against the rest', compared(c)),
    parts.length ? [h('h2', {}, 'Its parts'), h('ul', { class: 'tree panel' }, parts.map(branch))] : null,
    near.length ? [h('h2', {}, 'Nearest on the map'), h('ul', { class: 'tree panel' }, near.map((o) => h('li', { class: 'leaf' }, row(o))))] : null,
    panel('Its traces', h('p', { class: 'muted small' }, 'For operators, who may read outcrop_facts:'), h('pre', { tabindex: 0 }, query),
      h('button', { type: 'button', onclick: () => navigator.clipboard.writeText(query).then(() => { copied.textContent = ' copied'; }, () => { copied.textContent = ' cannot copy here: mark the text'; }) }, 'Copy the query'), copied),
  ];
}

// What changed

// How one comparison's facets lie now and before.
function shiftTable(x) {
  const told = (c, share, mean) => (known(share) ? percent(share) : known(mean) ? short(mean) : NOT_TOLD);
  const signed = (n, unit) => (n > 0 ? '+' : '') + short(n) + unit;
  const moved = (c) => (known(c.points) ? signed(c.points, ' points') : known(c.percent) ? signed(c.percent, ' %') : '');
  const named = (c) => (c.facet.startsWith('clusters.') ? 'pattern on ' + axisName(c.facet.slice(9)) + ': ' + c.value : spoken(c.facet) + (c.value && c.value !== 'true' ? ': ' + spoken(c.value) : ''));
  return h('table', { class: 'plain' },
    h('caption', { class: 'small muted' }, 'About ' + count(x.traces) + ' traces against ' + count(x.baseline_traces) + '. Divergence is Jensen and Shannon\u2019s, 0 to 1; by chance it lies below the next figure in 95 of 100 cases.'),
    h('thead', {}, h('tr', {}, ['Facet', 'Now', 'Before', 'Moved', 'Divergence', 'By chance'].map((head, i) => h('th', { scope: 'col', class: i ? 'num' : null }, head)))),
    h('tbody', {}, x.changes.map((c) => h('tr', {},
      h('td', {}, c.shifted ? h('strong', {}, named(c)) : named(c)),
      h('td', { class: 'num' }, told(c, c.share, c.mean)), h('td', { class: 'num' }, told(c, c.baseline_share, c.baseline_mean)),
      h('td', { class: 'num' }, moved(c)), h('td', { class: 'num' }, precise.format(c.divergence)), h('td', { class: 'num' }, precise.format(c.null95))))));
}
function shiftItem(x) {
  const changes = x.changes || [];
  if (!changes.length) return h('li', {}, x.sentence);
  // The table is made when it is asked for: a run may compare many.
  const details = h('details', { ontoggle: () => { if (details.open && !details.querySelector('table')) details.append(h('div', { class: 'scrolled' }, shiftTable(x))); } }, h('summary', {}, x.sentence));
  return h('li', {}, details);
}
function weatherView() {
  const shifts = data.shifts || [];
  const moved = (status) => clusters.filter((c) => c.level === 0 && c.status === status).sort(bySize);
  const part = (title, list, status) => {
    if (!list.length) return null;
    return [h('h2', {}, title, ' ', h('span', { class: 'count' }, count(list.length))), h('ul', { class: 'tree panel ' + status },
      list.slice(0, 40).map((c) => h('li', { class: 'leaf' }, row(c, axisName(c.axis)), spark(c.lineage_id))),
      list.length > 40 ? h('li', { class: 'muted' }, 'and ' + count(list.length - 40) + ' more') : null)];
  };
  widest = Math.max(...clusters.filter((c) => c.level === 0).map((c) => c.traces), 1);
  const parts = [part('New', moved('new'), 'new'), part('Growing', moved('growing'), 'growing'), part('Shrinking', moved('shrinking'), 'shrinking'), part('Gone', moved('gone'), 'gone')].filter(Boolean);
  return [
    h('h1', {}, 'What changed'),
    h('p', { class: 'muted' }, 'Since the run before, and since versions changed.'),
    shifts.length ? panel('Weather', h('ul', { class: 'weather' }, shifts.map(shiftItem))) : null,
    firstRun ? h('p', { class: 'panel' }, 'This is the first run over these traces: every pattern is new. The next one tells what grew, shrank, came and went.') :
    parts.length ? parts : h('p', { class: 'panel' }, 'Nothing that passed the gate is new, growing, shrinking or gone.'),
  ];
}

// The run

function healthView() {
  const r = data.run;
  const table = (title, head, rows, words = 1) => (rows && rows.length ? [h('h2', {}, title), h('table', { class: 'plain panel' }, h('thead', {}, h('tr', {}, head.map((x, i) => h('th', { scope: 'col', class: i < words ? null : 'num' }, x)))), h('tbody', {}, rows.map((cells) => h('tr', {}, cells.map((x, i) => h('td', { class: i < words ? null : 'num' }, String(x)))))))] : null);
  const some = (n) => (n > 0 ? 'about ' + count(n) : 'fewer than 10');
  const RULES = { 'min-tenants': 'too few ' + r.boundary + 's', 'min-traces': 'too few traces', remainder: 'would betray what is withheld beside it', terms: 'words of too few ' + r.boundary + 's', auditor: 'looks like personal data, a name or a secret', 'max-share': 'mostly of one ' + r.boundary };
  const spent = data.stages.reduce((n, p) => n + p.seconds, 0);
  return [
    h('h1', {}, 'Run ' + r.run_id),
    r.accepted_risk ? h('p', { class: 'panel notice' }, 'The minimums of this run lie below the floor, which its configuration accepts: ' + r.accepted_risk) : null,
    r.degraded ? h('p', { class: 'panel notice' }, 'This run is not whole: ' + r.degraded) : null,
    h('div', { class: 'figures' }, figure('traces, about', count(r.traces)), figure('first day', r.window_start), figure('last day', r.window_end), figure('patterns', count(clusters.length)),
      figure('insights', count(insights.length)), known(r.traces_withheld) ? figure('traces in withheld leaves, about', count(r.traces_withheld)) : null),
    panel('The gate', h('p', {}, 'Everything in this page stands for at least ' + r.min_tenants + ' ' + r.boundary + 's and ' + r.min_traces + ' traces. What did not is not in it.'),
      h('p', { class: 'muted small' }, 'Counts of traces are the middles of buckets; rates with few traces on a side are the middles of quarters. PRIVACY.md of the project says why, and what that hides.')),
    table('Withheld', ['Rows and texts of', 'Because', 'How many'], data.withheld.map((w) => [w.table_name, RULES[w.rule] ? w.rule + ': ' + RULES[w.rule] : w.rule, some(w.rows)]), 2),
    table('Phases, ' + precise.format(spent) + ' seconds', ['Phase', 'Seconds'], data.stages.map((p) => [p.phase, precise.format(p.seconds)])),
    table('Language models', ['Model', 'Phase', 'Tokens', 'Dollars'], (data.costs || []).map((k) => [k.model, k.phase, count(k.tokens), money(k.usd)]), 2),
  ];
}
