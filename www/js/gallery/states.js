// states: empty, loading, failed, offline; what was done and what is asked.
import { html, useState } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { Button } from '../ui/button.js';
import { Note, Empty, Skeleton, ErrorNote, Loaded } from '../ui/states.js';
import { ask } from '../ui/dialog.js';
import { toast } from '../ui/toast.js';
import { State } from './state.js';

const failure = { code: 'down', status: 503, requestId: '7f3c9a51d0e84b6f' };
const offline = { code: 'offline', status: 0 };

export default function States() {
  const [tries, setTries] = useState(0);
  const sure = async () => {
    const yes = await ask({
      title: t('gallery.ask.title'),
      text: t('gallery.ask.text'),
      deed: t('remove'),
      danger: true,
    });
    toast(t(yes ? 'gallery.removed' : 'gallery.kept'), yes ? { action: t('undo'), onAction: () => {} } : {});
  };
  return html`
    <${State} title=${t('gallery.empty')}>
      <${Empty} icon="inbox" text=${t('gallery.empty.text')}>
        <${Button} main icon="plus">${t('gallery.add')}</${Button}>
      </${Empty}>
    </${State}>
    <${State} title=${t('gallery.loading')}><${Skeleton} rows=${4} /></${State}>
    <${State} title=${t('gallery.failed')}>
      <${ErrorNote} error=${failure} retry=${() => setTries(tries + 1)} />
      <p class="sm dim" role="status">${t('gallery.tries', { n: tries })}</p>
      <${ErrorNote} error=${offline} retry=${() => {}} />
    </${State}>
    <${State} title=${t('gallery.partly')}>
      <div class="bigger">
        <${Loaded} load=${{ data: 3, error: failure, busy: false, reload: () => {} }}>
          ${() => html`<p>${t('gallery.old')}</p>`}
        </${Loaded}>
      </div>
    </${State}>
    <${State} title=${t('gallery.notes')}>
      <${Note} title=${t('gallery.note')}>${t('gallery.note.text')}</${Note}>
      <${Note}
        kind="warn" icon="copy" title=${t('gallery.note')} acts=${html`<${Button} small>${t('check')}</${Button}>`}
      >
        ${t('gallery.note.text')}
      </${Note}>
      <${Note} kind="done" icon="check" title=${t('saved')} />
    </${State}>
    <${State} title=${t('gallery.said')}>
      <div class="row wrap">
        <${Button} onClick=${sure} danger>${t('remove')}…</${Button}>
        <${Button} onClick=${() => toast(t('saved'), { action: t('undo'), onAction: () => {} })}>
          ${t('save')}
        </${Button}>
      </div>
    </${State}>
  `;
}
