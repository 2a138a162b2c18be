// www.mjs: makes build/www, what nginx serves: our pages, their modules and sheets in few files (bundle.mjs), the icon
// sprite, the merged API description; each text also compressed beside itself. What lies under /v/ is named by its
// contents and may be cached for ever.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync,
  symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { minify } from 'terser';
import { pageMap, pageName } from './addresses.mjs';
import { LANGUAGES, bundle, named, sheetOf } from './bundle.mjs';
import { sayer } from './words.mjs';
import { fileOf, fillDocument, fillPage, sheetsIn, withSheet } from './html.mjs';
import { forgetOthers } from './shorten.mjs';

const home = join(dirname(fileURLToPath(import.meta.url)), '..');
const from = join(home, 'www');
const builds = join(home, 'build/pages');
const to = join(builds, Date.now().toString(36));
const modules = join(home, 'node_modules');

// What the page of the API's description is made of.
const DOCS = ['swagger-ui-bundle.js', 'swagger-ui.css'];
const LICENSED = ['preact', '@preact/signals', 'htm', 'uplot', 'sortablejs', 'swagger-ui-dist',
  'lucide-static'];

const read = (path) => readFileSync(path, 'utf8');

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  }).sort();
}

// Modules and sheets are served in bundles alone.
const TRAVELS = /^(app|api)(\/|$)|^[^/]+\.(svg|webmanifest)$|^(index\.html|worker\.js|openapi\.json)$|^ui(\/|$)/;
function copyPages() {
  cpSync(from, to, { recursive: true, filter: (path) => path === from || TRAVELS.test(relative(from, path)) });
}

/* A file under /v/. -> its name */
function keep(name, text) {
  write(join(to, 'v', name), text);
  return name;
}

function writeLicenses() {
  const texts = LICENSED.map((name) => {
    const folder = join(modules, name);
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    return `== ${name} ==\n\n${file ? read(join(folder, file)) : ''}`;
  });
  write(join(to, 'vendor/LICENSES.txt'), texts.join('\n\n'));
}

