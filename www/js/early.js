// early: part of the page itself, before all else (nginx/html.mjs): the chosen theme and language before the first
// paint; then at once what the page will ask for anyway: who is here, its first answer, its words. What the page needs
// is said by data- of the root. For whoever may not open it nothing further is asked.
(() => {
  const root = document.documentElement;
  const { words, open, at, first, roles } = root.dataset;
  try {
    const theme = localStorage.getItem('theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    const lang = localStorage.getItem('lang');
    if (lang === 'ru' || lang === 'en') root.lang = lang;
  } catch {
    // storage may be forbidden: the system's theme and Russian stay
  }

  for (const href of JSON.parse(words)[root.lang]) {
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }));
  }

  /* As lib/api.js sends it, which takes these answers: address -> the answer on its way. */
  const begun = {};
  globalThis.begun = begun;
  if (open !== undefined) return;
  const headers = { Accept: 'application/json', 'Accept-Language': root.lang };
  const ask = (url) => fetch(url, { cache: 'no-store', headers });
  const ME = '/api/v1/auth/me';
  begun[ME] = ask(ME);

  /* first: an address with the path's parts in it, which at tells; '?' at its end: the filters of the page follow;
   * {a,b}: an address each, of a page without filters; or the addresses by the page's filters, as JSON. */
  const firstOf = () => {
    const path = location.pathname.replace(/\/+$/, '');
    const parts = RegExp(`^${at.replace(/\*/g, '([^/]+)')}$`).exec(path)?.slice(1) ?? [];
    const params = new URLSearchParams(location.search);
    params.delete('view');
    const query = `${params}`;
    if (first[0] === '{') return [JSON.parse(first)[query]].filter(Boolean);
    const [all, values] = /{(.*)}/.exec(first) ?? [];
    if (all) return query ? [] : values.split(',').map((value) => first.replace(all, value));
    return [first.replace(/:\w+/g, () => parts.shift()).replace(/\?$/, query && `?${query}`)];
  };
  if (first) {
    const who = begun[ME].then((answer) => answer.clone().json());
    const thenAsk = (url) => who.then(({ user }) => {
      if (!user || !roles.split(' ').includes(user.role)) throw new Error('not theirs');
      return ask(url);
    });
    for (const url of firstOf()) begun[url] = thenAsk(url);
  }
  for (const answer of Object.values(begun)) answer.catch(() => {});
})();
