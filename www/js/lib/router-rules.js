// router-rules: which route an address means, and which clicks are ours. No DOM.

const tidy = (path) => path.replace(/\/+$/, '') || '/';

/* '/clickup/task/:id' against an address, with or without the last slash -> { route, params } or null */
export function matchRoute(routes, path) {
  const parts = tidy(path).split('/');
  for (const route of routes) {
    const wanted = tidy(route.path).split('/');
    if (wanted.length !== parts.length) continue;
    const params = {};
    const fits = wanted.every((name, i) => {
      if (!name.startsWith(':')) return name === parts[i];
      params[name.slice(1)] = safeDecode(parts[i]);
      return parts[i] !== '' && (!route.digits || /^\d+$/.test(parts[i]));
    });
    if (fits) return { route, params };
  }
  return null;
}

function safeDecode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const FOREIGN = /^\/(api|vendor|css|js|ws|health|metrics|openapi\.json)(\/|$)/;

/* A plain left click on a link that stays in the app. */
export function insideApp(event, link, origin) {
  return (
    event.button === 0 &&
    !event.defaultPrevented &&
    !event.metaKey &&
    !event.ctrlKey &&
    !event.shiftKey &&
    !event.altKey &&
    link.origin === origin &&
    !link.target &&
    !link.hasAttribute('download') &&
    !FOREIGN.test(link.pathname) &&
    !(link.hash && link.getAttribute('href').startsWith('#'))
  );
}

/* A return address given in the query: only a path of this very site. */
export function safeNext(next) {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) && !next.startsWith('/login') ? next : '/';
}
