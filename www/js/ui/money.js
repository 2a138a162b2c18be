// money: sums in the words and the figures of the language.
import { t, num } from '../lib/i18n.js';
import { moneyOf, sumText } from '../lib/money-rules.js';
import { isBefore, oneSum } from './sum.js';

/* From and to; null where it is open. */
export function spanText({ min, max, currency }) {
  if (min === null && max === null) return '';
  const first = (n) => (isBefore() ? oneSum(n, currency) : num(n, 0));
  const whole = (text) => (isBefore() ? text : sumText(text, currency));
  if (min !== null && max !== null && min !== max) {
    return whole(t('money.span', { from: first(min), to: num(max, 0) }));
  }
  if (min === max) return oneSum(min, currency);
  return whole(min !== null ? t('money.from', { sum: first(min) }) : t('money.to', { sum: first(max) }));
}

/* What a service keeps as a text: as a sum where it is one, else as it is. */
export const moneyText = (text) => {
  const money = moneyOf(text);
  return money ? spanText(money) : text ?? '';
};
