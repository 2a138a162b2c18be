// theme: sets the chosen theme and language before the first paint. Loaded in the head, before any module.
(() => {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem('theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    const lang = localStorage.getItem('lang');
    if (lang === 'ru' || lang === 'en') root.lang = lang;
  } catch {
    // storage may be forbidden: the system's theme and Russian stay
  }
})();
