// files: files that are dropped, with a server that is slow or refuses when it is asked to.
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { ApiError } from '../lib/api.js';
import { Button } from '../ui/button.js';
import { FileDrop, useFiles } from '../ui/file-drop.js';
import { toast } from '../ui/toast.js';
import { State } from './state.js';

const LIMITS = { accept: ['.pdf', '.png', '.jpg'], most: 2 * 2 ** 20, max: 3 };
const STEPS = 20;

function pause(ms, signal) {
  return new Promise((done, fail) => {
    setTimeout(done, ms);
    signal.addEventListener('abort', () => fail(new DOMException('stopped', 'AbortError')));
  });
}

async function send({ name }, { onProgress, signal }) {
  for (let step = 1; step <= STEPS; step += 1) {
    await pause(name.startsWith('slow') ? 500 : 15, signal);
    onProgress(step / STEPS);
  }
  if (name.startsWith('fail')) throw new ApiError({ code: 'down', errors: [] });
  return { name };
}

export default function Files() {
  const many = useFiles({ send, limits: LIMITS, auto: true });
  const one = useFiles({
    send,
    limits: { ...LIMITS, max: 1 },
    onDone: ({ name }) => toast(t('drop.said.done', { name })),
  });
  return html`
    <${State} title=${t('gallery.files.many')}>
      <div class="bigger">
        <${FileDrop} files=${many} limits=${LIMITS} label=${t('gallery.files.label')} hint=${t('gallery.files.hint')} />
      </div>
    </${State}>
    <${State} title=${t('gallery.files.one')}>
      <div class="bigger">
        <${FileDrop} files=${one} limits=${{ ...LIMITS, max: 1 }} label=${t('gallery.files.cv')} />
      </div>
      <${Button}
        icon="upload" busy=${one.busy} disabled=${!one.items.some(({ state }) => state === 'ready')}
        onClick=${one.sendAll}
      >
        ${t('gallery.files.send')}
      </${Button}>
    </${State}>
  `;
}
