// checks: what a form field must hold. Each gives the text of the error, or '' when all is well.
import { t } from './i18n.js';

export const required = (value) => (String(value ?? '').trim() ? '' : t('field.required'));

export const whole = (from, to) => (value) => {
  const n = Number(value);
  if (String(value).trim() === '') return t('field.required');
  return Number.isInteger(n) && n >= from && n <= to ? '' : t('field.between', { from, to });
};

export const webAddress = (value) => {
  if (!value) return '';
  return /^https?:\/\/[^\s/]+/.test(value) ? '' : t('field.url');
};

export const email = (value) => (/^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/.test(String(value).trim()) ? '' : t('field.email'));
