// www.mjs: makes build/www, what nginx serves: our pages, the libraries they import,
// the icon sprite, the merged API description; each text also compressed beside itself.
// Style sheets, modules and icons are mounted under /v/HASH/ and may be cached for ever.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync,
  symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { minify } from 'terser';
import { pageMap } from './addresses.mjs';

const home = join(dirname(fileURLToPath(import.meta.url)), '..');
const from = join(home, 'www');
const builds = join(home, 'build/pages');
const to = join(builds, Date.now().toString(36));
const modules = join(home, 'node_modules');

// Served name -> file in node_modules.
const VENDOR = {
  'preact.js': 'preact/dist/preact.mjs',
  'preact-hooks.js': 'preact/hooks/dist/hooks.mjs',
  'signals-core.js': '@preact/signals-core/dist/signals-core.mjs',
  'signals.js': '@preact/signals/dist/signals.mjs',
  'htm.js': 'htm/dist/htm.mjs',
  'htm-preact.js': 'htm/preact/index.mjs',
  'uplot.js': 'uplot/dist/uPlot.esm.js',
  'uplot.css': 'uplot/dist/uPlot.min.css',
  'sortable.js': 'sortablejs/modular/sortable.esm.js',
  'swagger-ui.js': 'swagger-ui-dist/swagger-ui-bundle.js',
  'swagger-ui.css': 'swagger-ui-dist/swagger-ui.css',
};
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

function copyPages() {
  cpSync(from, to, {
    recursive: true,
    filter: (path) => !/(^|\/)(icons\.txt|openapi\.d|openapi\.base\.json)$/.test(path),
  });
}

// What is there for readers of the code does not travel: comments, indentation, long names.
async function shorten() {
  for (const file of filesUnder(join(to, 'css'))) {
    const bare = read(file).replace(/^[ \t]*\/\*[\s\S]*?\*\/[ \t]*\n/gm, '');
    writeFileSync(file, bare.replace(/^[ \t]+/gm, ''));
  }
  for (const file of filesUnder(join(to, 'js'))) {
    const { code } = await minify(read(file), { module: true, ecma: 2022 });
    writeFileSync(file, code);
  }
}

