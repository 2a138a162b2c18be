// adding: what is put into the inbox from the page: files, dropped, picked or pasted, many at once; links to profiles.
import { html } from '../../lib/html.js';
import { post } from '../../lib/api.js';
import { t } from '../../lib/i18n.js';
import { carrier } from '../../lib/upload.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { TextArea } from '../../ui/fields.js';
import { FileDrop, useFiles } from '../../ui/file-drop.js';
import { FormError, useForm } from '../../ui/form.js';
import { toast } from '../../ui/toast.js';
import { API } from './inbox-rules.js';

const LIMITS = { most: 20 << 20, max: 20 };

function Links({ onDone }) {
  const form = useForm({
    initial: { text: '' },
    guard: false,
    save: async ({ text }) => {
      const { added } = await post(`${API}links/`, { text });
      toast(t('inbox.add.links.done', { n: added }));
      onDone();
      return { text: '' };
    },
  });
  return html`<form class="itembox" onSubmit=${form.submit} noValidate>
    <${FormError} form=${form} />
    <${TextArea}
      field=${form.field('text')} label=${t('inbox.add.links')} hint=${t('inbox.add.links.hint')} rows="3"
      maxlength="20000"
    />
    <div><${Button} type="submit" icon="plus" busy=${form.busy}>${t('inbox.add.links.do')}</${Button}></div>
  </form>`;
}

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
    <div class="itembox">
      <${FileDrop} files=${files} limits=${LIMITS} label=${t('inbox.add.files')} hint=${t('inbox.add.hint')} />
      <${Links} onDone=${onDone} />
    </div>
  </${Dialog}>`;
}
