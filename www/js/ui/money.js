// money: sums in the words and the figures of the language.
import { t, num } from '../lib/i18n.js';
import { moneyOf, sumText } from '../lib/money-rules.js';

/* From and to; null where it is open. */
export function spanText({ min, max, currency }) {
  if (min === null && max === null) return '';
  const sum = (n) => num(n, 0);
  if (min !== null && max !== null && min !== max) {
    return sumText(t('money.span', { from: sum(min), to: sum(max) }), currency);
  }
  if (min === max) return sumText(sum(min), currency);
  return sumText(min !== null ? t('money.from', { sum: sum(min) }) : t('money.to', { sum: sum(max) }), currency);
}

/* What a service keeps as a text: as a sum where it is one, else as it is. */
export const moneyText = (text) => {
  const money = moneyOf(text);
  return money ? spanText(money) : text ?? '';
};
