// compare-rules: two people side by side: which rows, and where they agree. No DOM.

const SIDES = ['name', 'phone', 'email', 'position', 'company', 'money', 'birthday', 'telegram', 'created'];
const plain = (name, value) =>
  name === 'phone' ? String(value).replace(/\D/g, '').slice(-9) : String(value).trim().toLowerCase();

/* Two people side by side: the rows that at least one has: { name, left, right, same } */
export function sideBySide(left, right) {
  return SIDES.map((name) => ({ name, left: left[name] || '', right: right[name] || '' }))
    .filter((row) => row.left || row.right)
    .map((row) => ({
      ...row,
      same:
        Boolean(row.left && row.right) &&
        row.name !== 'created' &&
        plain(row.name, row.left) === plain(row.name, row.right),
    }));
}
