// zone-rules: a time zone in words. No DOM.

/* "Беларусь, UTC+3": where a time zone is, and how far from UTC it is now. */
export function zoneText(name, locale, now = new Date()) {
  const part = (timeZoneName) =>
    new Intl.DateTimeFormat(locale, { timeZone: name, timeZoneName })
      .formatToParts(now)
      .find(({ type }) => type === 'timeZoneName').value;
  try {
    const [, sign, hours, minutes] = /([+-])0?(\d+):(\d+)$/.exec(part('longOffset')) || ['', '', '', '00'];
    const place = part('shortGeneric').replace(/ Time$/, '');
    const offset = sign ? `UTC${sign}${hours}${minutes === '00' ? '' : `:${minutes}`}` : 'UTC';
    if (name === 'UTC') return 'UTC';
    return `${/^[A-Z]+([+-]|$)/.test(place) ? name.split('/').at(-1).replaceAll('_', ' ') : place}, ${offset}`;
  } catch {
    return name;
  }
}
