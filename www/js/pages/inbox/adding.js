// adding: files that are put into the inbox from the page: dropped, picked or pasted, many at once.
import { html } from '../../lib/html.js';
import { post } from '../../lib/api.js';
import { t } from '../../lib/i18n.js';
import { carrier } from '../../lib/upload.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { FileDrop, useFiles } from '../../ui/file-drop.js';
import { API } from './inbox-rules.js';

const LIMITS = { most: 16 << 20, max: 20 };

export function Adding({ onDone, onClose }) {
  const files = useFiles({
    limits: LIMITS,
    auto: true,
    send: (file, opts) => {
      const form = new FormData();
      form.append('file', file, file.name);
      return post(API, form, { carry: carrier(opts) });
    },
    onDone,
  });
  return html`<${Dialog}
    title=${t('inbox.add')} onClose=${onClose}
    foot=${html`<${Button} main disabled=${files.busy} onClick=${onClose}>${t('inbox.add.done')}</${Button}>`}
  >
    <${FileDrop} files=${files} limits=${LIMITS} label=${t('inbox.add.files')} hint=${t('inbox.add.hint')} />
  </${Dialog}>`;
}
