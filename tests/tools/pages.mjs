// pages.mjs: what make lint holds the pages to: which folder of www/js imports from which, no
// circles among modules, lines of at most 120 columns.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const HOME = 'www/js';
const WIDTH = 120;

const IMPORT = /^(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]/gm;
const LATER = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

export function filesUnder(folder, pattern) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(path, pattern);
    return pattern.test(entry.name) ? [path] : [];
  }).sort();
}

const lineOf = (text, index) => text.slice(0, index).split('\n').length;

/* What a module imports from beside it: [{ target, line, late }]; late: by import(). */
function importsOf(file) {
  const text = readFileSync(file, 'utf8');
  const found = (pattern, late) => [...text.matchAll(pattern)]
    .map((match) => ({ name: match[1] ?? match[2], line: lineOf(text, match.index), late }))
    .filter(({ name }) => name.startsWith('.'))
    .map(({ name, ...rest }) => ({ ...rest, target: normalize(join(dirname(file), name)) }));
  return [...found(IMPORT, false), ...found(LATER, true)];
}

/* lib, ui, or the folder of a page; '' for the modules that put the app together. */
function roomOf(file) {
  const parts = file.slice(HOME.length + 1).split('/');
  if (parts.length === 1) return '';
  return parts[0] === 'pages' ? parts.slice(0, -1).join('/') : parts[0];
}

/* lib is at the bottom, components use it, a page uses both and its own folder. */
function mayImport(from, to) {
  if (from === '' || from === to || to === 'lib') return true;
  return from !== 'lib' && to === 'ui';
}

function checkRooms(graph, tell) {
  for (const [file, imports] of graph) {
    for (const { target, line } of imports) {
      if (!graph.has(target)) tell(file, line, `${target} is not there`);
      else if (!mayImport(roomOf(file), roomOf(target))) tell(file, line, `${roomOf(file)} must not import ${target}`);
    }
  }
}

/* Each circle is said once, from the module where it was entered. */
function checkCircles(graph, tell) {
  const done = new Set();
  const visit = (file, way) => {
    const at = way.indexOf(file);
    if (at >= 0) {
      tell(file, 1, `a circle: ${[...way.slice(at), file].map((path) => path.slice(HOME.length + 1)).join(' -> ')}`);
      return;
    }
    if (done.has(file)) return;
    for (const { target } of graph.get(file) ?? []) visit(target, [...way, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
}

function checkWidth(file, tell) {
  readFileSync(file, 'utf8').split('\n').forEach((line, n) => {
    let width = 0;
    for (const c of line) width = c === '\t' ? width - (width % 8) + 8 : width + 1;
    if (width > WIDTH) tell(file, n + 1, `${width} columns`);
  });
}

export function checkPages(tell) {
  const modules = filesUnder(HOME, /\.js$/);
  const graph = new Map(modules.map((file) => [file, importsOf(file)]));
  checkRooms(graph, tell);
  checkCircles(graph, tell);
  for (const file of [...modules, ...filesUnder('www/css', /\.css$/)]) checkWidth(file, tell);
}
