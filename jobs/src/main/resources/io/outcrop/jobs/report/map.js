// The map: squares of density from afar, dots of single patterns from near.
const COLOURS = {
  failure: ['Failure rate', (c) => c.failure_rate, percent],
  growth: ['Growth', (c) => (known(c.growing) ? 0.4 + 0.6 * c.growing : ({ new: 1, growing: 0.8, stable: 0.4, shrinking: 0.15, gone: 0 })[c.status] ?? null), () => ''],
  concern: ['Concern', (c) => (known(c.concern) ? (c.concern - 1) / 4 : null), (v) => precise.format(1 + 4 * v) + ' of 5'],
  cost: ['Cost per trace', (c) => c.cost_usd_mean, money],
};
const RAMP = [[0, [66, 120, 182]], [0.3, [134, 184, 214]], [0.55, [244, 214, 130]], [0.78, [240, 138, 75]], [1, [190, 36, 40]]];
function ramp(v) {
  for (let i = 1; i < RAMP.length; i++) {
    if (v <= RAMP[i][0]) {
      const [a, from] = RAMP[i - 1];
      const [b, to] = RAMP[i];
      const t = Math.max(0, (v - a) / (b - a));
      return 'rgb(' + from.map((x, k) => Math.round(x + t * (to[k] - x))).join(',') + ')';
    }
  }
  return 'rgb(190,36,40)';
}
function scaleOf(list, value, colour) {
  if (colour === 'growth') return { least: 0, most: 1 };
  const values = list.map(value).filter(known).sort((a, b) => a - b);
  if (!values.length) return { least: 0, most: 1 };
  // One extreme value must not paint all others alike.
  const least = values[0];
  const most = values[Math.min(values.length - 1, Math.floor(values.length * 0.98))];
  return { least, most: most > least ? most : least + (values[values.length - 1] - least || 1) };
}
function legend(scale, told, colour) {
  const stops = RAMP.map(([at, rgb]) => svg('stop', { offset: at, 'stop-color': 'rgb(' + rgb.join(',') + ')' }));
  const strip = svg('svg', { viewBox: '0 0 90 10', width: 90, height: 10, 'aria-hidden': 'true' },
    svg('defs', {}, svg('linearGradient', { id: 'ramp' }, ...stops)), svg('rect', { width: 90, height: 10, rx: 3, fill: 'url(#ramp)' }));
  return h('span', { class: 'legend' }, colour === 'growth' ? 'gone' : told(scale.least), strip, colour === 'growth' ? 'new' : told(scale.most));
}

