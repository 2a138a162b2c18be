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

/* The same document with one sheet in place of these. */
export function withSheet(html, sheet) {
  const [first, ...more] = sheetsIn(html).map((name) => `<link rel="stylesheet" href="/css/${name}.css">`);
  const filled = html.replace(first, `<link rel="stylesheet" href="${fileOf(sheet)}">`);
  return more.reduce((text, link) => text.replace(`${link}\n`, ''), filled);
}

/*
 * A document with its sheets as one, its module and what that needs, and early.js in it.
 * sheet, script: names of files; needs: of further ones; early: the text, or ''
 */
export function fillDocument(html, { sheet, script, needs, early = '' }) {
  return withSheet(html, sheet)
    .replace(/<script type="module" src="\/js\/[\w/]+\.js"><\/script>/,
      [...needs.map(preload), `<script type="module" src="${fileOf(script)}"></script>`].join('\n'))
    .replace('<script src="/js/early.js"></script>', () => `<script>${early}</script>`);
}

/* What early.js reads at the root: what is known of a page beside its files. words: { language: [name] } */
function rootOf({ route, words, roles }) {
  const data = [['words', JSON.stringify(Object.fromEntries(LANGUAGES.map((one) => [one, words[one].map(fileOf)])))]];
  if (route?.open) data.push(['open', '']);
  if (route?.first) {
    const { first } = route;
    data.push(['at', route.path.replace(/\/$/, '').replace(/:\w+/g, '*')]);
    data.push(['first', typeof first === 'string' ? first : JSON.stringify(first)]);
    data.push(['roles', roles(route.firstFor || route.role).join(' ')]);
  }
  const attributes = data.map(([name, value]) => ` data-${name}='${value}'`).join('');
  return `<html lang="ru"${attributes}>`;
}

/* The shell is on the screen before any module is here; a page that is open to all has none around it. */
const SHELL = /<div id="app">[\s\S]*<\/div>(?=\n<noscript>)/;
const BRAND = /<a class="brand"[\s\S]*?<\/a>/;
const gateOf = (shell) =>
  `<div id="app"><div class="gate"><header class="row">${BRAND.exec(shell)[0]}</header></div></div>`;
const ROW = '<div class="skelrow"></div>';
const ROWS = 8;

/* The document of a page; without a route that of an address nobody knows, and of all when there is no connection. */
export function fillPage(html, page) {
  const filled = html.replace('<html lang="ru">', rootOf(page));
  return page.route?.open ? filled.replace(SHELL, gateOf) : filled.replace('ROWS', ROW.repeat(ROWS));
}
