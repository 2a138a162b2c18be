// combobox: a field with a list of what fits the typed text: one of it or many, known beforehand or found by asking.
import { html, useState, useEffect, useLayoutEffect, useRef, useId, cls } from '../lib/html.js';
import { aborted } from '../lib/api.js';
import { errorWords } from '../lib/errors.js';
import { found } from '../lib/find-rules.js';
import { step } from '../lib/step-rules.js';
import { t } from '../lib/i18n.js';
import { Icon } from './button.js';
import { Field } from './fields.js';
import { Layer } from './layer.js';
import { useWindow } from './window.js';

const WAIT_MS = 200;
/* A list of more lines draws those in sight alone: each is one line high then (fields.css). */
const LONG = 100;

const nameOf = ({ label, hint }) => `${label} ${hint || ''}`;

/* What the list shows: of `options`, or of what find(text, signal) gives, which is asked after a pause in typing. */
function useOptions({ options, find, text, open }) {
  const [got, setGot] = useState({ rows: [], busy: false, error: null });
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (!find || !open) return undefined;
    const control = new AbortController();
    const ask = async () => {
      try {
        const rows = await find(text.trim(), control.signal);
        if (!control.signal.aborted) setGot({ rows, busy: false, error: null });
      } catch (error) {
        if (!aborted(error) && !control.signal.aborted) setGot({ rows: [], busy: false, error });
      }
    };
    setGot((old) => ({ ...old, busy: true, error: null }));
    const timer = setTimeout(ask, text ? WAIT_MS : 0);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [find, text, open, round]);
  if (!find) return { rows: found(options, text, nameOf), busy: false, error: null };
  return { ...got, again: () => setRound(round + 1) };
}

/* Options that were seen keep their names when the list shows others. */
function useNames(options, rows) {
  const seen = useRef(new Map());
  for (const one of [...options, ...rows]) seen.current.set(one.value, one);
  return (value) => seen.current.get(value)?.label ?? value;
}

const Chosen = ({ values, nameBy, onDrop }) => html`<ul class="picks">
  ${values.map((value) => html`<li key=${value} class="badge acc">
    ${nameBy(value)}
    <button type="button" aria-label=${t('combo.drop', { name: nameBy(value) })} onClick=${() => onDrop(value)}>
      <${Icon} name="x" />
    </button>
  </li>`)}
</ul>`;

/* The height of one line (fields.css). */
const lineHeight = () => (matchMedia('(pointer: coarse), (max-width: 720px)').matches ? 44 : 34);

/* In the place of lines that are not drawn. */
const Gap = ({ height }) =>
  height > 0 && html`<li role="none" class="undrawn" style=${{ height: `${height}px` }}></li>`;

/* What lies so far below the top of a list, scrolled into sight. */
function show(list, top, height) {
  if (top < list.scrollTop) list.scrollTop = top;
  else if (top + height > list.scrollTop + list.clientHeight) list.scrollTop = top + height - list.clientHeight;
}

function List({ id, label, anchor, rows, at, has, many, busy, error, again, onPick, onAt, onClose }) {
  const box = useRef();
  const height = rows.length > LONG ? lineHeight() : 0;
  const { from, to, onScroll } = useWindow({ list: box, count: rows.length, step: height });
  useLayoutEffect(() => {
    if (height && at >= 0) show(box.current, at * height, height);
    else box.current?.querySelector('.at')?.scrollIntoView({ block: 'nearest' });
  }, [at, height]);
  return html`<${Layer}
    class="combolist" anchor=${anchor} onClose=${onClose} style=${{ width: `${anchor.current.offsetWidth}px` }}
    onMouseDown=${(event) => event.preventDefault()}
  >
    <ul
      id=${id} ref=${box} role="listbox" aria-label=${label} aria-multiselectable=${many ? 'true' : undefined}
      class=${cls(height && 'long')} onScroll=${onScroll}
    >
      <${Gap} height=${from * height} />
      ${rows.slice(from, to).map((one, n) => {
        const i = from + n;
        return html`<li
          key=${one.value} id=${`${id}-${i}`} role="option" aria-selected=${String(has(one.value))}
          aria-setsize=${height ? rows.length : undefined} aria-posinset=${height ? i + 1 : undefined}
          class=${cls(i === at && 'at')} onClick=${() => onPick(one)} onMouseMove=${() => i !== at && onAt(i)}
        >
          ${has(one.value) ? html`<${Icon} name="check" />` : html`<b class="i"></b>`}
          <span class="grow" data-tip="">
            ${one.label}${one.hint && html`<span class="xs faint">${one.hint}</span>`}
          </span>
        </li>`;
      })}
      <${Gap} height=${(rows.length - to) * height} />
    </ul>
    ${!rows.length && !busy && !error && html`<p class="sm faint pad">${t('combo.none')}</p>`}
    ${busy && !rows.length && html`<p class="sm faint pad">${t('combo.busy')}</p>`}
    ${error && html`<p class="sm bad-t pad">
      ${errorWords(error).detail} <button type="button" class="lnk" onClick=${again}>${t('retry')}</button>
    </p>`}
  </${Layer}>`;
}

