// connection-rules: what of the connection needs a person, and how long the keys last. No DOM.
const DAY = 86400000;

/* What is left until a moment: { days, hours, look }; null when it never comes. */
export function leftOf(at, now) {
  if (!at) return null;
  const ms = new Date(at) - now;
  if (ms <= 0) return { days: 0, hours: 0, look: 'bad', over: true };
  const days = Math.floor(ms / DAY);
  return {
    days,
    hours: Math.floor((ms % DAY) / 3600000),
    look: days < 1 ? 'bad' : days < 7 ? 'warn' : 'ok',
    over: false,
  };
}

/* The key prolongs itself while its refresh key lives: only then may it run out unnoticed. */
export function keyLooks(token, now) {
  const refresh = leftOf(token?.refresh_expires_at, now);
  const access = leftOf(token?.expires_at, now);
  const alone = !refresh || refresh.over;
  return { access: access && { ...access, look: alone ? access.look : 'ok' }, refresh, alone };
}

const SHARE = 0.05;

/* [{ code, look, icon, href }] with the worst first. */
export function attentionOf(data, now) {
  const out = [];
  const add = (code, look, icon, href, n) => out.push({ code, look, icon, href, n });
  const { access, refresh, alone } = keyLooks(data.token, now);
  const key = '/profile/#huntflow';
  if (data.status === 'refused') add('refused', 'bad', 'key-round', key);
  else if (data.status === 'error') add('error', 'bad', 'triangle-alert', '');
  else if (alone && access?.over) add('expired', 'bad', 'key-round', key);
  else if (alone && access && access.look !== 'ok') add('ends', access.look, 'key-round', key, access.days);
  else if (!alone && refresh.look !== 'ok') add('refresh_ends', refresh.look, 'key-round', key, refresh.days);
  if (data.calls_today >= 20 && data.errors_today / data.calls_today > SHARE) {
    add('errors', 'warn', 'activity', '/huntflow/logs/?view=errors', data.errors_today);
  }
  if (data.status === 'ok' && !data.accounts?.length) add('no_accounts', 'warn', 'users', key);
  return out;
}
