// said: what somebody wrote or sent: its addresses and files as chips.
import { html, safeHref, away } from '../lib/html.js';
import { Badge } from './marks.js';
import { piecesOf } from './said-rules.js';

const LinkChip = ({ href, name }) => html`<${Badge}
  kind="line" icon="external-link" href=${href} data-tip=${href} ...${away}
>
  ${name}
</${Badge}>`;

export const Said = ({ text }) =>
  piecesOf(text).map((piece) => (typeof piece === 'string' ? piece : html`<${LinkChip} ...${piece} />`));

/* One that Hirewire may not show has its name alone. */
const FileChip = ({ file }) => html`<${Badge}
  kind="line" icon="paperclip" ...${safeHref(file.url) ? { href: file.url, ...away } : {}}
>
  <span class="cut1" data-tip="">${file.name}</span>
</${Badge}>`;

export const Files = ({ files }) =>
  files?.length
    ? html`<p class="row wrap marks">
        ${files.map((file) => html`<${FileChip} key=${file.id ?? file.name} file=${file} />`)}
      </p>`
    : null;