/* What is said of the list to those who do not see it. */
function said({ open, busy, error, rows }) {
  if (!open) return '';
  if (busy) return t('combo.busy');
  if (error) return errorWords(error).detail;
  return rows.length ? t('combo.n', { n: rows.length }) : t('combo.none');
}

/* The state of the field: what is typed, whether the list is open, which line is meant. */
function useCombo({ value, many, options, find, free, known, onChange }) {
  const [text, setText] = useState(null);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const load = useOptions({ options, find, text: text ?? '', open });
  const nameBy = useNames([...known, ...options], load.rows);
  const has = (one) => (many ? value.includes(one) : value === one);
  const close = () => {
    setOpen(false);
    setText(null);
    setAt(-1);
  };
  const pick = (one) => {
    if (!many) {
      onChange(one.value);
      close();
      return;
    }
    onChange(has(one.value) ? value.filter((old) => old !== one.value) : [...value, one.value]);
    setText(null);
    setAt(-1);
  };
  /* What was typed and not picked: taken where free text is, forgotten elsewhere; wiped text wipes the value. */
  const leave = () => {
    if (text !== null && !many) {
      if (text.trim() === '') onChange('');
      else if (free) onChange(free(text));
    }
    close();
  };
  const type = (next) => {
    setText(next);
    setOpen(true);
    setAt(next && !free ? 0 : -1);
  };
  const show = () => {
    setOpen(true);
    setAt(many ? -1 : load.rows.findIndex(({ value: one }) => one === value));
  };
  return { text, open, at, setAt, load, nameBy, has, pick, leave, type, show, close };
}

function keysOf({ combo, many, value, free, onChange }) {
  const { load, open, at, text } = combo;
  return (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (open) combo.setAt(step(at, load.rows.length, event.key));
      else combo.show();
    } else if (event.key === 'Enter' && open) {
      if (load.rows[at]) combo.pick(load.rows[at]);
      else if (!free) return;
      else combo.leave();
      event.preventDefault();
    } else if (event.key === 'Tab' && open) combo.leave();
    else if (event.key === 'Backspace' && many && !text && value.length) onChange(value.slice(0, -1));
  };
}

/*
 * value: a string, or, when many, a list of them. options: [{ value, label, hint? }], or find(text, signal) -> the
 * same; known: options whose values are chosen already, for their names. free(text) -> a value: what is typed may be
 * taken as it is. field: of a form, in place of value, error and onChange.
 */
export function Combobox({
  field,
  label,
  hint,
  error,
  optional,
  value = field.value,
  onChange,
  options = [],
  find,
  known = [],
  many,
  free,
  class: look,
  ...rest
}) {
  const change = onChange || ((next) => field.onInput({ currentTarget: { value: next } }));
  const combo = useCombo({ value, many, options, find, free, known, onChange: change });
  const { text, open, at, load, nameBy } = combo;
  const box = useRef();
  const id = useId();
  const shown = text ?? (many || !value ? '' : nameBy(value));
  const wipe = () => {
    change('');
    combo.close();
    box.current.querySelector('input').focus();
  };
  return html`<${Field} label=${label} hint=${hint} error=${error ?? field?.error} optional=${optional} class=${look}>
    ${(props) => html`
      <div class="combo" ref=${box}>
        ${many && value.length > 0 && html`<${Chosen}
          values=${value} nameBy=${nameBy} onDrop=${(one) => change(value.filter((old) => old !== one))}
        />`}
        <input
          ...${rest} ...${props} type="text" role="combobox" autocomplete="off" name=${field?.name} value=${shown}
          aria-expanded=${String(open)} aria-controls=${open ? id : undefined} aria-autocomplete="list"
          aria-activedescendant=${open && load.rows[at] ? `${id}-${at}` : undefined}
          onInput=${(event) => combo.type(event.currentTarget.value)} onClick=${() => !open && combo.show()}
          onFocus=${(event) => !many && event.currentTarget.select()} onBlur=${field?.onBlur}
          onKeyDown=${keysOf({ combo, many, value, free, onChange: change })}
        />
        ${!many && optional && value && html`<button
          type="button" class="ib" aria-label=${t('combo.wipe')} onClick=${wipe}
        >
          <${Icon} name="x" />
        </button>`}
        <span class="arrow" aria-hidden="true"><${Icon} name="chevron-down" /></span>
        <span class="sr" role="status">${said({ open, ...load })}</span>
      </div>
      ${open && html`<${List}
        id=${id} label=${label} anchor=${box} rows=${load.rows} at=${at} has=${combo.has} many=${many} busy=${load.busy}
        error=${load.error} again=${load.again} onPick=${combo.pick} onAt=${combo.setAt}
        onClose=${(refocus) => (refocus ? combo.close() : combo.leave())}
      />`}
    `}
  </${Field}>`;
}