// Places are stretched so that crowded regions get room, each coordinate by itself: what lies left of another stays
// left of it, and squares stay rectangles.
function stretch(values) {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const least = sorted[0];
  const range = sorted[sorted.length - 1] - least || 1;
  const last = Math.max(1, sorted.length - 1);
  return (v) => {
    const flat = (v - least) / range;
    if (v <= least || v >= least + range) return flat;
    let low = 0;
    let high = sorted.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (sorted[middle] <= v) low = middle; else high = middle;
    }
    const rank = (low + (v - sorted[low]) / (sorted[high] - sorted[low])) / last;
    return 0.4 * flat + 0.6 * rank;
  };
}
// Dots that would lie on one another are pushed apart a little, always the same way.
function pushApart(dots, width, height) {
  const rounds = dots.length > 1500 ? 12 : 40;
  for (let round = 0; round < rounds; round++) {
    const cell = 0.04;
    const grid = new Map();
    dots.forEach((d) => {
      const key = Math.floor(d.at[0] / cell) + ',' + Math.floor(d.at[1] / cell);
      if (!grid.has(key)) grid.set(key, []);
      grid.get(key).push(d);
    });
    let moved = false;
    for (const [key, here] of grid) {
      const [gx, gy] = key.split(',').map(Number);
      for (let nx = gx; nx <= gx + 1; nx++) {
        for (let ny = nx === gx ? gy : gy - 1; ny <= gy + 1; ny++) {
          for (const b of grid.get(nx + ',' + ny) || []) {
            for (const a of here) {
              if (a === b || (nx === gx && ny === gy && a.order >= b.order)) continue;
              let dx = (b.at[0] - a.at[0]) * width;
              let dy = (b.at[1] - a.at[1]) * height;
              let d = Math.hypot(dx, dy);
              const least = (a.r + b.r) * 0.92;
              if (d >= least) continue;
              if (d < 0.01) { const turn = (a.order * 2.4) % 6.283; dx = Math.cos(turn); dy = Math.sin(turn); d = 1; }
              const push = (least - d) / d / 2.2;
              a.at[0] -= dx * push / width; a.at[1] -= dy * push / height;
              b.at[0] += dx * push / width; b.at[1] += dy * push / height;
              moved = true;
            }
          }
        }
      }
    }
    if (!moved) return;
  }
}
function layOut(all, cells, width, height) {
  const leaves = all.filter((c) => c.level === 0);
  const base = leaves.length ? leaves : all;
  const fx = stretch(base.map((c) => c.x));
  const fy = stretch(base.map((c) => c.y));
  const most = Math.max(...base.map((c) => c.traces), 1);
  const largest = Math.max(7, Math.min(34, 0.32 * Math.sqrt(width * height / base.length)));
  const size = (c, floor) => Math.max(floor, largest * Math.pow(c.traces / most, 0.36));
  const dots = base.slice().sort(bySize).map((c, order) => ({ c, order, at: [fx(c.x), fy(c.y)], r: size(c, 3) }));
  pushApart(dots, width, height);
  const places = new Map(dots.map((d) => [d.c.cluster_id, d.at]));
  const radii = new Map(dots.map((d) => [d.c.cluster_id, d.r]));
  // A pattern above others lies in the middle of them.
  const middle = (c) => {
    if (places.has(c.cluster_id)) return places.get(c.cluster_id);
    const parts = (childrenOf.get(c.cluster_id) || []).map((p) => [middle(p), p.traces]).filter((p) => p[0]);
    const weight = parts.reduce((n, p) => n + p[1], 0);
    const at = weight ? [0, 1].map((k) => parts.reduce((n, p) => n + p[0][k] * p[1], 0) / weight) : known(c.x) ? [fx(c.x), fy(c.y)] : null;
    places.set(c.cluster_id, at);
    return at;
  };
  all.forEach((c) => { middle(c); if (!radii.has(c.cluster_id)) radii.set(c.cluster_id, Math.min(46, size(c, 10))); });
  const squares = cells.map((q) => ({ q, from: [fx(q.x - q.size / 2), fy(q.y - q.size / 2)], to: [fx(q.x + q.size / 2), fy(q.y + q.size / 2)] }));
  return { places, radii, squares };
}

function mapView(s) {
  const axis = s.q.get('axis') || axes[0] || '';
  const colour = COLOURS[s.q.get('colour')] ? s.q.get('colour') : 'failure';
  const level = s.q.get('level') || 'auto';
  const [name, value, told] = COLOURS[colour];
  const all = clusters.filter((c) => c.axis === axis && known(c.x) && known(c.y));
  const squares = cells.filter((c) => c.axis === axis);
  const scale = scaleOf(all.filter((c) => c.level === 0).concat(all), value, colour);
  const foremost = all.filter((c) => c.level === 2).sort(bySize).slice(0, 8).map((c) => c.title).join('; ');
  const box = h('div', { class: 'map', id: 'map', role: 'img', tabindex: 0,
    'aria-label': 'Map of ' + count(all.length) + ' patterns, ' + axisName(axis) + '. Largest: ' + foremost + '. Keys: plus and minus zoom, arrows move, 0 shows all. The view Patterns lists the same.' });
  main.className = 'wide';
  const controls = { zoom: () => {}, move: () => {}, all: () => {} };
  whenCharts(() => drawMap(box, all, squares, { level, colour, value, scale, told, name, from: s.q.get('at') }, controls));
  box.addEventListener('keydown', (e) => {
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    if (e.key === '+' || e.key === '=') controls.zoom(0.7);
    else if (e.key === '-') controls.zoom(1 / 0.7);
    else if (e.key === '0') controls.all();
    else if (steps[e.key]) controls.move(...steps[e.key]);
    else return;
    e.preventDefault();
  });
  const button = (label, text, act) => h('button', { type: 'button', 'aria-label': label, title: label, onclick: act }, text);
  return [
    h('h1', { class: 'unseen' }, 'Map: ' + axisName(axis)),
    h('div', { class: 'bar' },
      choices('Axis', 'axis', axes.map((a) => [a, axisName(a)]), axis),
      select('Colour', 'colour', Object.entries(COLOURS).map(([k, v]) => [k, v[0]]), colour),
      select('Show', 'level', [['auto', 'by zoom'], ['cells', 'density'], ['2', 'tops'], ['1', 'middles'], ['0', 'leaves']], level),
      legend(scale, told, colour),
      h('a', { class: 'small', href: link('tree', null, { axis }) }, 'As a list')),
    h('div', { class: 'mapbox' }, box, h('div', { class: 'zoom' }, button('Zoom in', '+', () => controls.zoom(0.6)), button('Zoom out', '−', () => controls.zoom(1 / 0.6)), button('Show all', '⤢', () => controls.all()))),
    h('p', { class: 'hint' }, 'Near means alike; size is traces. Wheel or pinch to zoom, drag to move, click to open.'),
  ];
}