// One symbol a name of www/icons.txt, for <use href="/icons.svg#name">.
function makeIcons() {
  const names = [...new Set(read(join(from, 'icons.txt')).split(/\s+/).filter(Boolean))].sort();
  const symbols = names.map((name) => {
    const path = join(modules, 'lucide-static/icons', `${name}.svg`);
    if (!existsSync(path)) throw new Error(`www/icons.txt: lucide has no icon "${name}"`);
    const inner = read(path).replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '');
    return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s*\n\s*/g, '')}</symbol>`;
  });
  const sprite = `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`;
  return keep(named('icons', 'svg', sprite), sprite);
}

/* Sheets in one file. names: in the order of the cascade */
function keepSheets(names, name = names.join('-')) {
  const text = sheetOf(names);
  return keep(named(name, 'css', text), text);
}

/* Sets of sheets that something is shown with -> their addresses, by the names that lib/styles.js gives them. */
function sheetFiles(sets, prefix = '') {
  const keys = [...new Set(sets.filter((set) => set.length).map((set) => set.join('+')))];
  return Object.fromEntries(keys.map((key) => {
    const set = key.split('+');
    return [key, fileOf(keepSheets(set, `${prefix}${set.join('-')}`))];
  }));
}

/* The sets of words that modules ask for by themselves. */
const ASKED = /\bneedWords\(((?:'[\w-]+'(?:, )?)+)\)/g;
function askedWords(folder) {
  return filesUnder(join(from, 'js', folder)).flatMap((file) =>
    [...read(file).matchAll(ASKED)].map(([, names]) => names.replace(/[' ]/g, '').replaceAll(',', '+')));
}

const moduleOf = ({ load }) => /import\(["']\.\/(.+?)["']\)/.exec(load)[1];

/* What each page can say of the words that it names; '': the shell, and pages that name none. A set that a module asks
 * for is whole. */
function wordSets(pages, asked) {
  const says = (some) => sayer(join(from, 'js'), ['main.js', ...some.map(moduleOf)]);
  const shown = pages.filter(({ load }) => load);
  return {
    '': { parts: [], says: says(shown.filter(({ words }) => !words)) },
    ...Object.fromEntries(shown.filter(({ words }) => words)
      .map((page) => [page.path, { parts: page.words, says: says([page]) }])),
    ...Object.fromEntries(asked.map((set) => [set, { parts: set.split('+'), says: () => true }])),
  };
}

const distinct = (texts) => [...new Set(texts.filter(Boolean))];

async function bundleApp(icons) {
  const { routes, adding, missing } = await import(join(from, 'js/routes.js'));
  const { RANKS } = await import(join(from, 'js/lib/session-rules.js'));
  const over = [adding, ...routes.filter((route) => route.over)];
  const sets = [...routes.map(({ css = [] }) => css), ...over.flatMap(({ css }) => css.map((name) => [name]))];
  const files = { icons: fileOf(icons), ...sheetFiles([...sets, ['uplot']]) };
  const words = wordSets([adding, missing, ...routes], distinct(['lib', 'ui', 'pages'].flatMap(askedWords)));
  const made = await bundle('main.js', { words, files });
  for (const [name, text] of made.files) keep(name, text);
  return { made, routes, files, roles: (role) => RANKS.slice(role ? RANKS.indexOf(role) : 0) };
}

async function shortEarly() {
  return (await minify(read(join(from, 'js/early.js')), { ecma: 2022, toplevel: true })).code;
}

/* A document for each page, under pages/; a former address has that of the present one. */
async function writePages({ made, routes, files, roles }) {
  const html = read(join(from, 'index.html'));
  const [core, ...others] = made.core;
  const common = { sheet: keepSheets(sheetsIn(html), 'core'), script: core, early: await shortEarly() };
  const wordsFor = (sets) => Object.fromEntries(LANGUAGES.map((language) =>
    [language, sets.map((set) => made.words(language, set))]));
  const page = (route) => fillPage(fillDocument(html, {
    ...common,
    needs: route ? [...others, ...made.needs(moduleOf(route)), ...sheetNeeds(route, files)] : others,
  }), { route, roles, words: wordsFor(route?.words ? ['', route.path] : ['']) });
  for (const route of routes.filter(({ moved }) => !moved)) {
    write(join(to, 'pages', `${pageName(route)}.html`), page(route));
  }
  write(join(to, 'index.html'), page(null));
  return [common.sheet, ...made.core, ...LANGUAGES.map((language) => made.words(language, ''))];
}

const sheetNeeds = ({ css = [] }, files) => (css.length ? [files[css.join('+')].slice(fileOf('').length)] : []);

/* The components at /ui/, which only a demo has: files of their own, which nothing else needs. */
async function writeGallery(icons) {
  const { parts } = await import(join(from, 'js/gallery/parts.js'));
  const place = join(to, 'ui/index.html');
  const html = read(place);
  const sheet = keepSheets([...sheetsIn(read(join(from, 'index.html'))), ...sheetsIn(html)], 'gallery');
  const names = distinct(parts.flatMap(({ css = [] }) => css));
  const files = { icons: fileOf(icons), ...sheetFiles([...names, 'uplot'].map((name) => [name]), 'gallery-') };
  const words = Object.fromEntries(['', ...distinct(askedWords('gallery'))]
    .map((set) => [set, { parts: set.split('+').filter(Boolean) }]));
  const made = await bundle('gallery/main.js', { words, files, prefix: 'gallery-' });
  for (const [name, text] of made.files) keep(name, text);
  const [script, ...needs] = made.core;
  write(place, fillDocument(html, { sheet, script, needs }));
}

function writeDocs() {
  const place = join(to, 'api/docs/index.html');
  const html = DOCS.reduce((text, name) => {
    // The maps are not served: without the mark no browser asks for them.
    const content = read(join(modules, 'swagger-ui-dist', name)).replace(/\n\/[/*]# sourceMappingURL=.*\s*$/, '\n');
    const [, base, ext] = /^(.*)\.(\w+)$/.exec(name);
    return text.replace(`/vendor/${name}`, fileOf(keep(named(base, ext, content), content)));
  }, read(place));
  write(place, withSheet(html, keepSheets(sheetsIn(html), 'docs')));
}

/* The release is what is served; its worker keeps the shell: what every page begins with, in both languages. */
function nameRelease(shell) {
  const hash = createHash('sha256');
  for (const file of filesUnder(to).filter((path) => /\.(html|js|css)$/.test(path))) {
    hash.update(relative(to, file)).update(readFileSync(file));
  }
  const release = hash.digest('hex').slice(0, 12);
  for (const page of filesUnder(to).filter((path) => path.endsWith('.html'))) {
    write(page, read(page).replace('RELEASE_HASH', release));
  }
  const worker = join(to, 'worker.js');
  write(worker, read(worker).replace('RELEASE_HASH', release)
    .replace("'SHELL_FILES'", shell.map((name) => `'${fileOf(name)}'`).join(', ')));
}

// The policy allows exactly the inline scripts of our pages (early.js).
function allowInline() {
  const hashes = filesUnder(to).filter((path) => path.endsWith('.html')).flatMap((page) =>
    [...read(page).matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map((found) =>
      `'sha256-${createHash('sha256').update(found[1]).digest('base64')}'`));
  write(join(to, '.csp'), [...new Set(hashes)].join(' '));
}

// What nginx must know of the pages: their addresses (nginx/addresses.mjs).
async function tellNginx() {
  const { routes } = await import(join(from, 'js/routes.js'));
  write(join(to, '.pages'), pageMap(routes));
}

const wholeBuilds = () => readdirSync(builds).filter((name) => existsSync(join(builds, name, '.done'))).sort();

// A page of the build before may still ask for a file of it: those stay for one more build.
function carryOver() {
  const own = readdirSync(join(to, 'v'));
  write(join(to, '.done'), own.join('\n'));
  const former = existsSync(builds) && wholeBuilds().filter((name) => join(builds, name) !== to).at(-1);
  if (!former) return;
  for (const name of read(join(builds, former, '.done')).split('\n').filter((one) => one && !own.includes(one))) {
    cpSync(join(builds, former, 'v', name), join(to, 'v', name));
  }
}

function compress() {
  for (const file of filesUnder(to).filter((path) => /\.(html|css|js|json|svg|txt|webmanifest)$/.test(path))) {
    writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
  }
}

// www/openapi.json from the part that every program describes for itself.
export function mergeOpenapi() {
  const all = JSON.parse(read(join(from, 'openapi.base.json')));
  all.info.version = JSON.parse(read(join(from, '../package.json'))).version;
  const folder = join(from, 'openapi.d');
  for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
    const part = JSON.parse(read(join(folder, name)));
    add(all.paths, part.paths, name);
    for (const [kind, members] of Object.entries(part.components ?? {})) {
      add(all.components[kind] ??= {}, members, name);
    }
  }
  nameOperations(all);
  return `${JSON.stringify(all, null, 2)}\n`;
}

const VERBS = { post: 'add', put: 'put', patch: 'change', delete: 'remove' };

/* "tasks-list" of GET /api/v1/tasks: what a call is known by in /api/docs/ and in clients that are generated. */
function operationName(path, method, { responses }) {
  const parts = path.split('/').filter((part) => part && !['api', 'v1'].includes(part));
  const schema = responses['200']?.content?.['application/json']?.schema;
  const verb = VERBS[method] ?? (schema?.type === 'array' ? 'list' : 'show');
  const [names, places] = [parts.filter((part) => part[0] !== '{'), parts.filter((part) => part[0] === '{')];
  const short = [...names, verb].join('-');
  return [short, [short, 'by', ...places.map((place) => place.slice(1, -1))].join('-')];
}

/* Each has a name of its own, the shorter one if it is free, and stands under groups that are described. */
function nameOperations({ paths, tags }) {
  const taken = new Set();
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, one] of Object.entries(methods).filter(([, { responses }]) => responses)) {
      const name = operationName(path, method, one).find((each) => !taken.has(each));
      const strange = one.tags.find((tag) => !tags.some((each) => each.name === tag));
      if (!name) throw new Error(`${method} ${path}: its name is another's`);
      if (strange) throw new Error(`${method} ${path}: "${strange}" is not described in www/openapi.base.json`);
      taken.add(name);
      one.operationId = name;
    }
  }
}

