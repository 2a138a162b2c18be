// shorten.mjs: a module's text without what only its readers need. That takes nearly all of a build's time, so the
// results are kept in build/short under a hash of the text: a build shortens what changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minify } from 'terser';

const home = fileURLToPath(new URL('..', import.meta.url));
const kept = join(home, 'build/short');
const OPTIONS = { module: true, ecma: 2022 };
const { version } = JSON.parse(readFileSync(join(home, 'node_modules/terser/package.json'), 'utf8'));
const used = new Set();

export async function shorten(code) {
  const name = createHash('sha256').update(JSON.stringify([version, OPTIONS, code])).digest('hex');
  const path = join(kept, name);
  used.add(name);
  if (existsSync(path)) return readFileSync(path, 'utf8');
  const text = (await minify(code, OPTIONS)).code;
  mkdirSync(kept, { recursive: true });
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
  return text;
}

/* Those that this build did not need. */
export function forgetOthers() {
  for (const name of existsSync(kept) ? readdirSync(kept) : []) {
    if (!used.has(name)) rmSync(join(kept, name), { force: true });
  }
}