function drawMap(box, all, cells, how, controls) {
  if (!box.isConnected) return;
  if (!all.length && !cells.length) {
    box.parentNode.replaceWith(h('p', { class: 'panel' }, 'No pattern on this axis has a place on the map.'));
    return;
  }
  const style = getComputedStyle(document.documentElement);
  const ink = style.getPropertyValue('--ink').trim();
  const ground = style.getPropertyValue('--map').trim();
  const { places, radii, squares } = layOut(all, cells, box.clientWidth, box.clientHeight);
  const paint = (c) => (known(how.value(c)) ? ramp(Math.min(1, (how.value(c) - how.scale.least) / (how.scale.most - how.scale.least))) : '#9aa1ab');
  const chart = echarts.init(box, null, { renderer: 'canvas' });
  charts.push(chart);
  box.atlas = { chart, place: (id) => chart.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, places.get(id)) };
  const FEW = 60;
  const number = (at) => all.filter((c) => c.level === at).length;
  // What is drawn, and what is written, becomes finer the nearer one looks.
  const dotted = how.level === 'auto' ? 0 : how.level === 'cells' ? -1 : Number(how.level);
  const namedAt = (zoom) => (how.level !== 'auto' && how.level !== 'cells' ? dotted : number(0) <= FEW || zoom < 22 ? 0 : number(1) <= FEW || zoom < 55 ? 1 : 2);
  const cellsAt = (zoom) => {
    if (how.level !== 'auto' && how.level !== 'cells') return null;
    if (how.level === 'auto' && (number(0) <= 2 * FEW || zoom < 22)) return null;
    const room = 160 * (100 / zoom) * (100 / zoom);
    for (let at = 0; at < 8; at++) {
      const some = squares.filter((c) => c.q.level === at);
      if (some.length && some.length <= room) return at;
    }
    return squares.length ? Math.max(...squares.map((c) => c.q.level)) : null;
  };
  const label = (at, coarse) => ({ show: true, formatter: (p) => cut(p.name, coarse ? 52 : 46), color: ink, textBorderColor: ground, textBorderWidth: 4,
    fontSize: at === 2 ? 15 : at === 1 ? 13 : 11.5, fontWeight: at === 0 ? 'normal' : 'bold', position: coarse ? 'inside' : 'top', width: 190, overflow: 'break', lineHeight: at === 2 ? 18 : 15 });
  const dots = (at) => all.filter((c) => c.level === at && places.get(c.cluster_id)).sort(bySize).map((c) => ({
    value: places.get(c.cluster_id), id: c.cluster_id, name: c.title, symbolSize: 2 * radii.get(c.cluster_id),
    itemStyle: { color: paint(c), opacity: 0.9, borderColor: ground, borderWidth: 1 } }));
  const names = (at) => all.filter((c) => c.level === at && places.get(c.cluster_id)).sort(bySize).map((c) => ({ value: places.get(c.cluster_id), name: c.title }));
  // A square is drawn as a cloud: its edges are a grid's and say nothing.
  const cloud = (c, densest) => {
    const colour = paint(c.q).replace('rgb', 'rgba').replace(')', '');
    const thick = Math.sqrt(c.q.traces / densest);
    const most = how.level === 'cells' ? 0.25 + 0.6 * thick : 0.1 + 0.22 * thick;
    return { value: [(c.from[0] + c.to[0]) / 2, (c.from[1] + c.to[1]) / 2], cell: c.q,
      symbolSize: Math.max(26, ((how.level === 'cells' ? 60 : 90) + 90 * thick) * Math.min(1, box.clientWidth / 1100)),
      itemStyle: { color: new echarts.graphic.RadialGradient(0.5, 0.5, 0.5, [{ offset: 0, color: colour + ',' + most.toFixed(2) + ')' }, { offset: 0.55, color: colour + ',' + (most * 0.55).toFixed(2) + ')' }, { offset: 1, color: colour + ',0)' }]) } };
  };
  let drawn = '';
  const show = (zoom) => {
    const named = namedAt(zoom);
    const cellLevel = cellsAt(zoom);
      const now = named + ' ' + cellLevel;
    if (now === drawn) return;
    drawn = now;
    const here = squares.filter((c) => c.q.level === cellLevel);
    const densest = Math.max(...here.map((c) => c.q.traces), 1);
    const own = named === dotted;
    chart.setOption({ series: [
      { id: 'cells', type: 'scatter', silent: how.level !== 'cells', z: 1, large: false, data: here.map((c) => cloud(c, densest)), emphasis: { scale: false } },
      { id: 'dots', type: 'scatter', z: 2, data: dotted < 0 ? [] : dots(dotted), label: own ? label(named, false) : { show: false }, labelLayout: { hideOverlap: true }, emphasis: { scale: 1.15, itemStyle: { borderColor: ink, borderWidth: 2 } } },
      { id: 'names', type: 'scatter', z: 3, silent: true, symbolSize: 0.1, data: own ? [] : names(named), label: label(named, true), labelLayout: { hideOverlap: true } },
    ] });
  };
  const told = (c) => how.name + ': ' + (how.name === 'Growth' ? (c.status || percent(c.growing) + ' of its traces in new or growing patterns') : known(how.value(c)) ? how.told(how.value(c)) : NOT_TOLD);
  const people = (c) => count(c.traces) + ' traces of ' + (c.cell_id ? 'at least ' : '') + count(c.tenants) + ' ' + data.run.boundary + 's';
  const start = (how.from || '').split('_').map(Number);
  const near = start.length === 4 && start.every(Number.isFinite) ? start : [0, 100, 0, 100];
  const edge = (k, least, most) => ({ type: 'value', show: false, min: least, max: most });
  const padX = Math.min(0.2, 110 / Math.max(300, box.clientWidth));
  chart.setOption({
    animation: false, backgroundColor: ground,
    grid: { left: 0, right: 0, top: 0, bottom: 0 },
    xAxis: edge('x', -padX, 1 + padX), yAxis: edge('y', -0.07, 1.07),
    dataZoom: [{ type: 'inside', xAxisIndex: 0, filterMode: 'none', start: near[0], end: near[1], minSpan: 2 }, { type: 'inside', yAxisIndex: 0, filterMode: 'none', start: near[2], end: near[3], minSpan: 2 }],
    tooltip: { renderMode: 'richText', confine: true, backgroundColor: style.getPropertyValue('--panel').trim(), borderColor: style.getPropertyValue('--line').trim(), textStyle: { color: ink, width: 300, overflow: 'break' },
      formatter: (p) => { const c = p.data.cell || byId.get(p.data.id); return (c.title || 'A square of the map').replace(/[{}|]/g, ' ') + '\n' + people(c) + (c.title ? ', ' + LEVELS[c.level] : '') + '\n' + told(c); } },
  });
  const span = () => { const z = chart.getOption().dataZoom; return [z[0].start, z[0].end, z[1].start, z[1].end]; };
  const to = (x0, x1, y0, y1) => chart.dispatchAction({ type: 'dataZoom', batch: [{ dataZoomIndex: 0, start: Math.max(0, x0), end: Math.min(100, x1) }, { dataZoomIndex: 1, start: Math.max(0, y0), end: Math.min(100, y1) }] });
  controls.zoom = (by) => { const [a, b, c, d] = span(); const mx = (a + b) / 2; const my = (c + d) / 2; to(mx - (b - a) * by / 2, mx + (b - a) * by / 2, my - (d - c) * by / 2, my + (d - c) * by / 2); };
  controls.move = (x, y) => { const [a, b, c, d] = span(); const dx = Math.max(-a, Math.min(100 - b, x * (b - a) / 5)); const dy = Math.max(-c, Math.min(100 - d, y * (d - c) / 5)); to(a + dx, b + dx, c + dy, d + dy); };
  controls.all = () => to(0, 100, 0, 100);
  show(near[1] - near[0]);
  let waiting = 0;
  chart.on('datazoom', () => {
    const now = span();
    show(now[1] - now[0]);
    clearTimeout(waiting);
    waiting = setTimeout(() => { if (box.isConnected) remember('at', now[1] - now[0] > 99.5 ? '' : now.map((v) => v.toFixed(1)).join('_')); }, 250);
  });
  chart.on('click', (p) => { if (p.data && p.data.id) location.hash = link('cluster', p.data.id).slice(1); });
}
