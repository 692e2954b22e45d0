// Draws the view that the location's hash asks for.
const VIEWS = [['insights', 'Insights'], ['map', 'Map'], ['tree', 'Patterns'], ['weather', 'What changed'], ['health', 'Run']];
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
  const named = VIEWS.find((v) => v[0] === s.view);
  document.title = (named ? named[1] : (byId.get(s.id) || { title: 'Pattern' }).title) + ' · Outcrop atlas';
}

document.getElementById('views').append(...VIEWS.map(([view, title]) => h('a', { href: link(view), 'data-view': view }, title)));
document.getElementById('run').textContent = data.run.window_start + ' to ' + data.run.window_end;
const query = document.getElementById('query');
function search() { location.hash = link('tree', null, query.value.trim() ? { q: query.value.trim() } : {}).slice(1); }
let typing = 0;
document.getElementById('search').addEventListener('submit', (e) => { e.preventDefault(); clearTimeout(typing); search(); });
query.addEventListener('input', () => { clearTimeout(typing); typing = setTimeout(search, 350); });
document.addEventListener('keydown', (e) => {
  if (e.key === '/' && !/^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName)) { e.preventDefault(); query.focus(); }
});
const root = document.documentElement;
root.dataset.theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
document.getElementById('theme').addEventListener('click', () => {
  root.dataset.theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
  render();
});
// A jump in the page would take the place of the state.
document.querySelector('.skip').addEventListener('click', (e) => { e.preventDefault(); main.focus(); });
let before = state();
window.addEventListener('hashchange', () => {
  const now = state();
  const focused = document.activeElement && main.contains(document.activeElement) ? document.activeElement.id : '';
  render();
  if (focused && document.getElementById(focused)) document.getElementById(focused).focus({ preventScroll: true });
  // Whoever types or picks on goes on doing so; another view begins at its top.
  if (now.view !== before.view || now.id !== before.id) {
    if (document.activeElement !== query) main.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
  before = now;
});
window.addEventListener('resize', () => charts.forEach((chart) => chart.resize()));
query.value = before.q.get('q') || '';
render();
