'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const clusters = data.clusters;
  const byId = new Map(clusters.map((c) => [c.cluster_id, c]));
  const childrenOf = new Map();
  for (const c of clusters) {
    if (c.parent_id) {
      if (!childrenOf.has(c.parent_id)) childrenOf.set(c.parent_id, []);
      childrenOf.get(c.parent_id).push(c);
    }
  }
  const bySize = (a, b) => b.traces - a.traces || (a.cluster_id < b.cluster_id ? -1 : 1);
  childrenOf.forEach((list) => list.sort(bySize));
  const axes = [...new Set(clusters.map((c) => c.axis))].sort();
  const LEVELS = ['leaf', 'middle', 'top'];
  const VIEWS = [['insights', 'Insights'], ['map', 'Map'], ['tree', 'Patterns'], ['weather', 'What changed'], ['health', 'Run']];
  const main = document.getElementById('main');
  let charts = [];

  // All that is shown is made of nodes and text, never of markup: names come from strangers.
  function h(name, attributes, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
      else node.setAttribute(key, value === true ? '' : value);
    }
    node.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
    return node;
  }
  const SVG = 'http://www.w3.org/2000/svg';
  function svg(name, attributes, ...children) {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  }

  const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
  const precise = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
  const known = (value) => value !== null && value !== undefined;
  const percent = (value) => (known(value) ? precise.format(100 * value) + ' %' : 'not told');
  const count = (value) => (known(value) ? whole.format(value) : 'not told');
  const seconds = (ms) => (known(ms) ? (ms < 1000 ? whole.format(ms) + ' ms' : precise.format(ms / 1000) + ' s') : 'not told');
  const money = (value) => (known(value) ? '$' + precise.format(value) : 'not told');
  // A rate that would give a small number away is published as a band.
  const rate = (c, name) => (known(c[name]) ? percent(c[name]) : known(c[name + '_band']) ? c[name + '_band'] : 'not told');

  // State lives in the location's hash, so that a link shows what its sender saw.
  function state() {
    const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
    const parts = path.split('/').filter(Boolean).map(decodeURIComponent);
    return { view: parts[0] || 'insights', id: parts[1], q: new URLSearchParams(query || '') };
  }
  function link(view, id, query) {
    const q = new URLSearchParams(query || {}).toString();
    return '#/' + view + (id ? '/' + encodeURIComponent(id) : '') + (q ? '?' + q : '');
  }
  function change(key, value) {
    const s = state();
    if (value === '') s.q.delete(key); else s.q.set(key, value);
    const q = s.q.toString();
    location.hash = '/' + s.view + (s.id ? '/' + encodeURIComponent(s.id) : '') + (q ? '?' + q : '');
  }
  const clusterLink = (c) => h('a', { href: link('cluster', c.cluster_id) }, c.title);

  function select(label, key, options, value) {
    return h('label', {}, label, h('select', { onchange: (e) => change(key, e.target.value) },
      options.map(([v, text]) => h('option', { value: v, selected: v === value }, text))));
  }

  // Insights

  function bars(inside, outside) {
    return svg('svg', { viewBox: '0 0 100 18', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      svg('rect', { class: 'in', x: 0, y: 1, height: 7, width: Math.max(0.4, 100 * inside) }),
      svg('rect', { class: 'out', x: 0, y: 10, height: 7, width: Math.max(0.4, 100 * outside) }));
  }
  const spoken = (text) => String(text).replace(/_/g, ' ');

  function evidenceTable(evidence) {
    if (!evidence || !evidence.length) return null;
    return h('table', { class: 'evidence' },
      h('caption', { class: 'small muted' }, 'How often it holds for these traces, and for all others'),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'What'), h('th', { class: 'bars', 'aria-hidden': 'true' }),
        h('th', { class: 'num', scope: 'col' }, 'Here'), h('th', { class: 'num', scope: 'col' }, 'Elsewhere'))),
      h('tbody', {}, evidence.map((e) => h('tr', {},
        h('td', {}, spoken(e.facet) + ': ' + spoken(e.value)),
        h('td', { class: 'bars' }, known(e.in_cluster) && known(e.outside) ? bars(e.in_cluster, e.outside) : null),
        h('td', { class: 'num' }, rate(e, 'in_cluster')), h('td', { class: 'num' }, rate(e, 'outside'))))));
  }

  function definition(name, text) {
    return text ? [h('dt', {}, name), h('dd', {}, text)] : [];
  }

  function tags(i) {
    const c = byId.get(i.cluster_id);
    return h('div', { class: 'tags' },
      h('span', { class: 'tag ' + i.severity, title: 'Severity' }, i.severity),
      h('span', { class: 'tag ' + i.judgement }, i.judgement),
      h('span', { class: 'tag' }, count(i.traces) + ' traces'),
      h('span', { class: 'tag' }, count(i.tenants) + ' ' + data.run.boundary + 's'),
      known(i.share) ? h('span', { class: 'tag' }, percent(i.share) + ' of all') : null,
      c && c.status && c.status !== 'stable' ? h('span', { class: 'tag' }, c.status) : null,
      h('span', { class: 'tag' }, i.axis + ' axis'));
  }

  function insightBody(i) {
    return [
      i.why_different ? h('p', {}, i.why_different) : null,
      h('dl', { class: 'do' }, definition('Likely cause', i.likely_cause), definition('Check first', i.first_check),
        definition('Fix', i.suggested_fix), definition('Then', i.suggested_action)),
      i.examples && i.examples.length ? [h('h3', { class: 'small muted' }, 'What members did'), h('ul', { class: 'small' }, i.examples.map((e) => h('li', {}, e)))] : null,
      evidenceTable(i.evidence),
    ];
  }

  function insightsView(s) {
    const judgement = s.q.get('judgement') || '';
    const axis = s.q.get('axis') || '';
    const rows = data.insights.filter((i) => (!judgement || i.judgement === judgement) && (!axis || i.axis === axis));
    return [
      h('h1', {}, 'What stands out'),
      h('p', { class: 'muted' }, count(data.insights.length) + ' insights from about ' + count(data.run.traces) + ' traces, ' +
        data.run.window_start + ' to ' + data.run.window_end + '. The first ones first.'),
      h('div', { class: 'bar panel' },
        select('Judgement', 'judgement', [['', 'all'], ['bad', 'bad'], ['good', 'good'], ['unclear', 'unclear']], judgement),
        select('Axis', 'axis', [['', 'all'], ...axes.map((a) => [a, a])], axis),
        h('span', { class: 'muted small', role: 'status' }, count(rows.length) + ' shown')),
      rows.length ? rows.map((i) => h('article', { class: 'panel insight' },
        h('div', { class: 'rank', 'aria-label': 'Rank ' + i.rank }, String(i.rank)),
        h('div', {},
          h('h2', {}, h('a', { href: link('cluster', i.cluster_id) }, i.headline)),
          tags(i),
          h('details', {}, h('summary', {}, 'Why, and what to do'), insightBody(i))))) :
        h('p', { class: 'panel' }, 'Nothing to show: no pattern passed the gate with these choices. See the view Run for what was withheld.'),
    ];
  }

  // The map

  const COLOURS = {
    failure: ['Failure rate', (c) => c.failure_rate, percent],
    concern: ['Concern', (c) => (known(c.concern) ? (c.concern - 1) / 4 : null), (v) => precise.format(1 + 4 * v) + ' of 5'],
    growth: ['Growth', (c) => ({ new: 1, growing: 0.8, stable: 0.4, shrinking: 0.15, gone: 0 })[c.status] ?? null, (v) => String(v)],
    cost: ['Cost per trace', (c) => c.cost_usd_mean, money],
    latency: ['Median latency', (c) => c.latency_p50_ms, seconds],
  };
  const RAMP = [[0, [69, 117, 180]], [0.35, [145, 191, 219]], [0.6, [254, 224, 144]], [0.8, [252, 141, 89]], [1, [200, 40, 40]]];
  function ramp(v) {
    for (let i = 1; i < RAMP.length; i++) {
      if (v <= RAMP[i][0]) {
        const [a, from] = RAMP[i - 1];
        const [b, to] = RAMP[i];
        const t = (v - a) / (b - a);
        return 'rgb(' + from.map((x, k) => Math.round(x + t * (to[k] - x))).join(',') + ')';
      }
    }
    return 'rgb(200,40,40)';
  }

  function scaleOf(list, value) {
    const values = list.map(value).filter(known);
    const least = Math.min(...values);
    const most = Math.max(...values);
    return values.length && most > least ? { least, most } : { least: values.length ? least : 0, most: (values.length ? least : 0) + 1 };
  }

  function legend(scale, told) {
    const canvas = h('canvas', { width: 90, height: 10, 'aria-hidden': 'true' });
    const pen = canvas.getContext('2d');
    for (let x = 0; x < 90; x++) {
      pen.fillStyle = ramp(x / 89);
      pen.fillRect(x, 0, 1, 10);
    }
    return h('span', { class: 'legend' }, told(scale.least), canvas, told(scale.most));
  }

  function mapView(s) {
    const axis = s.q.get('axis') || axes[0] || '';
    const colour = s.q.get('colour') || 'failure';
    const level = s.q.get('level') || 'auto';
    const [name, value, told] = COLOURS[colour] || COLOURS.failure;
    const all = clusters.filter((c) => c.axis === axis && known(c.x) && known(c.y));
    const scale = scaleOf(all, value);
    const box = h('div', { class: 'map', id: 'map', role: 'img', 'aria-label': 'Map of ' + count(all.length) + ' patterns on the axis ' + axis + '; the view Patterns lists the same' });
    main.className = 'wide';
    setTimeout(() => drawMap(box, all, level, value, scale, told, name), 0);
    return [
      h('div', { class: 'bar' },
        select('Axis', 'axis', axes.map((a) => [a, a]), axis),
        select('Colour', 'colour', Object.entries(COLOURS).map(([k, v]) => [k, v[0]]), colour),
        select('Show', 'level', [['auto', 'by zoom'], ['2', 'tops'], ['1', 'middles'], ['0', 'leaves']], level),
        colour === 'growth' ? h('span', { class: 'legend' }, 'gone') : null, legend(scale, colour === 'growth' ? () => '' : told),
        colour === 'growth' ? h('span', { class: 'legend' }, 'new') : null,
        h('span', { class: 'muted small' }, 'Near means alike. Wheel or pinch to zoom, drag to move, click to open.'),
        h('a', { class: 'small', href: link('tree', null, { axis }) }, 'The same as a list')),
      box,
    ];
  }

  function drawMap(box, all, level, value, scale, told, name) {
    if (!box.isConnected) return;
    if (!all.length) {
      box.replaceWith(h('p', { class: 'panel' }, 'No pattern on this axis has a place on the map.'));
      return;
    }
    const style = getComputedStyle(document.documentElement);
    const ink = style.getPropertyValue('--ink').trim();
    const ground = style.getPropertyValue('--map').trim();
    const chart = echarts.init(box, null, { renderer: 'canvas' });
    charts.push(chart);
    const most = Math.max(...all.map((c) => c.traces));
    const dots = (at) => {
      const few = all.filter((c) => c.level === at).sort(bySize);
      return few.map((c) => ({
        value: [c.x, c.y], id: c.cluster_id, name: c.title,
        symbolSize: Math.max(at === 2 ? 22 : at === 1 ? 12 : 7, (at === 2 ? 74 : 60) * Math.sqrt(c.traces / most)),
        itemStyle: { color: known(value(c)) ? ramp((value(c) - scale.least) / (scale.most - scale.least)) : '#999', opacity: at === 2 ? 0.55 : 0.85, borderColor: ground, borderWidth: 1 },
      }));
    };
    // Dots are the finest patterns; what is written beside them is coarser the farther away one looks.
    const FEW = 40;
    const many = (at) => all.filter((c) => c.level === at).length > FEW;
    const dotted = level === 'auto' ? 0 : Number(level);
    const namedAt = (zoom) => (level !== 'auto' ? dotted : !many(0) || zoom < 30 ? 0 : !many(1) || zoom < 60 ? 1 : 2);
    const text = (at) => ({ show: true, formatter: (p) => (p.name.length > 46 ? p.name.slice(0, 45) + '…' : p.name), color: ink, opacity: 1,
      textBorderColor: ground, textBorderWidth: 3, fontSize: at === 0 ? 12 : 14, fontWeight: at === 0 ? 'normal' : 'bold', position: at === 0 ? 'top' : 'inside' });
    let shown = -1;
    const show = (at) => {
      if (at === shown) return;
      shown = at;
      const own = at === dotted;
      chart.setOption({ series: [
        { id: 'dots', type: 'scatter', data: dots(dotted), label: own ? text(0) : { show: false }, labelLayout: { hideOverlap: true }, emphasis: { scale: 1.15 } },
        { id: 'names', type: 'scatter', silent: true, symbolSize: 1, data: own ? [] : all.filter((c) => c.level === at).sort(bySize).map((c) => ({ value: [c.x, c.y], name: c.title, itemStyle: { opacity: 0 } })), label: text(at), labelLayout: { hideOverlap: true } },
      ] });
    };
    const axis = (type) => { const v = all.map((c) => c[type]); const pad = 0.06 * (Math.max(...v) - Math.min(...v) || 1); return { type: 'value', show: false, min: Math.min(...v) - pad, max: Math.max(...v) + pad }; };
    chart.setOption({
      animation: false, backgroundColor: ground,
      grid: { left: Math.min(150, box.clientWidth / 7), right: Math.min(150, box.clientWidth / 7), top: 40, bottom: 30 },
      xAxis: axis('x'), yAxis: axis('y'),
      dataZoom: [{ type: 'inside', xAxisIndex: 0, filterMode: 'none' }, { type: 'inside', yAxisIndex: 0, filterMode: 'none' }],
      tooltip: { renderMode: 'richText', confine: true, formatter: (p) => { const c = byId.get(p.data.id); return c.title.replace(/[{}|]/g, ' ') + '\n' + count(c.traces) + ' traces of ' + count(c.tenants) + ' ' + data.run.boundary + 's, ' + LEVELS[c.level] + '\n' + name + ': ' + (known(value(c)) ? (name === 'Growth' ? c.status : told(value(c))) : 'not told'); } },
    });
    show(namedAt(100));
    chart.on('datazoom', () => { const z = chart.getOption().dataZoom[0]; show(namedAt(z.end - z.start)); });
    chart.on('click', (p) => { if (p.data && p.data.id) location.hash = link('cluster', p.data.id).slice(1); });
  }

  // The tree

  function row(c) {
    return [clusterLink(c), ' ', h('span', { class: 'count' }, count(c.traces) + ' traces, ' + rate(c, 'failure_rate') + ' failing' + (c.status && c.status !== 'stable' ? ', ' + c.status : ''))];
  }
  function branch(c) {
    const children = childrenOf.get(c.cluster_id) || [];
    if (!children.length) return h('li', { class: 'leaf' }, row(c));
    const list = h('ul', {});
    const details = h('details', { ontoggle: () => { if (details.open && !list.childElementCount) list.append(...children.map(branch)); } }, h('summary', {}, row(c)), list);
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
    return [
      h('h1', {}, found ? count(found.length) + ' patterns match' : 'All published patterns'),
      h('div', { class: 'bar panel' }, select('Axis', 'axis', [['', 'all'], ...axes.map((a) => [a, a])], axis)),
      found ? h('ul', { class: 'tree panel' }, found.slice(0, MOST).map((c) => h('li', {}, row(c), ' ', h('span', { class: 'count' }, c.axis + ', ' + LEVELS[c.level]))),
        found.length > MOST ? h('li', { class: 'muted' }, 'and ' + count(found.length - MOST) + ' more: add a word') : null) :
        axes.filter((a) => !axis || a === axis).map((a) => {
          const roots = inAxis.filter((c) => c.axis === a && (!c.parent_id || !byId.has(c.parent_id))).sort((x, y) => y.level - x.level || bySize(x, y));
          return [h('h2', {}, 'Axis ' + a), roots.length ? h('ul', { class: 'tree panel' }, roots.map(branch)) : h('p', {}, 'Nothing passed the gate.')];
        }),
    ];
  }

  // One pattern

  function figure(name, value) {
    return h('div', { class: 'figure' }, h('b', {}, value), h('span', {}, name));
  }
  function trend(c) {
    const points = (data.trends || []).filter((t) => t.lineage_id === c.lineage_id);
    if (points.length < 2) return null;
    const box = h('div', { class: 'chart', role: 'img', 'aria-label': 'Traces a day' });
    setTimeout(() => {
      if (!box.isConnected) return;
      const style = getComputedStyle(document.documentElement);
      const muted = style.getPropertyValue('--muted').trim();
      const chart = echarts.init(box, null, { renderer: 'canvas' });
      charts.push(chart);
      chart.setOption({ animation: false, grid: { left: 55, right: 15, top: 20, bottom: 30 },
        xAxis: { type: 'category', data: points.map((p) => p.date), axisLabel: { color: muted } }, yAxis: { type: 'value', axisLabel: { color: muted }, splitLine: { lineStyle: { opacity: 0.3 } } },
        series: [{ type: 'line', data: points.map((p) => p.traces), symbolSize: 6, lineStyle: { width: 2 }, color: style.getPropertyValue('--accent').trim() }],
        tooltip: { trigger: 'axis', renderMode: 'richText' } });
    }, 0);
    return [h('h2', {}, 'Over time'), box];
  }
  function neighbours(c) {
    if (!known(c.x)) return [];
    return clusters.filter((o) => o.axis === c.axis && o.level === c.level && o !== c && known(o.x))
      .map((o) => [Math.hypot(o.x - c.x, o.y - c.y), o]).sort((a, b) => a[0] - b[0] || bySize(a[1], b[1])).slice(0, 6).map((p) => p[1]);
  }
  function clusterView(s) {
    const c = byId.get(s.id);
    if (!c) return [h('h1', {}, 'No such pattern'), h('p', {}, 'It is not published in this run. ', h('a', { href: link('tree') }, 'All patterns'))];
    const up = [];
    for (let p = byId.get(c.parent_id); p; p = byId.get(p.parent_id)) up.unshift(p);
    const insight = data.insights.filter((i) => i.cluster_id === c.cluster_id);
    const column = ['leaf_id', 'middle_id', 'top_id'][c.level];
    const query = 'SELECT t.*\nFROM outcrop_facts.traces t\nJOIN outcrop_facts.assignments a ON a.trace_id = t.trace_id\nWHERE a.axis = \'' + c.axis.replace(/'/g, "''") + "' AND a." + column + " = '" + c.cluster_id.replace(/'/g, "''") + "'";
    const copied = h('span', { class: 'muted small', role: 'status' });
    return [
      h('p', { class: 'crumbs' }, h('a', { href: link('tree', null, { axis: c.axis }) }, 'Axis ' + c.axis), up.map((p) => [' › ', clusterLink(p)])),
      h('h1', {}, c.title),
      c.is_broad ? h('p', { class: 'panel notice' }, 'Broad: its members have little in common. Look at its parts.') : null,
      h('p', {}, c.description),
      h('div', { class: 'figures' }, figure('traces', count(c.traces)), figure(data.run.boundary + 's', count(c.tenants)), figure('of all traces', percent(c.share)),
        figure('failing', rate(c, 'failure_rate')), figure('strong completion', rate(c, 'strong_completion_rate')), figure('concern, of 5', known(c.concern) ? precise.format(c.concern) : 'not told'),
        figure('median latency', seconds(c.latency_p50_ms)), figure('95th percentile', seconds(c.latency_p95_ms)), figure('tokens a trace', count(c.tokens_mean)), figure('cost a trace', money(c.cost_usd_mean)),
        figure('status', c.status || 'not told'), figure('first seen', c.first_seen || 'not told'), figure('cohesion', known(c.cohesion) ? precise.format(c.cohesion) : 'not told')),
      h('h2', {}, 'Against all published patterns of its level'), compared(c),
      insight.map((i) => [h('h2', {}, 'Insight ' + i.rank + ': ' + i.headline), h('div', { class: 'panel' }, tags(i), insightBody(i))]),
      trend(c),
      (childrenOf.get(c.cluster_id) || []).length ? [h('h2', {}, 'Its parts'), h('ul', { class: 'tree panel' }, childrenOf.get(c.cluster_id).map(branch))] : null,
      neighbours(c).length ? [h('h2', {}, 'Nearest on the map'), h('ul', { class: 'tree panel' }, neighbours(c).map((o) => h('li', {}, row(o))))] : null,
      h('h2', {}, 'Its traces'), h('p', { class: 'muted small' }, 'For operators, who may read outcrop_facts:'), h('pre', {}, query),
      h('button', { type: 'button', onclick: () => navigator.clipboard.writeText(query).then(() => { copied.textContent = ' copied'; }, () => { copied.textContent = ' cannot copy here: mark the text'; }) }, 'Copy the query'), copied,
    ];
  }
  function compared(c) {
    const peers = clusters.filter((o) => o.axis === c.axis && o.level === c.level);
    const mean = (name) => { const list = peers.filter((o) => known(o[name])); const all = list.reduce((n, o) => n + o.traces, 0); return all ? list.reduce((n, o) => n + o[name] * o.traces, 0) / all : null; };
    const line = (label, name, told, here) => h('tr', {}, h('th', { scope: 'row' }, label), h('td', { class: 'num' }, here || told(c[name])), h('td', { class: 'num' }, told(mean(name))));
    return h('table', { class: 'plain panel' }, h('thead', {}, h('tr', {}, h('th', {}), h('th', { class: 'num', scope: 'col' }, 'Here'), h('th', { class: 'num', scope: 'col' }, 'Mean of all'))),
      h('tbody', {}, line('Failing', 'failure_rate', percent, rate(c, 'failure_rate')), line('Strong completion', 'strong_completion_rate', percent, rate(c, 'strong_completion_rate')), line('Concern', 'concern', (v) => (known(v) ? precise.format(v) : 'not told')),
        line('Median latency', 'latency_p50_ms', seconds), line('Tokens', 'tokens_mean', count), line('Cost', 'cost_usd_mean', money)));
  }

  // What changed

  function weatherView() {
    const shifts = data.shifts || [];
    const moved = (status) => clusters.filter((c) => c.level === 0 && c.status === status).sort(bySize);
    const part = (title, list) => (list.length ? [h('h2', {}, title), h('ul', { class: 'tree panel' }, list.slice(0, 60).map((c) => h('li', {}, row(c), ' ', h('span', { class: 'count' }, c.axis))))] : null);
    const parts = [part('New', moved('new')), part('Growing', moved('growing')), part('Shrinking', moved('shrinking')), part('Gone', moved('gone'))].filter(Boolean);
    return [
      h('h1', {}, 'What changed'),
      h('p', { class: 'muted' }, 'Since the run before, and since versions changed.'),
      shifts.length ? h('ul', { class: 'panel' }, shifts.map((x) => h('li', {}, x.sentence))) : null,
      parts.length ? parts : h('p', { class: 'panel' }, 'Nothing that passed the gate is new, growing, shrinking or gone.'),
    ];
  }

  // The run

  function healthView() {
    const r = data.run;
    const table = (title, head, rows) => (rows && rows.length ? [h('h2', {}, title), h('table', { class: 'plain panel' }, h('thead', {}, h('tr', {}, head.map((x, i) => h('th', { scope: 'col', class: i ? 'num' : null }, x)))), h('tbody', {}, rows.map((cells) => h('tr', {}, cells.map((x, i) => h('td', { class: i ? 'num' : null }, String(x)))))))] : null);
    return [
      h('h1', {}, 'Run ' + r.run_id),
      r.accepted_risk ? h('p', { class: 'panel notice' }, 'The minimums of this run lie below the floor, which its configuration accepts: ' + r.accepted_risk) : null,
      r.degraded ? h('p', { class: 'panel notice' }, 'This run is not whole: ' + r.degraded) : null,
      h('div', { class: 'figures' }, figure('traces, about', count(r.traces)), figure('first day', r.window_start), figure('last day', r.window_end), figure('patterns', count(clusters.length)), figure('insights', count(data.insights.length)),
        figure('rows withheld', count(data.withheld.reduce((n, w) => n + w.rows, 0)))),
      h('h2', {}, 'The gate'), h('p', {}, 'Everything in this page stands for at least ' + r.min_tenants + ' ' + r.boundary + 's and ' + r.min_traces + ' traces. What did not is not in it.'),
      table('Withheld', ['Table', 'Rule', 'Rows'], data.withheld.map((w) => [w.table_name, w.rule, count(w.rows)])),
      table('Phases', ['Phase', 'Seconds'], data.stages.map((p) => [p.phase, precise.format(p.seconds)])),
      table('Costs', ['Model', 'Phase', 'Tokens', 'Dollars'], (data.costs || []).map((k) => [k.model, k.phase, count(k.tokens), money(k.usd)])),
    ];
  }

  const RENDER = { insights: insightsView, map: mapView, tree: treeView, cluster: clusterView, weather: weatherView, health: healthView };

  function render() {
    charts.forEach((chart) => chart.dispose());
    charts = [];
    const s = state();
    main.className = '';
    const view = RENDER[s.view] || insightsView;
    main.replaceChildren(...view(s).flat(Infinity).filter(Boolean));
    for (const a of document.querySelectorAll('#views a')) {
      if (a.dataset.view === s.view) a.setAttribute('aria-current', 'page'); else a.removeAttribute('aria-current');
    }
    document.title = (VIEWS.find((v) => v[0] === s.view) || ['', (byId.get(s.id) || { title: 'Pattern' }).title])[1] + ' · Outcrop atlas';
  }

  document.getElementById('views').append(...VIEWS.map(([view, title]) => h('a', { href: link(view), 'data-view': view }, title)));
  document.getElementById('run').textContent = data.run.window_start + ' to ' + data.run.window_end;
  document.getElementById('search').addEventListener('submit', (e) => {
    e.preventDefault();
    location.hash = link('tree', null, { q: document.getElementById('query').value }).slice(1);
  });
  const root = document.documentElement;
  root.dataset.theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.getElementById('theme').addEventListener('click', () => {
    root.dataset.theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
    render();
  });
  window.addEventListener('hashchange', () => { render(); main.focus({ preventScroll: true }); scrollTo(0, 0); });
  window.addEventListener('resize', () => charts.forEach((chart) => chart.resize()));
  render();
})();
