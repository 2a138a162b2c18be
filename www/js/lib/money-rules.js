// money-rules: sums with their currency, and those that a service keeps as a text. No DOM.

/* Signs that every font has; other currencies keep their code. */
const SIGNS = { RUB: '₽', USD: '$', EUR: '€' };
const CODES = { '₽': 'RUB', 'РУБ': 'RUB', 'РУБ.': 'RUB', $: 'USD', '€': 'EUR' };
const SUM = '\\d[\\d\\s]*';
const SIGN = 'USD|EUR|RUB|BYN|KZT|KGS|UZS|₽|руб\\.?|\\$|€';
const TEXT = new RegExp(
  `^(?:(от|from)\\s+|(до|up to)\\s+)?(${SUM})(?:\\s*[-–—]\\s*(${SUM}))?(?:\\s*(${SIGN}))?$`, 'iu',
);

export const sumText = (text, currency) => (currency ? `${text}\u00a0${SIGNS[currency] ?? currency}` : text);

const sumOf = (text) => Number(text.replace(/\s/g, ''));

/* "3000–4500 USD" -> { min, max, currency }: null where it is open; null for a text that says something else. */
export function moneyOf(text) {
  const [, from, to, first, second, sign = ''] = TEXT.exec((text ?? '').trim()) ?? [];
  if (!first || ((from || to) && second)) return null;
  const code = sign.toUpperCase();
  const one = sumOf(first);
  return {
    min: to ? null : one,
    max: second ? sumOf(second) : from ? null : one,
    currency: CODES[code] ?? code,
  };
}
