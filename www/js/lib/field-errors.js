// field-errors: what the server said of the fields of a form. No DOM.

/* errors[] of a problem -> { field: text }; a nested name keeps its first part */
export function fieldErrors(errors, say) {
  const found = {};
  for (const { field, code, detail } of errors) {
    const name = String(field || '').split(/[.[]/)[0];
    if (!(name in found)) found[name] = detail || say(code);
  }
  return found;
}
