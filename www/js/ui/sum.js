// sum: one sum with its currency: English says that before the figures, Russian behind them.
import { num, lang } from '../lib/i18n.js';
import { signedText, sumText } from '../lib/money-rules.js';

export const isBefore = () => lang.value === 'en';

export const oneSum = (n, currency, digits = 0) => (isBefore() ? signedText : sumText)(num(n, digits), currency);