function add(into, members, name) {
  for (const [key, value] of Object.entries(members ?? {})) {
    if (key in into && JSON.stringify(into[key]) !== JSON.stringify(value)) {
      throw new Error(`www/openapi.d/${name}: "${key}" is described elsewhere already`);
    }
    into[key] = value;
  }
}

function writeOpenapi() {
  const path = join(from, 'openapi.json');
  const text = mergeOpenapi();
  if (!existsSync(path) || read(path) !== text) writeFileSync(path, text);
}

// Nothing is served half made: build/www leads to a complete folder. The one before stays:
// nginx allows its scripts, and serves it, until start has seen the new one.
function putInPlace() {
  const place = join(home, 'build/www');
  rmSync(`${place}.new`, { force: true });
  symlinkSync(relative(dirname(place), to), `${place}.new`);
  if (!lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink()) rmSync(place, { recursive: true, force: true });
  renameSync(`${place}.new`, place);
  const whole = wholeBuilds();
  for (const name of readdirSync(builds)) {
    if (!whole.slice(-2).includes(name)) rmSync(join(builds, name), { recursive: true });
  }
}

if (process.argv[2] === '--openapi') {
  process.stdout.write(mergeOpenapi());
} else {
  writeOpenapi();
  copyPages();
  writeLicenses();
  writeDocs();
  const icons = makeIcons();
  await writeGallery(icons);
  nameRelease([...await writePages(await bundleApp(icons)), icons]);
  allowInline();
  await tellNginx();
  compress();
  carryOver();
  putInPlace();
  forgetOthers();
}
