// rich: rich text from the server as elements; nothing becomes markup by itself.
import { h } from 'preact';
import { html, safeHref, away } from '../lib/html.js';

/* Nodes made by the server from rich text: { t, href, c } and strings, as elements. */
const TAGS = new Set(['p', 'br', 'b', 'i', 's', 'code', 'pre', 'ul', 'ol', 'li', 'a', 'h3', 'blockquote', 'hr']);
export function Rich({ nodes }) {
  return (nodes || []).map((node) => {
    if (typeof node === 'string') return node;
    if (!TAGS.has(node.t)) return html`<${Rich} nodes=${node.c} />`;
    const extra = node.t === 'a' ? { href: safeHref(node.href), ...away } : {};
    return h(node.t, extra, node.t === 'br' || node.t === 'hr' ? null : h(Rich, { nodes: node.c }));
  });
}
