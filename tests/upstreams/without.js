// without.js: an object less some of its members.
export function without(object, ...names) {
  const out = { ...object };
  for (const name of names) delete out[name];
  return out;
}
