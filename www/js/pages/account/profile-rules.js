// profile-rules: what changed in a form, the keys of a system, a browser's name, time zones. No DOM.

/* Only the fields whose value differs: an untouched secret is never sent. */
export const changedOf = (before, after) =>
  Object.fromEntries(Object.entries(after).filter(([name, value]) => value !== before[name]));

export const keysOf = (profile, system) => ({
  api_key: profile[`huntflow_${system}_api_key`],
  refresh: profile[`huntflow_${system}_refresh_token`],
});

/* Whole days until a moment; null when it never comes; below zero when it has passed. */
export const daysLeft = (at, now) => (at ? Math.floor((new Date(at) - now) / 86400000) : null);

/* All zones of the browser; the saved one even if the browser does not list it. */
export function zones(saved) {
  const all = Intl.supportedValuesOf ? Intl.supportedValuesOf('timeZone') : [];
  return [...new Set([saved, 'UTC', ...all].filter(Boolean))].sort();
}

/* Where a key would be sent: scheme, name and port; an address that is half typed is itself. */
export function hostOf(url) {
  try {
    return new URL(url).origin;
  } catch {
    return url;
  }
}

/* Days that a new API key may last, as the rules of the company allow; 0: for ever. */
export function termsOf(rules) {
  const most = rules?.token_max_days ?? 365;
  const within = [7, 30, 90, 365].filter((n) => most === 0 || n <= most);
  if (most === 0) return [...within, 0];
  return within.includes(most) ? within : [...within, most].sort((a, b) => a - b);
}

/* The dark cells of a QR code ("1") as one path, margin cells away from the edge. */
export const qrPath = (rows, margin) => rows.flatMap((row, y) =>
  [...row.matchAll(/1+/g)].map(({ 0: run, index }) =>
    `M${index + margin} ${y + margin}h${run.length}v1h-${run.length}z`)).join('');

/* Hours of the day as one picks them; '' is none. */
export const hourOptions = (none) => [
  { value: '', label: none },
  ...Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${String(hour).padStart(2, '0')}:00` })),
];
export const hourOf = (value) => (value === '' ? null : Number(value));
export const textOf = (hour) => (hour === null ? '' : String(hour));
