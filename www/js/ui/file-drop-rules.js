// file-drop-rules: which files may be sent. No DOM.

const endOf = (name) => (/\.[^.]+$/.exec(name)?.[0] || '').toLowerCase();

/* Why a file cannot be sent: 'empty' | 'size' | 'name' (no ending) | 'kind' | ''. accept: ['.pdf', …] or none: any. */
export function troubleOf({ name, size }, { accept = [], most = Infinity }) {
  if (size === 0) return 'empty';
  if (size > most) return 'size';
  if (!/\.[a-z\d]{1,5}$/i.test(name)) return 'name';
  return accept.length && !accept.includes(endOf(name)) ? 'kind' : '';
}

/* Files that still fit; where there is one place the newest takes it. -> { kept, taken, left: how many did not } */
export function fitting(items, files, max) {
  if (max === 1) return { kept: [], taken: files.slice(0, 1), left: Math.max(0, files.length - 1) };
  const room = Math.max(0, max - items.length);
  return { kept: items, taken: files.slice(0, room), left: Math.max(0, files.length - room) };
}
