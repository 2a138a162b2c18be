// pages that are made anew beside a running house: one that is asked for is there all the time, whatever becomes of the
// folder of the build before.
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync,
  writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { root, startHouse } from '../lib/house.js';

const bin = mkdtempSync(join(tmpdir(), 'pages-'));
const built = resolve(root, process.env.HIREWIRE_BIN ?? 'build');

/* As nginx/www.mjs puts a build in its place. */
function make(name) {
  cpSync(join(root, 'build/www/'), join(bin, 'pages', name), { recursive: true, dereference: true });
  writeFileSync(join(bin, 'pages', name, 'favicon.svg'), `<svg xmlns="http://www.w3.org/2000/svg" id="${name}"/>`);
  rmSync(join(bin, 'pages', name, 'favicon.svg.gz'), { force: true });
  symlinkSync(`pages/${name}`, join(bin, 'www.new'));
  renameSync(join(bin, 'www.new'), join(bin, 'www'));
}
const drop = (name) => rmSync(join(bin, 'pages', name), { recursive: true });

let house, who;
before(async () => {
  mkdirSync(join(bin, 'pages'));
  for (const name of ['cgi-bin', 'hirewire', 'nginx']) {
    if (existsSync(join(built, name))) symlinkSync(join(built, name), join(bin, name));
  }
  make('first');
  house = await startHouse({ env: { HIREWIRE_BIN: bin, RATE: 'off' } });
  who = house.anonymous();
});
after(async () => {
  await house?.stop();
  rmSync(bin, { recursive: true });
});

const status = async (path) => (await who.raw('GET', path, { headers: { Accept: 'text/html' } })).status;
const shown = async () => /id="(\w+)"/.exec((await who.get('/favicon.svg')).text)?.[1];

test('a page is there while the build that it is of goes, and the next one is served without a reload', async () => {
  const seen = new Set();
  let over = false;
  const asking = (async () => {
    while (!over) {
      for (const path of ['/login/', '/favicon.svg']) seen.add(`${path} ${await status(path)}`);
    }
  })();
  for (const [next, former] of [['second', 'first'], ['third', 'second'], ['fourth', 'third']]) {
    make(next);
    drop(former);
    await house.until(async () => await shown() === next);
  }
  drop('fourth');
  assert.equal(await shown(), 'fourth');
  over = true;
  await asking;
  assert.deepEqual([...seen].sort(), ['/favicon.svg 200', '/login/ 200']);
});

test('a build without its pages keeps nobody from what is served', async () => {
  mkdirSync(join(bin, 'pages/fifth'));
  symlinkSync('pages/fifth', join(bin, 'www.new'));
  renameSync(join(bin, 'www.new'), join(bin, 'www'));
  await house.reload().catch(() => null);
  assert.equal(await shown(), 'fourth');
  assert.equal(await status('/login/'), 200);
});

test('of the copies two are kept', () => {
  assert.equal(readdirSync(join(house.folder, 'www')).length, 2);
  assert.match(readFileSync(join(house.folder, 'nginx/nginx.conf'), 'utf8'), /www\/fourth\.\d+/);
});
