// words.mjs: which messages pages can say, so that none brings those of others. A key stands in a module whole, or by
// its beginning: t('cand.add'), t(`cand.show.${show}`); what is read from a table of keys stands in that table.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const IMPORTED = /(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g;
const WHOLE = /'([\w.-]+)'/g;
const BEGINNING = /`([\w-]+\.[\w.-]*)\$\{/g;

const read = new Map();
function moduleAt(path) {
  if (!read.has(path)) {
    const text = readFileSync(path, 'utf8');
    const imports = [...text.matchAll(IMPORTED)].map(([, name]) => resolve(dirname(path), name));
    read.set(path, {
      imports: imports.filter((name) => existsSync(name) && !name.includes('/messages/')),
      whole: [...text.matchAll(WHOLE)].map(([, key]) => key),
      beginnings: [...text.matchAll(BEGINNING)].map(([, key]) => key),
    });
  }
  return read.get(path);
}

/* All that these lead to, what is read later, too; the table of pages (routes.js) leads to all and is passed by. */
function reached(roots) {
  const known = new Set();
  const visit = (path) => {
    if (known.has(path)) return;
    known.add(path);
    if (!path.endsWith('/routes.js')) moduleAt(path).imports.forEach(visit);
  };
  roots.forEach(visit);
  return [...known].map(moduleAt);
}

/* js: the folder of modules; roots: names in it. -> says(key): some module that they lead to can say it. */
export function sayer(js, roots) {
  const modules = reached(roots.map((name) => join(js, name)));
  const whole = new Set(modules.flatMap((one) => one.whole));
  const beginnings = [
    ...new Set(modules.flatMap((one) => [...one.beginnings, ...one.whole.filter((key) => key.endsWith('.'))])),
  ];
  return (key) => whole.has(key) || beginnings.some((begin) => key.startsWith(begin));
}
