// shots.mjs: pictures of every page, in a house of its own with something to show: wide, phone, dark; Russian, English.
//	node tests/tools/shots.mjs FOLDER [NAME...]	FOLDER outside of the repository; NAMEs are of places.js
import { mkdirSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { root } from '../lib/house.js';
import { startBrowser, visit } from '../web/browser.js';
import { startPlaces } from '../web/places.js';

const LOOKS = {
  wide: {}, phone: { size: 'phone' }, dark: { theme: 'dark' }, 'phone-dark': { size: 'phone', theme: 'dark' },
};
const WIDE = { width: 1280, height: 900 };

const [folder, ...names] = process.argv.slice(2);
if (!folder || `${resolve(folder)}${sep}`.startsWith(root + sep)) {
  console.error('shots.mjs FOLDER [NAME...]: a folder outside of the repository');
  process.exit(1);
}
mkdirSync(folder, { recursive: true });
const { house, client, places, stop } = await startPlaces();
const browser = await startBrowser();
try {
  for (const lang of ['ru', 'en']) {
    await client.expect(200, 'PATCH', '/api/v1/profile', { locale: lang });
    for (const [name, path] of [...Object.entries(places), ['login', '/login/']]) {
      if (names.length === 0 || names.includes(name)) await picture(name, path, lang);
    }
  }
} finally {
  await browser.close();
  await stop();
}

async function picture(name, path, lang) {
  const who = name === 'login' ? undefined : client;
  for (const [look, opts] of Object.entries(LOOKS)) {
    const visitor = await visit(browser, house, { client: who, locale: lang, ...opts });
    if (!opts.size) await visitor.page.setViewportSize(WIDE);
    await visitor.page.addInitScript((value) => localStorage.setItem('lang', value), lang);
    await visitor.open(path);
    await visitor.page.screenshot({ path: join(folder, `${name}-${look}-${lang}.png`), fullPage: true });
    await visitor.close();
  }
}
