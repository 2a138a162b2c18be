// worker: keeps the shell of this release for when there is no connection: the page itself, and the files that every
// page begins with. Answers of the API are never kept. Whoever has a connection gets the page of the server, and a kept
// file is named by its release: neither is ever older than the server. Made whole by nginx/www.mjs.
const RELEASE = 'RELEASE_HASH';
const PAGE = '/index.html';
const FILES = ['SHELL_FILES'];
const NAME = `shell-${RELEASE}`;

/* All or nothing. The page comes last: while it is of this release, so are the files that came before it. */
async function keep() {
  const cache = await caches.open(NAME);
  await cache.addAll(FILES);
  const page = await fetch(PAGE, { cache: 'reload' });
  const text = await page.clone().text();
  if (!page.ok || !text.includes(RELEASE)) throw new Error('the page is of another release');
  await cache.put(PAGE, page);
}

async function dropOthers() {
  const others = (await caches.keys()).filter((name) => name.startsWith('shell-') && name !== NAME);
  await Promise.all(others.map((name) => caches.delete(name)));
}

/* The server is asked for the page while the worker is still starting. */
const preload = () => self.registration.navigationPreload?.enable();

const kept = async (path) => (await caches.open(NAME)).match(path);

async function pageFor(event) {
  try {
    return await event.preloadResponse || await fetch(event.request);
  } catch (error) {
    const page = new URL(event.request.url).pathname.startsWith('/api/') ? null : await kept(PAGE);
    if (!page) throw error;
    return page;
  }
}

self.addEventListener('install', (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener('activate', (event) => event.waitUntil(
  Promise.all([dropOthers(), preload()]).then(() => self.clients.claim()),
));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(pageFor(event));
  else if (FILES.includes(pathname)) event.respondWith(kept(pathname).then((file) => file || fetch(request)));
});
