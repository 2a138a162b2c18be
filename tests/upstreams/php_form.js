// php_form.js: forms with PHP's brackets, "filter[>ID]=5&select[]=ID", both ways.

/* A form as nested objects; keys 0, 1, 2 and "[]" make a list. */
export function readPhpForm(text) {
  const out = {};
  for (const [key, value] of new URLSearchParams(text)) {
    const steps = [...key.matchAll(/^[^[]+|\[([^\]]*)\]/g)].map(([whole, inner]) => inner ?? whole);
    let at = out;
    steps.forEach((step, n) => {
      const name = step === '' ? String(Object.keys(at).length) : step;
      if (n === steps.length - 1) at[name] = value;
      else at = at[name] = typeof at[name] === 'object' ? at[name] : {};
    });
  }
  return Object.fromEntries(Object.entries(out).map(([name, value]) => [name, listed(value)]));
}

function listed(value) {
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([name, one]) => [name, listed(one)]);
  return entries.length && entries.every(([name], n) => name === String(n))
    ? entries.map(([, one]) => one) : Object.fromEntries(entries);
}

/* The other way. */
export function phpForm(value) {
  const out = new URLSearchParams();
  const put = (prefix, each) => {
    if (each && typeof each === 'object')
      for (const [name, one] of Object.entries(each)) put(prefix ? `${prefix}[${name}]` : name, one);
    else out.append(prefix, String(each));
  };
  put('', value);
  return out.toString();
}
