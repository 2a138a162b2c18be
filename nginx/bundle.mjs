// bundle.mjs: modules and style sheets as browsers get them: few files, each named by its contents. The sources stay
// plain modules; what is here for readers of the code does not travel.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rollup } from 'rollup';
import { pageName } from './addresses.mjs';
import { chunksOf, closureOf } from './chunks.mjs';
import { shorten } from './shorten.mjs';

const home = fileURLToPath(new URL('..', import.meta.url));
const js = join(home, 'www/js');
const css = join(home, 'www/css');
const modules = join(home, 'node_modules');

/* Where the libraries are that our modules name. */
const VENDOR = {
  preact: 'preact/dist/preact.mjs',
  'preact/hooks': 'preact/hooks/dist/hooks.mjs',
  '@preact/signals-core': '@preact/signals-core/dist/signals-core.mjs',
  '@preact/signals': '@preact/signals/dist/signals.mjs',
  htm: 'htm/dist/htm.mjs',
  uplot: 'uplot/dist/uPlot.esm.js',
  sortablejs: 'sortablejs/modular/sortable.esm.js',
};
const SHEETS = { uplot: join(modules, 'uplot/dist/uPlot.min.css') };

export const LANGUAGES = ['ru', 'en'];

/* A name with the hash of what is in it: it may be kept for ever. */
export const named = (name, ext, content) =>
  `${name}.${createHash('sha256').update(content).digest('base64url').slice(0, 8)}.${ext}`;

/* The text of these sheets, one after the other, without comments and indentation. */
export function sheetOf(names) {
  return names.map((name) => readFileSync(SHEETS[name] ?? join(css, `${name}.css`), 'utf8'))
    .join('\n').replace(/^[ \t]*\/\*[\s\S]*?\*\/[ \t]*\n/gm, '').replace(/^[ \t]+/gm, '').trimStart();
}

async function tableOf(language, part) {
  const file = join(js, 'lib/messages', `${language}${part && `-${part}`}.js`);
  return Object.entries((await import(pathToFileURL(file))).default);
}

const WORDS = 'words:';
const keyIn = (language, set) => JSON.stringify(`${WORDS}${language}:${set}`);

/*
 * Messages of a set as one module; '': what every page needs, and where the others are. words: as of bundle; of the
 * first table a set has what that one does not.
 */
async function wordsOf(language, set, words) {
  const { parts, says } = words[set];
  const { says: everywhere = () => true } = words[''];
  const common = await tableOf(language, '');
  const own = await Promise.all(parts.map((part) => tableOf(language, part)));
  const all = [...(set ? common.filter(([name]) => says && !everywhere(name)) : common), ...own.flat()];
  const text = JSON.stringify(Object.fromEntries(all.filter(([name]) => !says || says(name))));
  const others = Object.keys(words).filter((one) => one && !set)
    .map((one) => `${JSON.stringify(one)}:()=>import(${keyIn(language, one)})`);
  return `export default ${text};export const sets={${others}}`;
}

/* The name of such a module -> [language, set] */
function setOf(id) {
  const [, language, set] = /^(\w+):(.*)$/.exec(id.slice(WORDS.length + 1));
  return [language, set];
}

/*
 * What the sources name and the build knows: libraries, words in sets, addresses of files.
 * words: { set: { parts: of the tables, says?: (key) => it has that of them } }, '' among them;
 * files: { name as lib/served.js is asked for it: address }
 */
function known({ words, files }) {
  const table = LANGUAGES.map((language) => `${language}:()=>import(${keyIn(language, '')})`);
  return {
    name: 'known',
    resolveId(id) {
      if (id.startsWith(WORDS)) return `\0${id}`;
      return VENDOR[id] ? join(modules, VENDOR[id]) : null;
    },
    load: (id) => (id.startsWith(`\0${WORDS}`) ? wordsOf(...setOf(id), words) : null),
    transform(code, id) {
      if (id !== join(js, 'lib/served.js')) return null;
      return code.replace("'SERVED_FILES'", () => JSON.stringify(files))
        .replace("'SERVED_WORDS'", () => `{${table}}`);
    },
  };
}

const shortened = { name: 'shorten', renderChunk: async (code) => ({ code: await shorten(code), map: null }) };

/* The part of a file's name that a person reads: pages/team/task.js is team-task, words of /tasks/:id/ ru-tasks-id. */
function nameOf(id) {
  if (id.startsWith(`\0${WORDS}`)) {
    const [language, set] = setOf(id);
    return set ? `${language}-${pageName({ path: set })}` : language;
  }
  if (!id.startsWith(js)) return basename(id).split('.')[0].toLowerCase();
  return relative(js, id).replace(/\.js$/, '').replace(/^(pages|ui|lib)\//, '').replaceAll('/', '-');
}

/* The graph is rollup's own: what it found when it read the sources. */
function graphOf(ids, infoOf) {
  const imports = new Map();
  const bytes = new Map();
  const late = new Set();
  const opens = new Map();
  for (const id of ids) {
    const info = infoOf(id);
    imports.set(id, info.importedIds);
    bytes.set(id, info.code?.length ?? 0);
    opens.set(id, info.dynamicallyImportedIds);
    info.dynamicallyImportedIds.forEach((one) => late.add(one));
  }
  return { imports, bytes, opens, late: [...late] };
}

/* Module -> the name of its file. */
function places(main, ids, infoOf, prefix) {
  const graph = graphOf(ids, infoOf);
  const longest = (members) => members.reduce((a, b) => (graph.bytes.get(b) > graph.bytes.get(a) ? b : a));
  const found = new Map();
  chunksOf({ ...graph, core: main }).forEach(({ modules: members, of }, n) => {
    const name = n === 0 ? 'core' : of ? nameOf(of) : `with-${nameOf(longest(members))}`;
    for (const id of members) found.set(id, prefix + name);
  });
  return found;
}

/*
 * entry: a module of www/js; words, files: as above; prefix: of the names. Reads all, writes nothing.
 * -> { files: [[name, text]], core: name, needs(module of www/js): names beside the core, words(language, set): name }
 */
export async function bundle(entry, { words, files, prefix = '' }) {
  const main = join(js, entry);
  const build = await rollup({
    input: { core: main },
    plugins: [known({ words, files })],
    onwarn: (warning) => { throw new Error(warning.message); },
  });
  let at = null;
  const { output } = await build.generate({
    format: 'es',
    entryFileNames: `${prefix}[name].[hash:8].js`,
    chunkFileNames: '[name].[hash:8].js',
    plugins: [shortened],
    hoistTransitiveImports: false,
    manualChunks: (id, { getModuleIds, getModuleInfo }) => {
      at ??= places(main, [...getModuleIds()], getModuleInfo, prefix);
      return at.get(id);
    },
  });
  await build.close();
  const imports = new Map(output.map((one) => [one.fileName, one.imports]));
  const holder = (id) => output.find((one) => id in one.modules).fileName;
  const core = closureOf(imports, [holder(main)]);
  return {
    files: output.map(({ fileName, code }) => [fileName, code]),
    core: [...core],
    needs: (path) => [...closureOf(imports, [holder(join(js, path))])].filter((name) => !core.has(name)),
    words: (language, set) => holder(`\0${WORDS}${language}:${set}`),
  };
}
