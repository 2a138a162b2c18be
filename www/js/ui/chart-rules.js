// chart-rules: from numbers to heights and ticks. No DOM.

/* Per cent of the tallest; a value above zero is always seen. */
export function heights(values) {
  const top = Math.max(1, ...values);
  return values.map((value) => (value > 0 ? Math.max(2, Math.round((1000 * value) / top) / 10) : 0));
}

/* A round top and four or five steps down to zero: { top: 20, steps: [20, 15, 10, 5, 0] } */
export function ticks(most) {
  const unit = Math.max(1, 10 ** Math.floor(Math.log10(most / 4)));
  const step = [1, 2, 3, 5, 10].map((n) => n * unit).find((n) => n * 4 >= most);
  return { top: step * 4, steps: [4, 3, 2, 1, 0].map((n) => n * step) };
}

/* Errors are drawn from two per cent on: fewer would be thicker than they are. */
export const isSeen = (bad, value) => bad > 0 && bad >= 0.02 * value;
