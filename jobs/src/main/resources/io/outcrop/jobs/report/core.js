// What all views use: the data, nodes, numbers, and the state in the location's hash.
const data = JSON.parse(document.getElementById('data').textContent);
// Rows come without the names of their columns.
const rowsOf = (table) => (!table ? [] : Array.isArray(table) ? table : table.rows.map((r) => Object.fromEntries(table.columns.map((c, i) => [c, r[i]]))));
const clusters = rowsOf(data.clusters);
const insights = rowsOf(data.insights);
const cells = rowsOf(data.cells);
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
const AXES = { task: 'What is asked', behavior: 'What agents do', failure: 'How it fails' };
const axisName = (a) => AXES[a] || a;
const insightOf = new Map(insights.map((i) => [i.cluster_id, i]));
const trendOf = new Map();
for (const [lineage, points] of Object.entries(data.trends || {})) {
  trendOf.set(lineage, points.map(([day, traces, share, low, high]) => ({ day, traces, share, share_low: low, share_high: high })));
}
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
const NOT_TOLD = 'not told';
const percent = (value) => (known(value) ? precise.format(100 * value) + '\u00a0%' : NOT_TOLD);
const count = (value) => (known(value) ? whole.format(value) : NOT_TOLD);
const seconds = (ms) => (known(ms) ? (ms < 1000 ? whole.format(ms) + '\u00a0ms' : precise.format(ms / 1000) + '\u00a0s') : NOT_TOLD);
const money = (value) => (known(value) ? '$' + precise.format(value) : NOT_TOLD);
const short = (value) => (known(value) ? precise.format(value) : NOT_TOLD);
const plural = (n, one) => count(n) + ' ' + one + (n === 1 ? '' : 's');
const spoken = (text) => String(text).replace(/_/g, ' ');
const cut = (text, most) => {
  if (text.length <= most) return text;
  const space = text.lastIndexOf(' ', most);
  return text.slice(0, space > most / 2 ? space : most - 1).replace(/[ ,]+(with|and|of|a|the|no)?$/, '') + ' …';
};
// A rate that would give a small number away is published as the middle of a quarter.
const rate = (c, name) => percent(c[name]);

// State lives in the location's hash, so that a link shows what its sender saw.
function state() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  let parts = [];
  try { parts = path.split('/').filter(Boolean).map(decodeURIComponent); } catch (e) { parts = []; }
  return { view: parts[0] || 'insights', id: parts[1], q: new URLSearchParams(query || '') };
}
function link(view, id, query) {
  const q = new URLSearchParams(query || {}).toString();
  return '#/' + view + (id ? '/' + encodeURIComponent(id) : '') + (q ? '?' + q : '');
}
function withQuery(key, value) {
  const s = state();
  if (value === '' || value === null) s.q.delete(key); else s.q.set(key, value);
  return link(s.view, s.id, s.q);
}
function change(key, value) { location.hash = withQuery(key, value).slice(1); }
// For what is no step to come back to, such as how far the map is zoomed.
function remember(key, value) { history.replaceState(null, '', withQuery(key, value)); }
const clusterLink = (c) => h('a', { href: link('cluster', c.cluster_id) }, c.title);

function select(label, key, options, value) {
  return h('label', {}, label, h('select', { id: key, onchange: (e) => change(key, e.target.value) },
    options.map(([v, text]) => h('option', { value: v, selected: v === value }, text))));
}
function choices(label, key, options, value) {
  return h('div', { class: 'choices', role: 'group', 'aria-label': label }, options.map(([v, text]) =>
    h('button', { type: 'button', id: key + '-' + v, 'aria-pressed': String(v === value), onclick: () => change(key, v) }, text)));
}
// The library of charts comes last in the page, so that nothing waits for it.
function whenCharts(draw) {
  if (window.echarts) setTimeout(draw, 0); else window.addEventListener('load', draw, { once: true });
}
function figure(name, value, kind) {
  return h('div', { class: 'figure' + (kind ? ' ' + kind : '') }, h('b', { class: value === NOT_TOLD ? 'muted' : null }, value), h('span', {}, name));
}
function panel(title, ...children) {
  return h('section', {}, title ? h('h2', {}, title) : null, h('div', { class: 'panel' }, ...children));
}
const STATUS = { new: '● new', growing: '▲ growing', shrinking: '▼ shrinking', gone: '○ gone' };
// In a first run all is new, which tells nothing.
const firstRun = clusters.length > 0 && clusters.every((c) => c.status === 'new');
function statusTag(c) {
  return c && STATUS[c.status] && !firstRun ? h('span', { class: 'tag status ' + c.status }, STATUS[c.status]) : null;
}
function spark(lineage) {
  const points = trendOf.get(lineage) || [];
  if (points.length < 2) return null;
  const most = Math.max(...points.map((p) => p.traces), 1);
  const at = points.map((p, i) => (2 + 96 * i / (points.length - 1)).toFixed(1) + ',' + (24 - 20 * p.traces / most).toFixed(1));
  return svg('svg', { class: 'spark', viewBox: '0 0 100 26', role: 'img', 'aria-label': 'From ' + count(points[0].traces) + ' to ' + count(points[points.length - 1].traces) + ' traces a day' },
    svg('polygon', { points: '2,25 ' + at.join(' ') + ' 98,25' }), svg('polyline', { points: at.join(' ') }));
}
// A bar of one share, or of two beside each other.
function bar(inside, outside) {
  const box = svg('svg', { class: known(outside) ? 'bars2' : 'bars1', viewBox: '0 0 100 18', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('rect', { class: 'track', x: 0, y: known(outside) ? 0 : 4, width: 100, height: known(outside) ? 18 : 10 }),
    svg('rect', { class: 'in', x: 0, y: known(outside) ? 1 : 4, height: known(outside) ? 8 : 10, width: Math.max(0.6, 100 * inside) }));
  if (known(outside)) box.append(svg('rect', { class: 'out', x: 0, y: 10, height: 7, width: Math.max(0.6, 100 * outside) }));
  return box;
}
