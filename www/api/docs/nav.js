// nav.js: the way through the description: its groups at the side (a picker on the phone), a search over all calls, and
// addresses of both: #tasks is a group, #tasks-list a call. init.js tells when the description is there.
const MOST = 30;

const byId = (id) => document.getElementById(id);
const made = (tag, props, ...children) => {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
};

/* All calls: { name, group, method, path, text: what is searched }. */
function callsOf({ paths }) {
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).filter(([, one]) => one.operationId).map(([method, one]) => ({ path, method, one })));
  return all.map(({ path, method, one: { operationId: name, summary = '', tags: [group] } }) => ({
    name, group, method, path, summary, text: `${method} ${path} ${name} ${summary}`.toLowerCase(),
  }));
}

const groupLink = ({ name, count }) => made('li', {}, made('a', { href: `#${name}` },
  made('span', { textContent: name }), made('span', { className: 'docscount', textContent: count })));

const groupOption = ({ name, count }) => made('option', { value: name, textContent: `${name} (${count})`, lang: 'en' });

const callLink = ({ name, method, path, summary }) => made('li', {}, made('a', { href: `#${name}` },
  made('span', { className: `docsmethod ${method}`, textContent: method.toUpperCase() }),
  made('span', { className: 'docspath', textContent: path }),
  made('span', { className: 'docssummary', textContent: summary })));

/* Opens what the address names, and leads to it. */
function show(ui, calls, groups) {
  const name = decodeURIComponent(location.hash.slice(1)).replace(/^\//, '').split('/').at(-1);
  const call = calls.find((one) => one.name === name);
  const group = call?.group ?? groups.find((one) => one.name === name)?.name;
  for (const link of document.querySelectorAll('#groups a')) {
    if (link.hash === `#${group}`) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
  byId('pick').value = group ?? '';
  if (!group) return;
  ui.layoutActions.show(['operations-tag', group], true);
  if (call) ui.layoutActions.show(['operations', group, name], true);
  requestAnimationFrame(() => {
    const place = byId(call ? `operations-${group}-${name}` : `operations-tag-${group}`);
    place?.scrollIntoView();
    place?.querySelector('button')?.focus({ preventScroll: true });
  });
}

/* The words that are typed, all of them in each call that is shown. */
function search(calls, say) {
  const words = byId('find').value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = words.length ? calls.filter(({ text }) => words.every((word) => text.includes(word))) : [];
  byId('found').replaceChildren(...found.slice(0, MOST).map(callLink));
  byId('docsgroups').hidden = words.length > 0;
  byId('said').textContent = words.length ? say(found.length, MOST) : '';
}

addEventListener('described', ({ detail: { ui, say } }) => {
  const spec = ui.specSelectors.specJson().toJS();
  const calls = callsOf(spec);
  const groups = spec.tags
    .map(({ name }) => ({ name, count: calls.filter(({ group }) => group === name).length }))
    .filter(({ count }) => count > 0);
  byId('groups').replaceChildren(...groups.map(groupLink));
  byId('pick').append(...groups.map(groupOption));
  const open = () => show(ui, calls, groups);
  byId('pick').addEventListener('change', ({ target }) => { location.hash = target.value; });
  byId('find').addEventListener('input', () => search(calls, say));
  byId('find').addEventListener('keydown', (event) => {
    if (event.key === 'Escape') byId('find').value = '';
    else if (event.key === 'Enter') byId('found').querySelector('a')?.click();
    else return;
    event.preventDefault();
    search(calls, say);
  });
  addEventListener('languagechanged', () => search(calls, say));
  addEventListener('hashchange', open);
  /* The link of where one is already leads there again. */
  document.querySelector('.docsnav').addEventListener('click', ({ target }) => {
    if (target.closest('a')?.hash === location.hash) open();
  });
  /* What is opened by hand has its address, too. */
  byId('docs').addEventListener('click', ({ target }) => {
    const box = target.closest('.opblock-summary')?.closest('.opblock');
    const call = box && calls.find(({ group, name }) => box.id === `operations-${group}-${name}`);
    if (call) history.replaceState(null, '', `#${call.name}`);
  });
  /* What the description is drawn with leaves out. */
  for (const heading of document.querySelectorAll('.opblock-tag')) heading.setAttribute('aria-level', '2');
  const about = document.querySelector('.info');
  about.setAttribute('role', 'region');
  about.setAttribute('aria-label', ui.specSelectors.info().get('title'));
  open();
}, { once: true });
