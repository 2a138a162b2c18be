// money-rules: sums with their currency, and those that a service keeps as a text. No DOM.

export const CURRENCIES = ['RUB', 'BYN', 'KZT', 'KGS', 'UZS', 'USD', 'EUR'];

/* Signs that every font has; other currencies keep their code. */
const SIGNS = { RUB: '₽', USD: '$', EUR: '€' };
const CODES = { '₽': 'RUB', 'РУБ': 'RUB', 'РУБ.': 'RUB', $: 'USD', '€': 'EUR' };
const SIGN = `${CURRENCIES.join('|')}|₽|руб\\.?|\\$|€`;
const SUM = '\\d[\\d\\s]*';
const TEXT = new RegExp(
  `^(?:(от|from)\\s+|(до|up to)\\s+)?(${SUM})(?:\\s*[-–—]\\s*(${SUM}))?(?:\\s*(${SIGN}))?$`, 'iu',
);

export const signedText = (text, currency) =>
  (SIGNS[currency] ? `${SIGNS[currency]}${text}` : [currency, text].filter(Boolean).join('\u00a0'));
export const sumText = (text, currency) => (currency ? `${text}\u00a0${SIGNS[currency] ?? currency}` : text);

export const codeOf = (sign) => CODES[sign.toUpperCase()] ?? sign.toUpperCase();

const sumOf = (text) => Number(text.replace(/\s/g, ''));

/* "3000–4500 USD" -> { min, max, currency }: null where it is open; null for a text that says something else. */
export function moneyOf(text) {
  const [, from, to, first, second, sign = ''] = TEXT.exec((text ?? '').trim()) ?? [];
  if (!first || ((from || to) && second)) return null;
  const one = sumOf(first);
  return {
    min: to ? null : one,
    max: second ? sumOf(second) : from ? null : one,
    currency: codeOf(sign),
  };
}

const PARTS = new RegExp(`^(.*?)\\s*(${SIGN})?$`, 'isu');

/* A text as its amount, in whatever words, and the currency behind it, as it is written there. */
export function partsOf(text) {
  const [, amount, sign = ''] = PARTS.exec((text ?? '').trim());
  return { amount, sign };
}

/* A currency alone is nothing. */
export const joined = ({ amount, sign }) => (amount.trim() ? [amount.trim(), sign].filter(Boolean).join(' ') : '');

/* separator: between the thousands, as the language has it. -> read, shown: of an amount: "от 3 000", "3 000–4 500" */
export function amountRules(separator) {
  const gap = separator === ',' ? '[\\s,]' : '\\s';
  const sums = new RegExp(`^\\s*(?:(?:от|до|from|up to)\\s+)?\\d(?:\\d|${gap})*(?:[-–—](?:\\d|${gap})*)?$`, 'iu');
  const between = new RegExp(`(?<=\\d)${gap}+(?=\\d)`, 'gu');
  const read = (text) => (sums.test(text) ? text.replace(between, '') : text);
  const shown = (text) =>
    (sums.test(text) ? read(text).replace(/\d{4,}/g, (digits) => thousands(digits, separator)) : text);
  return { read, shown };
}

/* A whole sum alone: what is no digit does not stay, nor what stands behind a decimal point. */
export function sumRules(separator) {
  const rest = separator === ',' ? /\..*$/s : /[.,].*$/s;
  return {
    read: (text) => text.replace(rest, '').replace(/\D/g, ''),
    shown: (digits) => thousands(digits, separator),
  };
}

const thousands = (digits, separator) => digits.replace(/\B(?=(?:\d{3})+$)/g, separator);
