// bundle.mjs: modules and style sheets as browsers get them: few files, each named by its contents. The sources stay
// plain modules; what is here for readers of the code does not travel.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rollup } from 'rollup';
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

/*
 * Messages of these parts as one module; '': what every page needs. says: as of bundle; a set of pages has what of the
 * first table those alone can say, one that modules ask for by themselves is as it is written.
 */
async function wordsOf(key, says) {
  const [language, set] = key.split(':');
  const { '': everywhere = () => true, [set]: wanted } = says;
  const common = await tableOf(language, '');
  const parts = set ? await Promise.all(set.split('+').map((part) => tableOf(language, part))) : [];
  const all = [...(set ? common.filter(([name]) => wanted && !everywhere(name)) : common), ...parts.flat()];
  return `export default ${JSON.stringify(Object.fromEntries(all.filter(([name]) => !wanted || wanted(name))))}`;
}

const WORDS = 'words:';
const wordKeys = (words) => LANGUAGES.flatMap((language) => ['', ...words].map((part) => `${language}:${part}`));

/*
 * What the sources name and the build knows: libraries, words in sets, addresses of files.
 * words: sets of parts ('team+ui'); says: { set that pages name: (key) => one of those can say it };
 * files: { name as lib/served.js is asked for it: address }
 */
function known({ words, says, files }) {
  const table = wordKeys(words).map((key) => `${JSON.stringify(key)}:()=>import('${WORDS}${key}')`);
  return {
    name: 'known',
    resolveId(id) {
      if (id.startsWith(WORDS)) return `\0${id}`;
      return VENDOR[id] ? join(modules, VENDOR[id]) : null;
    },
    load: (id) => (id.startsWith(`\0${WORDS}`) ? wordsOf(id.slice(WORDS.length + 1), says) : null),
    transform(code, id) {
      if (id !== join(js, 'lib/served.js')) return null;
      return code.replace("'SERVED_FILES'", () => JSON.stringify(files))
        .replace("'SERVED_WORDS'", () => `{${table}}`);
    },
  };
}

const shortened = { name: 'shorten', renderChunk: async (code) => ({ code: await shorten(code), map: null }) };

/* The part of a file's name that a person reads: pages/team/task.js is team-task. */
function nameOf(id) {
  if (id.startsWith(`\0${WORDS}`)) return id.slice(WORDS.length + 1).replace(/:$/, '').replace(/[:+]/g, '-');
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
 * entry: a module of www/js; words, says, files: as above; prefix: of the names. Reads all, writes nothing.
 * -> { files: [[name, text]], core: name, needs(module of www/js): names beside the core, words(key): name }
 */
export async function bundle(entry, { words, says = {}, files, prefix = '' }) {
  const main = join(js, entry);
  const build = await rollup({
    input: { core: main },
    plugins: [known({ words, says, files })],
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
    words: (key) => holder(`\0${WORDS}${key}`),
  };
}
