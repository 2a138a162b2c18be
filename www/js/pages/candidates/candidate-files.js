// candidate-files: the files of a person, each seen in its place: a PDF as it is, others as the text that was read.
import { html, useState } from '../../lib/html.js';
import { get } from '../../lib/api.js';
import { t, fileSize } from '../../lib/i18n.js';
import { useLoad } from '../../lib/load.js';
import { Button } from '../../ui/button.js';
import { Time } from '../../ui/marks.js';
import { PdfLook } from '../../ui/pdf-look.js';
import { ErrorNote, Skeleton } from '../../ui/states.js';
import { Section } from './candidate-parts.js';

const FILES = '/api/v1/documents/';

function Said({ file }) {
  const load = useLoad(async () => ({ text: await get(`${FILES}${file.id}/text/`) }), [file.id]);
  if (load.error) return html`<${ErrorNote} error=${load.error} retry=${load.reload} />`;
  if (!load.data) return html`<${Skeleton} rows=${4} />`;
  return load.data.text
    ? html`<div class="filelook said" tabindex="0" role="region" aria-label=${file.name}>${load.data.text}</div>`
    : html`<p class="sm dim filenone">${t('cand.files.no_text')}</p>`;
}

const Look = ({ file }) => file.kind === 'pdf'
  ? html`<${PdfLook} look="filelook" href=${`${FILES}${file.id}/file/`} name=${file.name} />`
  : html`<${Said} file=${file} />`;

function File({ file }) {
  const [open, setOpen] = useState(false);
  return html`<li>
    <div class="filerow">
      <div>
        <span class="breakall">${file.name}</span>
        <span class="two">
          ${[file.kind?.toUpperCase(), fileSize(file.size)].filter(Boolean).map((part) => `${part} · `)}
          <${Time} at=${file.created_at} />
        </span>
      </div>
      <div class="row">
        <${Button}
          small icon=${open ? 'chevron-down' : 'chevron-right'} aria-expanded=${open} onClick=${() => setOpen(!open)}
        >
          ${t(open ? 'cand.files.hide' : 'cand.files.show')}<span class="sr"> ${file.name}</span>
        </${Button}>
        <${Button} small quiet icon="download" href=${`${FILES}${file.id}/file/?download=1`} download=${file.name}>
          ${t('cand.files.save')}<span class="sr"> ${file.name}</span>
        </${Button}>
      </div>
    </div>
    ${open && html`<${Look} file=${file} />`}
  </li>`;
}

export const Files = ({ one }) => one.files?.length > 0 && html`<${Section} id="h-files" title=${t('cand.files')}>
  <ul class="rows files">${one.files.map((file) => html`<${File} key=${file.id} file=${file} />`)}</ul>
</${Section}>`;
