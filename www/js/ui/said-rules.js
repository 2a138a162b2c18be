// said-rules: the addresses inside of a text, and the names they are known by. No DOM.

const ADDRESS = /https?:\/\/[^\s<>"«»]+/gi;
/* What ends a sentence is not of the address. */
const TAIL = /[.,;:!?)\]}'…]+$/;
const NAMES = [
  ['clickup.com', 'ClickUp'], ['linkedin.com', 'LinkedIn'], ['hh.ru', 'hh.ru'], ['rabota.by', 'rabota.by'],
  ['superjob.ru', 'SuperJob'], ['github.com', 'GitHub'], ['notion.so', 'Notion'], ['t.me', 'Telegram'],
];

/* What people call the place; else its host. Whatever is behind it, a mark of ours among them, is for machines. */
export function placeName(href) {
  const host = hostOf(href);
  const known = NAMES.find(([end]) => host === end || host.endsWith(`.${end}`));
  return known ? known[1] : host.replace(/^www\./, '');
}

function hostOf(href) {
  try {
    return new URL(href).hostname;
  } catch {
    return href;
  }
}

/* "See https://a.b/c." -> ['See ', { href, name }, '.'] */
export function piecesOf(text) {
  const pieces = [];
  let at = 0;
  for (const { 0: found, index } of (text ?? '').matchAll(ADDRESS)) {
    const href = found.replace(TAIL, '');
    pieces.push(text.slice(at, index), { href, name: placeName(href) });
    at = index + href.length;
  }
  return [...pieces, (text ?? '').slice(at)].filter((piece) => piece !== '');
}
