// init.js: Swagger UI over our description, in the language and the theme of the house; "Try it out" works with the
// session of the page. What the description says itself is English.
const WORDS = {
  ru: {
    nav: 'Разделы', back: 'Вернуться в Hirewire', keys: 'Ключи API', file: 'Описание, JSON',
    lang: 'RU, язык: русский. Switch to English', theme: 'Сменить тему', title: 'API Hirewire',
    sub: 'Всё, что делают страницы, могут и программы. Здесь вызовы идут от Вашего имени, программам нужен ключ.',
    find: 'Найти вызов', groups: 'Группы вызовов', pick: 'Выберите группу',
    none: 'Ничего не нашлось. Измените слова.', found: 'Найдено: {n}',
    more: 'Найдено: {n}, показаны первые {most}',
  },
  en: {
    nav: 'Sections', back: 'Back to Hirewire', keys: 'API keys', file: 'Description, JSON',
    lang: 'EN, language: English. Переключить на русский', theme: 'Switch the theme', title: 'Hirewire API',
    sub: 'Whatever pages do, programs can do. Calls from here are made in your name; a program needs a key.',
    find: 'Find a call', groups: 'Groups of calls', pick: 'Choose a group',
    none: 'Nothing found. Change the words.', found: 'Found: {n}',
    more: 'Found: {n}, the first {most} are shown',
  },
};
const root = document.documentElement;
const system = matchMedia('(prefers-color-scheme: dark)');

/* Storage may be forbidden: then the system's theme and Russian stay. */
const kept = (name, values) => {
  try {
    const value = localStorage.getItem(name);
    return values.includes(value) ? value : '';
  } catch {
    return '';
  }
};
const keep = (name, value) => {
  try {
    localStorage.setItem(name, value);
  } catch {
    // as it is for this page alone
  }
};

const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : system.matches);
function showTheme(theme) {
  if (theme) root.dataset.theme = theme;
  root.classList.toggle('dark-mode', isDark());
}

function showWords(lang) {
  root.lang = lang;
  const words = WORDS[lang];
  for (const node of document.querySelectorAll('[data-text]')) node.textContent = words[node.dataset.text];
  for (const node of document.querySelectorAll('[data-label]')) {
    node.setAttribute('aria-label', words[node.dataset.label]);
  }
  document.getElementById('lang').textContent = lang.toUpperCase();
  dispatchEvent(new Event('languagechanged'));
}

/* How many calls the search of nav.js found, of which the first are shown. */
const said = (n, most) =>
  WORDS[root.lang][n > most ? 'more' : n > 0 ? 'found' : 'none'].replace('{n}', n).replace('{most}', most);

async function csrfOf() {
  const answer = await fetch('/api/v1/auth/me', { headers: { Accept: 'application/json' } });
  return (answer.ok && (await answer.json()).csrf) || '';
}

function start() {
  const csrf = csrfOf().catch(() => '');
  showWords(kept('lang', ['ru', 'en']) || 'ru');
  document.getElementById('lang').addEventListener('click', () => {
    const next = root.lang === 'ru' ? 'en' : 'ru';
    keep('lang', next);
    showWords(next);
  });
  document.getElementById('theme').addEventListener('click', () => {
    const next = isDark() ? 'light' : 'dark';
    keep('theme', next);
    showTheme(next);
  });
  const ui = window.SwaggerUIBundle({
    url: '/openapi.json',
    dom_id: '#docs',
    docExpansion: 'none',
    defaultModelsExpandDepth: -1,
    onComplete: () => dispatchEvent(new CustomEvent('described', { detail: { ui, say: said } })),
    requestInterceptor: async (request) => {
      if (request.method !== 'GET') request.headers['X-CSRF-Token'] = await csrf;
      return request;
    },
  });
}

showTheme(kept('theme', ['light', 'dark']));
system.addEventListener('change', () => showTheme(''));
addEventListener('DOMContentLoaded', start);
