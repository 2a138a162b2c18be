// file-drop: files that are dropped, picked or pasted; each says how far it is and why it was refused.
import { html, useEffect, useRef, useState, cls } from '../lib/html.js';
import { aborted } from '../lib/api.js';
import { errorWords } from '../lib/errors.js';
import { t, fileSize, list, percent } from '../lib/i18n.js';
import { Icon, Button, IconButton } from './button.js';
import { Field } from './fields.js';
import { Progress } from './marks.js';
import { troubleOf, fitting } from './file-drop-rules.js';

const SENT = new Set(['sending', 'done']);

/* Why a file cannot be sent, in words. */
const wordsOf = (file, { accept, most }) => {
  const trouble = troubleOf(file, { accept, most });
  return (
    trouble &&
    t(`drop.trouble.${trouble}`, { size: fileSize(most || 0), kinds: list((accept || []).map((end) => end.slice(1))) })
  );
};

/*
 * send(file, { onProgress, signal }) -> what the server answered. limits: { accept: ['.pdf'], most:
 * bytes, max: files };
 * auto: a file is sent as soon as it is there. onDone(result, file).
 * -> { items: [{ key, file, state, share, words, result }], left, add(files), remove(key), retry(key),
 * sendAll() -> results }
 */
export function useFiles({ send, limits = {}, auto = false, onDone }) {
  const [state, setState] = useState({ items: [], left: 0 });
  const latest = useRef(state);
  const serial = useRef(0);
  const controls = useRef(new Map());
  const put = (next) => {
    latest.current = next;
    setState(next);
  };
  const change = (key, fields) =>
    put({
      ...latest.current,
      items: latest.current.items.map((one) => (one.key === key ? { ...one, ...fields } : one)),
    });
  const begin = async ({ key, file }) => {
    const control = new AbortController();
    controls.current.set(key, control);
    change(key, { state: 'sending', share: 0, words: '' });
    try {
      const result = await send(file, { signal: control.signal, onProgress: (share) => change(key, { share }) });
      change(key, { state: 'done', share: 1, result });
      onDone?.(result, file);
      return result;
    } catch (error) {
      if (!aborted(error)) change(key, { state: 'failed', words: errorWords(error).detail, error });
      return null;
    } finally {
      controls.current.delete(key);
    }
  };
  const add = (files) => {
    const { kept, taken, left } = fitting(latest.current.items, [...files], limits.max || 1);
    const items = taken.map((file) => {
      const words = wordsOf(file, limits);
      serial.current += 1;
      return { key: serial.current, file, state: words ? 'refused' : 'ready', share: 0, words };
    });
    put({ items: [...kept, ...items], left });
    if (auto) items.filter((one) => one.state === 'ready').forEach(begin);
  };
  const remove = (key) => {
    controls.current.get(key)?.abort();
    put({ items: latest.current.items.filter((one) => one.key !== key), left: 0 });
  };
  useEffect(() => () => controls.current.forEach((control) => control.abort()), []);
  return {
    ...state,
    add,
    remove,
    retry: (key) => begin(latest.current.items.find((one) => one.key === key)),
    sendAll: () =>
      Promise.all(latest.current.items.filter((one) => one.state === 'ready' || one.state === 'failed').map(begin)),
    busy: state.items.some((one) => one.state === 'sending'),
  };
}

function Line({ item, onRemove, onRetry }) {
  const { file, state, share, words } = item;
  const { name } = file;
  const out = state === 'sending' ? 'drop.stop' : 'drop.remove';
  return html`<li class=${state}>
    <${Icon} name=${state === 'done' ? 'check' : words ? 'triangle-alert' : 'paperclip'} />
    <div class="grow">
      <span>${name}</span> <span class="faint sm nb">${fileSize(file.size)}</span>
      ${state === 'sending' && html`<${Progress} thin max=${1} value=${share} label=${t('drop.sending', { name })} />`}
      ${words && html`<span class="sm bad-t">${words}</span>`}
    </div>
    ${state === 'sending' && html`<span class="num sm faint">${percent(share)}</span>`}
    ${state === 'failed' && html`<${Button} small icon="rotate-ccw" onClick=${onRetry}>${t('retry')}</${Button}>`}
    ${state !== 'done' && html`<${IconButton}
      icon="x" label=${t(out, { name })} onClick=${onRemove}
    />`}
  </li>`;
}

/* What became of the files, for those who do not see them. */
const said = (items) =>
  items
    .filter(({ state }) => SENT.has(state) || state === 'failed')
    .map(({ state, file: { name } }) => t(`drop.said.${state}`, { name }))
    .join(' ');

/* A paste anywhere on the page, but into a field, brings its files here. */
function usePaste(add) {
  const latest = useRef(add);
  latest.current = add;
  useEffect(() => {
    const onPaste = (event) => {
      const files = event.clipboardData?.files;
      if (!files?.length) return;
      event.preventDefault();
      latest.current(files);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);
}

/* files: of useFiles; limits: as there. hint: which files, in words. */
export function FileDrop({ files, limits = {}, label, hint, error }) {
  const [over, setOver] = useState(false);
  const many = (limits.max || 1) > 1;
  usePaste(files.add);
  const onDrop = (event) => {
    event.preventDefault();
    setOver(false);
    if (event.dataTransfer.files.length) files.add(event.dataTransfer.files);
  };
  const onChange = (event) => {
    files.add(event.currentTarget.files);
    event.currentTarget.value = '';
  };
  const wrong = files.left > 0 ? t('drop.left', { n: files.left, max: limits.max || 1 }) : error;
  return html`<${Field} label=${label} hint=${hint} error=${wrong}>
    ${(props) => html`
      <div
        class=${cls('drop', over && 'over')} onDrop=${onDrop} onDragLeave=${() => setOver(false)}
        onDragOver=${(event) => { event.preventDefault(); setOver(true); }}
      >
        <${Icon} name="upload" />
        <span>${t(many ? 'drop.here.many' : 'drop.here')}</span>
        <input
          ...${props} type="file" multiple=${many} accept=${(limits.accept || []).join(',') || undefined}
          onChange=${onChange}
        />
      </div>
      ${files.items.length > 0 && html`<ul class="rows dropped">
        ${files.items.map((item) => html`<${Line}
          key=${item.key} item=${item} onRemove=${() => files.remove(item.key)} onRetry=${() => files.retry(item.key)}
        />`)}
      </ul>`}
      <span class="sr" role="status">${said(files.items)}</span>
    `}
  </${Field}>`;
}
