// html-nodes: HTML of a service as the nodes that Rich draws. The browser parses it; nothing of it runs or loads.
const SAME = {
  B: 'b',
  STRONG: 'b',
  I: 'i',
  EM: 'i',
  S: 's',
  DEL: 's',
  CODE: 'code',
  PRE: 'pre',
  UL: 'ul',
  OL: 'ol',
  LI: 'li',
  P: 'p',
  DIV: 'p',
  BR: 'br',
  HR: 'hr',
  A: 'a',
  BLOCKQUOTE: 'blockquote',
  H1: 'h3',
  H2: 'h3',
  H3: 'h3',
  H4: 'h3',
};
const NEVER = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'IFRAME', 'OBJECT', 'HEAD']);

function walk(parent) {
  return [...parent.childNodes].flatMap((node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent ? [node.textContent] : [];
    if (node.nodeType !== Node.ELEMENT_NODE || NEVER.has(node.nodeName)) return [];
    const t = SAME[node.nodeName];
    return t ? [{ t, href: node.getAttribute('href') ?? undefined, c: walk(node) }] : walk(node);
  });
}

/* Text without any tag keeps its lines. */
export function htmlNodes(text) {
  if (!text) return [];
  if (!/<[a-z!/]/i.test(text)) {
    return text
      .split(/\n{2,}/)
      .map((part) => ({ t: 'p', c: part.split('\n').flatMap((line, i) => (i ? [{ t: 'br' }, line] : [line])) }));
  }
  return walk(new DOMParser().parseFromString(text, 'text/html').body);
}