function copyVendor() {
  for (const [name, file] of Object.entries(VENDOR)) {
    // The maps are not served: without the mark no browser asks for them.
    const text = read(join(modules, file)).replace(/\n\/[/*]# sourceMappingURL=.*\s*$/, '\n');
    write(join(to, 'vendor', name), text);
  }
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
  write(join(to, 'icons.svg'),
    `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`);
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(relative(to, file)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

// One URL a module: an absolute import would load it a second time beside /v/HASH/.
function checkImports(files) {
  for (const file of files.filter((path) => /\/js\/.*\.js$/.test(path))) {
    const bad = read(file).match(/(?:from|import)\s*\(?\s*['"](\/[^'"]*)['"]/);
    if (bad) throw new Error(`${relative(to, file)}: import "${bad[1]}" must be relative`);
  }
}

// The module and all it imports in turn, but for what comes late on purpose: import().
const IMPORT = /(?:^|;)\s*(?:import|export)\b(?:[^'"`;()]*?\bfrom)?\s*["']([^"']+)["']/gm;

function closureOf(file, bare, known = new Set()) {
  if (known.has(file)) return known;
  known.add(file);
  for (const [, name] of read(join(to, file)).matchAll(IMPORT)) {
    closureOf(name.startsWith('.') ? join(dirname(file), name) : bare[name].slice(1), bare, known);
  }
  return known;
}

// The files of the pages, those that the same pages need beside each other.
function byPages(needs) {
  const marks = new Map();
  needs.forEach((files, i) => {
    for (const file of files) marks.set(file, (marks.get(file) ?? '0'.repeat(i)).padEnd(i, '0') + '1');
  });
  const rank = ([file, mark]) => `${mark} ${file}`;
  return [...marks].sort((a, b) => (rank(a) < rank(b) ? 1 : -1)).map(([file]) => file);
}

// Their names as one text: a folder is written when it changes, js/ and .js are left out.
function namesOf(files) {
  let folder = '';
  return files.map((file) => {
    const name = file.replace(/^js\/(.*)\.js$/, '$1');
    const here = dirname(name);
    const text = here === folder ? basename(name) : `${here}/ ${basename(name)}`;
    folder = here;
    return text;
  }).join(' ');
}

// Numbers as text: neighbours as their first and last one: "0-4 7 9-12".
function runs(numbers) {
  const found = [];
  for (const n of [...numbers].sort((a, b) => a - b)) {
    if (found.at(-1)?.[1] === n - 1) found.at(-1)[1] = n;
    else found.push([n, n]);
  }
  return found.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(' ');
}

// The table of early.js: each page's address as a pattern, and the files it needs beside the core; a former address
// needs what the present one does.
async function pagesTable(bare, core) {
  const { routes } = await import(join(to, 'js/routes.js'));
  const { RANKS } = await import(join(to, 'js/lib/session-rules.js'));
  const present = (route) => (route.moved ? routes.find(({ path }) => path === route.moved) : route);
  const needs = routes.map(present).map(({ load, css = [], words = [] }) => {
    const [, page] = /import\(["']\.\/(.+?)["']\)/.exec(load);
    return [...css.map((name) => `css/${name}.css`), 'js/lib/messages/*.js',
      ...words.map((name) => `js/lib/messages/*-${name}.js`),
      ...[...closureOf(join('js', page), bare)].filter((file) => !core.has(file))];
  });
  const files = byPages(needs);
  const table = routes.map(({ path, digits, open, first, firstFor, role }, i) => {
    const at = path.replace(/(.)\/$/, '$1').replace(/:\w+/g, digits ? '#' : '*');
    const whose = first && (firstFor || role);
    return { at, open, first, role: whose, needs: runs(needs[i].map((file) => files.indexOf(file))) };
  });
  return JSON.stringify({ base: '/', files: namesOf(files), ranks: RANKS, routes: table });
}

// The page starts what it needs by itself: early.js is written into it, the core is named ahead.
async function fillIndex() {
  const page = join(to, 'index.html');
  const text = read(page);
  const bare = JSON.parse(/<script type="importmap">(.*?)<\/script>/.exec(text)[1]).imports;
  const core = closureOf('js/main.js', bare);
  const early = read(join(to, 'js/early.js')).replace('ROUTES', await pagesTable(bare, core));
  const links = [...core].map((file) => `<link rel="modulepreload" href="/${file}">`);
  write(page, text.replace('<script src="/js/early.js"></script>', () => `<script>${early}</script>`)
    .replace('<link rel="modulepreload" href="/js/main.js">', links.join('\n')));
  rmSync(join(to, 'js/early.js'));
  return [...core];
}

// What lies under /v/HASH/ is named by it, in our pages and in the worker, which keeps the shell: what every page
// begins with, whatever its language.
function mountVersion(core) {
  const files = filesUnder(to).filter((path) => /^((css|js|vendor)\/|icons\.svg$)/.test(relative(to, path)));
  checkImports(files);
  const version = hashOf([...files, join(to, 'index.html')]);
  for (const page of filesUnder(to).filter((path) => path.endsWith('.html'))) {
    write(page, read(page).replace(/"\/(css|js|vendor)\//g, `"/v/${version}/$1/`)
      .replace('"base":"/"', `"base":"/v/${version}/"`));
  }
  const shell = [...core, 'js/lib/messages/ru.js', 'js/lib/messages/en.js', 'css/tokens.css', 'css/app.css',
    'icons.svg'];
  const worker = join(to, 'worker.js');
  write(worker, read(worker).replace('RELEASE_HASH', version)
    .replace("'SHELL_FILES'", [...new Set(shell)].map((file) => `'/v/${version}/${file}'`).join(', ')));
}

// The policy allows exactly the inline scripts of our pages (the import map).
function allowInline() {
  const hashes = filesUnder(to).filter((path) => path.endsWith('.html')).flatMap((page) =>
    [...read(page).matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map((found) =>
      `'sha256-${createHash('sha256').update(found[1]).digest('base64')}'`));
  write(join(to, '.csp'), [...new Set(hashes)].join(' '));
}

// What nginx must know of the pages: their addresses (nginx/addresses.mjs).
async function tellNginx() {
  const { routes } = await import(join(to, 'js/routes.js'));
  write(join(to, '.pages'), pageMap(routes));
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
    for (const tag of part.tags ?? []) all.tags.push(tag);
  }
  return `${JSON.stringify(all, null, 2)}\n`;
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
  write(join(to, '.done'), '');
  rmSync(`${place}.new`, { force: true });
  symlinkSync(relative(dirname(place), to), `${place}.new`);
  if (!lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink()) rmSync(place, { recursive: true, force: true });
  renameSync(`${place}.new`, place);
  const whole = readdirSync(builds).filter((name) => existsSync(join(builds, name, '.done'))).sort();
  for (const name of readdirSync(builds)) {
    if (!whole.slice(-2).includes(name)) rmSync(join(builds, name), { recursive: true });
  }
}

if (process.argv[2] === '--openapi') {
  process.stdout.write(mergeOpenapi());
} else {
  writeOpenapi();
  copyPages();
  await shorten();
  copyVendor();
  makeIcons();
  mountVersion(await fillIndex());
  allowInline();
  await tellNginx();
  compress();
  putInPlace();
}
