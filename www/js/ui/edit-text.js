// edit-text: a text that is read until one presses it: a line, or Markdown with a preview.
import { html, useEffect, useLayoutEffect, useRef, useState, cls } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { setGuard } from '../lib/router.js';
import { Icon, Button } from './button.js';
import { asksToLeave } from './form.js';
import { Preview } from './preview.js';
import { Rich } from './rich.js';

/*
 * Enter saves, Esc gives up, so does leaving it unchanged. as: of what is shown, 'h1'. version: of the value;
 * onSave(text, { value, version }): what the editing began from.
 */
export function EditLine({ value, version, label, as = 'h2', id, may = true, onSave }) {
  const [text, setText] = useState(null);
  const box = useRef();
  const open = useRef(false);
  const from = useRef();
  useLayoutEffect(() => { box.current?.focus(); }, [text === null]);
  const begin = () => {
    open.current = true;
    from.current = { value, version };
    setText(value);
  };
  /* Once: the field that goes loses the focus, too. */
  const close = () => {
    const was = open.current;
    open.current = false;
    setText(null);
    return was;
  };
  if (text === null) {
    const shown = may
      ? html`<button type="button" class="inl eline" onClick=${begin}>
          ${value}<span class="sr">. ${label}</span>
        </button>`
      : value;
    return html`<${as} id=${id}>${shown}</${as}>`;
  }
  const save = () => {
    const next = text.replace(/\s+/g, ' ').trim();
    if (close() && next && next !== value) onSave(next, from.current);
  };
  const onKeyDown = (event) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      save();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  };
  return html`<${as} id=${id}>
    <textarea
      class="in eline" ref=${box} rows="1" maxlength="500" aria-label=${label} value=${text} onBlur=${save}
      onInput=${(event) => setText(event.currentTarget.value)} onKeyDown=${onKeyDown}
    ></textarea>
  </${as}>`;
}

/* Text and preview as two sides of one field. onKeyDown: of the field. */
export function MarkdownField({ value, label, hint, rows = 8, onInput, boxRef, ...rest }) {
  const [side, setSide] = useState('write');
  return html`<div class="mdfield">
    <div class="segs" role="group" aria-label=${label}>
      ${['write', 'preview'].map((name) => html`<button
        key=${name} type="button" aria-pressed=${String(side === name)} onClick=${() => setSide(name)}
      >
        ${t(`work.text.${name}`)}
      </button>`)}
    </div>
    ${side === 'preview'
      ? html`<${Preview} text=${value} />`
      : html`<textarea
          class="in" rows=${rows} aria-label=${label} value=${value} ref=${boxRef} ...${rest}
          onInput=${(event) => onInput(event.currentTarget.value)}
        ></textarea>`}
    ${hint && html`<p class="hint">${hint}</p>`}
  </div>`;
}

/*
 * value, nodes, version: the text and how it looks; may: change it; onSave(text, { value, version } that the editing
 * began from) -> whether it was saved: else it stays open.
 * none: what stands where there is no text.
 */
export function EditMarkdown({ value, nodes, version, label, none, may = true, onSave }) {
  const [text, setText] = useState(null);
  const [busy, setBusy] = useState(false);
  const box = useRef();
  const open = useRef();
  const from = useRef();
  const begin = () => {
    from.current = { value, version };
    setText(value || '');
  };
  const dirty = text !== null && text !== value;
  useLayoutEffect(() => { box.current?.focus(); }, [text === null]);
  useEffect(() => {
    if (!dirty) return undefined;
    setGuard(asksToLeave);
    return () => setGuard(null);
  }, [dirty]);
  const close = () => {
    setText(null);
    setTimeout(() => open.current?.focus());
  };
  const save = async () => {
    setBusy(true);
    const saved = text === value || (await onSave(text, from.current));
    setBusy(false);
    if (saved) close();
  };
  const giveUp = async () => {
    if (!dirty || (await asksToLeave())) close();
  };
  const onKeyDown = (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
    else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      giveUp();
    }
  };
  if (text === null) {
    return html`<div class=${cls('emd', may && 'may')}>
      ${value
        ? html`<div class="prose"><${Rich} nodes=${nodes} /></div>`
        : !may && html`<p class="sm faint">${none}</p>`}
      ${may && html`<button
        type="button" class=${cls('btn quiet sm', value && 'over')} ref=${open} onClick=${begin}
      >
        <${Icon} name="pencil" />${value ? label : none}
      </button>`}
    </div>`;
  }
  return html`<div class="emd open" onKeyDown=${onKeyDown}>
    <${MarkdownField}
      value=${text} label=${t('work.text.label')} hint=${t('work.text.hint')} boxRef=${box} onInput=${setText}
    />
    <div class="acts">
      <${Button} main small busy=${busy} onClick=${save}>${t('save')}</${Button}>
      <${Button} quiet small onClick=${giveUp}>${t('cancel')}</${Button}>
    </div>
  </div>`;
}
