// html.mjs: www/index.html as each page gets it: what it needs is named in it, so that all of it is asked for at once.
import { LANGUAGES } from './bundle.mjs';

/* Where a file under /v/ is asked for. */
export const fileOf = (name) => `/v/${name}`;
const preload = (name) => (name.endsWith('.css')
  ? `<link rel="preload" as="style" href="${fileOf(name)}">`
  : `<link rel="modulepreload" href="${fileOf(name)}">`);

/* The sheets of www/css that a document names, in its order, which is that of the cascade. */
export const sheetsIn = (html) => [...html.matchAll(/<link rel="stylesheet" href="\/css\/([\w-]+)\.css">/g)]
  .map(([, name]) => name);

/*
 * A document with its sheets as one, its module and what that needs, and early.js in it.
 * sheet, script: names of files; needs: of further ones; early: the text, or ''
 */
export function fillDocument(html, { sheet, script, needs, early = '' }) {
  const [first, ...more] = sheetsIn(html).map((name) => `<link rel="stylesheet" href="/css/${name}.css">`);
  const filled = html.replace(first, `<link rel="stylesheet" href="${fileOf(sheet)}">`)
    .replace(/<script type="module" src="\/js\/[\w/]+\.js"><\/script>/,
      [...needs.map(preload), `<script type="module" src="${fileOf(script)}"></script>`].join('\n'))
    .replace('<script src="/js/early.js"></script>', () => `<script>${early}</script>`);
  return more.reduce((text, link) => text.replace(`${link}\n`, ''), filled);
}

/* What early.js reads at the root: what is known of a page beside its files. words: { language: [name] } */
function rootOf({ route, words, roles }) {
  const data = [['words', JSON.stringify(Object.fromEntries(LANGUAGES.map((one) => [one, words[one].map(fileOf)])))]];
  if (route?.open) data.push(['open', '']);
  if (route?.first) {
    data.push(['at', route.path.replace(/\/$/, '').replace(/:\w+/g, '*')], ['first', route.first]);
    data.push(['roles', roles(route.firstFor || route.role).join(' ')]);
  }
  const attributes = data.map(([name, value]) => ` data-${name}='${value}'`).join('');
  return `<html lang="ru"${attributes}>`;
}

/* The document of a page; without a route that of an address nobody knows, and of all when there is no connection. */
export const fillPage = (html, page) => html.replace('<html lang="ru">', rootOf(page));
