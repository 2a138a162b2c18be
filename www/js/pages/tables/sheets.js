// sheets: the other sheets of a workbook. The server keeps one sheet of a file: for another one the file is sent again,
// by itself while the browser has it, else as somebody drops it.
import { html, useState } from '../../lib/html.js';
import { post } from '../../lib/api.js';
import { t } from '../../lib/i18n.js';
import { go } from '../../lib/router.js';
import { carrier } from '../../lib/upload.js';
import { SelectField } from '../../ui/fields.js';
import { FileDrop, useFiles } from '../../ui/file-drop.js';
import { ErrorNote } from '../../ui/states.js';
import { API, LIMITS, PATH } from './tables-rules.js';

/* The file that was sent last, and the table that it became. */
const last = { id: 0, file: null };

export async function sendTable(file, { sheet, ...opts } = {}) {
  const form = new FormData();
  if (sheet) form.append('sheet', sheet);
  form.append('file', file, file.name);
  const table = await post(API, form, { carry: carrier(opts) });
  Object.assign(last, { id: table.id, file });
  return table;
}

const open = ({ id }) => go(`${PATH}${id}/`);

/* The same file once more, for the sheet that was chosen. */
function Again({ sheet }) {
  const files = useFiles({
    limits: LIMITS, auto: true, send: (file, opts) => sendTable(file, { ...opts, sheet }), onDone: open,
  });
  return html`<${FileDrop}
    files=${files} limits=${LIMITS} label=${t('tables.sheets.again')}
    hint=${t('tables.sheets.again.what', { name: sheet })}
  />`;
}

export function Sheets({ table }) {
  const [sheet, setSheet] = useState(table.sheet);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const kept = last.id === table.id ? last.file : null;
  const send = async (name) => {
    setBusy(true);
    setError(null);
    await sendTable(kept, { sheet: name }).then(open, setError);
    setBusy(false);
  };
  const choose = ({ currentTarget: { value } }) => {
    setSheet(value);
    if (kept && value !== table.sheet) send(value);
  };
  return html`<section class="part tablepart" aria-labelledby="h-sheets">
    <h2 id="h-sheets">${t('tables.sheets')}</h2>
    <div class="formcol">
      <${SelectField}
        field=${{ name: 'sheet', value: sheet, onInput: choose }} label=${t('tables.sheets.which')} busy=${busy}
        hint=${t('tables.sheets.what')} options=${table.sheets.map((value) => ({ value, label: value }))}
      />
      ${error && html`<${ErrorNote} error=${error} retry=${() => send(sheet)} />`}
      ${!kept && sheet !== table.sheet && html`<${Again} key=${sheet} sheet=${sheet} />`}
    </div>
  </section>`;
}
