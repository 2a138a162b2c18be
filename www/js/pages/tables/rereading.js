// rereading: a file is read another way: another sheet of a workbook, another encoding of a text. The server keeps what
// it read, and no file: for another way the file is sent again, by itself while the browser has it, else as somebody
// drops it.
import { html, useState } from '../../lib/html.js';
import { post } from '../../lib/api.js';
import { t } from '../../lib/i18n.js';
import { go } from '../../lib/router.js';
import { carrier } from '../../lib/upload.js';
import { Icon } from '../../ui/button.js';
import { SelectField } from '../../ui/fields.js';
import { FileDrop, useFiles } from '../../ui/file-drop.js';
import { ErrorNote } from '../../ui/states.js';
import { API, LIMITS, PATH, encodingOptions } from './tables-rules.js';

/* The file that was sent last, and the table that it became. */
const last = { id: 0, file: null };

/* way: { sheet } or { encoding } */
export async function sendTable(file, { way = {}, ...opts } = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries(way)) form.append(name, value);
  form.append('file', file, file.name);
  const table = await post(API, form, { carry: carrier(opts) });
  Object.assign(last, { id: table.id, file });
  return table;
}

const open = ({ id }) => go(`${PATH}${id}/`);

/* The same file once more, to be read in the way that was chosen. */
function Again({ what, value, name }) {
  const files = useFiles({
    limits: LIMITS, auto: true, send: (file, opts) => sendTable(file, { ...opts, way: { [what]: value } }),
    onDone: open,
  });
  return html`<${FileDrop}
    files=${files} limits=${LIMITS} label=${t('tables.again')} hint=${t(`tables.${what}.again`, { name })}
  />`;
}

/* what: sheet or encoding, as the table names it, too. */
function Rereading({ table, what, options }) {
  const [value, setValue] = useState(table[what]);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const kept = last.id === table.id ? last.file : null;
  const send = async (chosen) => {
    setBusy(true);
    setError(null);
    await sendTable(kept, { way: { [what]: chosen } }).then(open, setError);
    setBusy(false);
  };
  const choose = ({ currentTarget: { value: chosen } }) => {
    setValue(chosen);
    if (kept && chosen !== table[what]) send(chosen);
  };
  return html`<div class="formcol">
    <${SelectField}
      field=${{ name: what, value, onInput: choose }} label=${t(`tables.${what}.which`)} busy=${busy}
      hint=${t(`tables.${what}.what`)} options=${options}
    />
    ${error && html`<${ErrorNote} error=${error} retry=${() => send(value)} />`}
    ${!kept && value !== table[what] && html`<${Again}
      key=${value} what=${what} value=${value} name=${options.find((one) => one.value === value).label}
    />`}
  </div>`;
}

export const Sheets = ({ table }) => html`<section class="part tablepart" aria-labelledby="h-sheets">
  <h2 id="h-sheets">${t('tables.sheets')}</h2>
  <${Rereading}
    table=${table} what="sheet" options=${table.sheets.map((value) => ({ value, label: value }))}
  />
</section>`;

export const Encoding = ({ table }) => html`<details class="more">
  <summary><span class="chev"><${Icon} name="chevron-right" /></span>${t('tables.encoding.wrong')}</summary>
  <${Rereading} table=${table} what="encoding" options=${encodingOptions(table.encoding)} />
</details>`;
