// session: who is here, their language, theme and rights; what the navigation and the first page count.
import { signal } from '@preact/signals';
import { get, post, patch, page, setCsrf } from './api.js';
import { setLang, lang, zone } from './i18n.js';
import { startLive, stopLive, on } from './live.js';
import { dropRecent } from './recent.js';
import { may, patchImport } from './session-rules.js';

/* undefined: not known yet; null: nobody is signed in. */
export const me = signal(undefined);

/* GET /clickup: connections, counts, attention, the running import. null until loaded, and for who does not hire. */
export const overview = signal(null);
export const overviewError = signal(null);

export async function setTheme(theme, { keep = true } = {}) {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
  try {
    localStorage.setItem('theme', theme);
  } catch {
    // then the profile alone keeps it
  }
  if (keep) await keepInProfile({ theme });
}

export async function chooseLang(locale) {
  await setLang(locale);
  await keepInProfile({ locale });
}

const dark = () => {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
};
export const flipTheme = () => setTheme(dark() ? 'light' : 'dark');
export const flipLang = () => chooseLang(lang.value === 'ru' ? 'en' : 'ru');

/* A choice that failed to reach the profile still holds on this machine. */
async function keepInProfile(fields) {
  if (!me.value) return;
  me.value = { ...me.value, ...fields };
  await patch('/api/v1/profile', fields).catch(() => {});
}

/* The language, the zone and the theme of a user, on the page. */
export async function applyChoices(user) {
  zone.value = user.time_zone || zone.value;
  await setLang(user.locale === 'en' ? 'en' : 'ru');
  await setTheme(user.theme || 'system', { keep: false });
}

export async function welcome({ user, csrf }) {
  setCsrf(csrf);
  await applyChoices(user);
  me.value = user;
  startLive();
  loadOverview();
}

export async function findMe() {
  try {
    await welcome(await get('/api/v1/auth/me', undefined, { open: true }));
  } catch (error) {
    if (error.status !== 401) throw error;
    me.value = null;
  }
}

export function forget() {
  dropRecent();
  me.value = null;
  overview.value = null;
  setCsrf(null);
  stopLive();
}

export async function leave() {
  await post('/api/v1/auth/logout');
  forget();
}

let loading = null;
export async function loadOverview() {
  if (!may(me.value, 'recruiter')) return undefined;
  loading ||= get('/clickup')
    .then(
      (data) => {
        overview.value = data;
        overviewError.value = null;
      },
      (error) => { overviewError.value = error; },
    )
    .finally(() => { loading = null; });
  return loading;
}

/* Many events, one reload: at most one in two seconds. */
let due = 0;
function refreshSoon() {
  if (due || !me.value) return;
  due = setTimeout(() => {
    due = 0;
    if (me.value && !document.hidden) loadOverview();
  }, 2000);
}

on('import', (job) => {
  if (overview.value) overview.value = patchImport(overview.value, job);
  if (job?.status !== 'running') refreshSoon();
});
on('sync', refreshSoon);
on('inbox', refreshSoon);
on('tick', refreshSoon);
on('open', refreshSoon);
document.addEventListener('visibilitychange', refreshSoon);

/* How many notices are unread: '0' .. '100+', as the server counts them. */
export const unread = signal('0');

/* Of many events at once, the last question is answered. */
async function countUnread() {
  if (me.value) ({ unread: unread.value } = await page('/api/v1/notifications', { page_size: 1 }, { lane: 'bell' }));
}
for (const type of ['notification', 'tick', 'open']) on(type, () => countUnread().catch(() => {}));
