// errors: a failed request in words.
import { t } from './i18n.js';

export function errorWords(error) {
  const key = `error.${error.code}`;
  const known = t(key) !== key;
  if (error.detail) {
    return {
      title: error.title && error.title !== error.detail ? error.title : t('error.title'),
      detail: error.detail,
    };
  }
  return { title: t('error.title'), detail: known ? t(key) : t('error.down') };
}
