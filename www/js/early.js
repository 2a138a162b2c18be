// early: part of the page itself, before all else (nginx/www.mjs): the chosen theme and language
// before the first paint; then at once what the page will ask for anyway: who is here, its first
// answer, its modules, styles and words. For whoever may not open it nothing further is asked.
(({ base, files, ranks, routes }) => {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem('theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    const lang = localStorage.getItem('lang');
    if (lang === 'ru' || lang === 'en') root.lang = lang;
  } catch {
    // storage may be forbidden: the system's theme and Russian stay
  }

  const path = location.pathname.replace(/\/+$/, '') || '/';
  /* In an address * is any part of it, # a number. */
  const find = ({ at }) => RegExp(`^${at.replace(/\*/g, '([^/]+)').replace(/#/g, '(\\d+)')}$`).exec(path);
  const route = routes.find(find);
  if (!route) return;

  /* As lib/api.js sends it, which takes these answers: address -> the answer on its way. */
  const begun = {};
  globalThis.begun = begun;
  const headers = { Accept: 'application/json', 'Accept-Language': root.lang };
  const ask = (url) => fetch(url, { cache: 'no-store', headers });

  /* first: an address with the path's parts in it; '?' at its end: the filters of the page follow; {a,b}: an address
   * each, of a page without filters. */
  const firstOf = ({ first }) => {
    const parts = find(route).slice(1);
    const params = new URLSearchParams(location.search);
    params.delete('view');
    const query = `${params}`;
    const [all, values] = /{(.*)}/.exec(first) ?? [];
    if (all) return query ? [] : values.split(',').map((value) => first.replace(all, value));
    return [first.replace(/:\w+/g, () => parts.shift()).replace(/\?$/, query && `?${query}`)];
  };
  if (!route.open) {
    const me = ask('/api/v1/auth/me');
    begun['/api/v1/auth/me'] = me;
    if (route.first) {
      const who = me.then((answer) => answer.clone().json());
      const thenAsk = (url) => who.then(({ user }) => {
        if (!user || ranks.indexOf(user.role) < ranks.indexOf(route.role)) throw new Error('not theirs');
        return ask(url);
      });
      for (const url of firstOf(route)) begun[url] = thenAsk(url);
    }
    for (const answer of Object.values(begun)) answer.catch(() => {});
  }

  const hint = (name) => {
    const href = base + name.replace('*', root.lang);
    const link = document.createElement('link');
    Object.assign(link, name.endsWith('.css') ? { rel: 'preload', as: 'style', href } : { rel: 'modulepreload', href });
    document.head.append(link);
  };
  let folder = '';
  const names = files.split(' ').flatMap((word) => {
    if (!word.endsWith('/')) return [folder + word];
    folder = word;
    return [];
  });
  for (const run of route.needs.split(' ')) {
    const [from, to = from] = run.split('-');
    for (const name of names.slice(+from, +to + 1)) hint(name.endsWith('.css') ? name : `js/${name}.js`);
  }
})(ROUTES);
