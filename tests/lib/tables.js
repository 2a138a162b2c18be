// tables.js: tables as people bring them: CSV of any encoding, workbooks; and how they are sent.
import { execFileSync } from 'node:child_process';
import { writeZip } from './cv_files.js';

const cell = (text) => (/[;,\t"\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
export const csvText = (rows, separator = ';') => rows.map((row) => row.map(cell).join(separator)).join('\r\n');
// Bytes in an encoding that iconv knows.
export const csvBytes = (rows, { encoding = 'UTF-8', separator } = {}) =>
  execFileSync('iconv', ['-f', 'UTF-8', '-t', encoding], { input: csvText(rows, separator), maxBuffer: 1 << 26 });

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ' +
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const TYPE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet';
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

// { "name of a sheet": rows of texts and numbers }
export function writeXlsx(sheets) {
  const names = Object.keys(sheets);
  const row = (cells) => `<row>${cells.map((one) => (typeof one === 'number'
    ? `<c><v>${one}</v></c>`
    : `<c t="inlineStr"><is><t>${escaped(one)}</t></is></c>`)).join('')}</row>`;
  return writeZip({
    'xl/workbook.xml': `<workbook ${MAIN}><sheets>${names.map((name, n) =>
      `<sheet name="${escaped(name)}" sheetId="${n + 1}" r:id="r${n}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${names.map((_, n) =>
      `<Relationship Id="r${n}" Type="${TYPE}" Target="worksheets/sheet${n}.xml"/>`).join('')}</Relationships>`,
    ...Object.fromEntries(names.map((name, n) => [`xl/worksheets/sheet${n}.xml`,
      `<worksheet ${MAIN}><sheetData>${sheets[name].map(row).join('')}</sheetData></worksheet>`])),
  });
}

// A file, and the other fields of the form.
export function uploadTable(who, bytes, { name = 'people.csv', field = 'file', ...more } = {}) {
  const texts = Object.entries(more).map(([key, text]) =>
    Buffer.from(`--xXx\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${text}\r\n`));
  return who.raw('POST', '/api/v1/tables/', {
    headers: { 'Content-Type': 'multipart/form-data; boundary=xXx' },
    body: Buffer.concat([
      ...texts,
      Buffer.from(`--xXx\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\n\r\n`),
      Buffer.from(bytes), Buffer.from('\r\n--xXx--\r\n'),
    ]),
  });
}
