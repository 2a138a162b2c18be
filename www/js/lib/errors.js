// errors: a failed request in words.
import { t } from './i18n.js';

export function errorWords(error) {
  const key = `error.${error.code}`;
  const known = t(key) !== key;
  // What is wrong with a field says more than that one is wrong: here none is marked.
  const detail = error.errors?.[0]?.detail || error.detail;
  if (detail) {
    return { title: error.title && error.title !== detail ? error.title : t('error.title'), detail };
  }
  return { title: t('error.title'), detail: known ? t(key) : t('error.down') };
}
