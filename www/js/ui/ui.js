// ui: html, hooks and the components that pages share. Texts come from messages; nothing sets innerHTML.
import { h, render, Fragment } from 'preact';
import { useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback, useId } from 'preact/hooks';
import { signal, computed, effect, batch } from '@preact/signals';
import htm from 'htm';
import { t, percent, when, fullTime } from '../lib/i18n.js';
import { aborted } from '../lib/api.js';

export const html = htm.bind(h);
export {
  render, Fragment, useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback, useId,
  signal, computed, effect, batch,
};

/* Beside the modules, under their version: read once, not asked anew for each drawing. */
const ICONS = new URL('../../icons.svg', import.meta.url).pathname;
export const Icon = ({ name }) => html`<svg class="i" aria-hidden="true"><use href=${`${ICONS}#${name}`} /></svg>`;
export const cls = (...names) => names.filter(Boolean).join(' ');

/* A button with an icon; busy keeps the width and says so. */
export function Button({ icon, busy, children, main, quiet, danger, small, href, ...rest }) {
  const look = cls('btn', main && 'main-act', quiet && 'quiet', danger && 'danger', small && 'sm', busy && 'busy', rest.class);
  const inside = html`${icon && html`<${Icon} name=${busy ? 'refresh-cw' : icon} />`}${children}`;
  if (href) return html`<a ...${rest} class=${look} href=${href}>${inside}</a>`;
  return html`<button type="button" ...${rest} class=${look} aria-disabled=${busy ? 'true' : undefined}
    onClick=${busy ? undefined : rest.onClick}>${inside}</button>`;
}

export const IconButton = ({ icon, label, ...rest }) => html`
  <button type="button" ...${rest} class=${cls('ib', rest.class)} aria-label=${label} title=${label}><${Icon} name=${icon} /></button>`;

export const Badge = ({ kind, icon, live, href, children, ...rest }) => {
  const inside = html`${live && html`<b class="live-dot"></b>`}${icon && html`<${Icon} name=${icon} />`}${children}`;
  return href
    ? html`<a ...${rest} class=${cls('badge', kind)} href=${href}>${inside}</a>`
    : html`<span ...${rest} class=${cls('badge', kind)}>${inside}</span>`;
};

export const Time = ({ at, ...rest }) => (at
  ? html`<time ...${rest} datetime=${at} title=${fullTime(at)}>${when(at)}</time>`
  : html`<span ...${rest}>${t('none')}</span>`);

const AVATARS = ['a', 'b', 'c'];
export const Avatar = ({ name, initials, id = 0, large }) => html`
  <span class=${cls('ava', AVATARS[Math.abs(Number(id) || 0) % 3], large && 'lg')} aria-hidden="true">${initials || initialsOf(name)}</span>`;

export const initialsOf = (name) => (name || '?').trim().split(/\s+/).slice(0, 2).map((part) => part[0]).join('').toUpperCase();

export const Progress = ({ value, max, label, thin, describedby, id }) => html`
  <progress id=${id} class=${thin ? 'thin' : undefined} max=${Math.max(1, max)} value=${value} aria-label=${label}
    aria-describedby=${describedby}>${percent(value / Math.max(1, max))}</progress>`;

export const Note = ({ kind = '', icon = 'info', title, children, acts, ...rest }) => html`
  <div ...${rest} class=${cls('note', kind, rest.class)}><${Icon} name=${icon} />
    <div>${title && html`<b class="mid">${title}</b>`}${children && html`<div class="sm dim">${children}</div>`}</div>
    ${acts && html`<div class="acts">${acts}</div>`}</div>`;

export const Empty = ({ icon, text, children }) => html`
  <div class="empty">${icon && html`<span class="mark"><${Icon} name=${icon} /></span>`}<p>${text}</p>${children}</div>`;

/* Rows of the true height, shown only when loading takes longer than a glance. */
export function Skeleton({ rows = 5, height = 52, label = t('loading') }) {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSeen(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return html`<div class="skels" role="status" aria-label=${label}>${Array.from({ length: rows }, (_, i) => html`
    <div class="skelrow" style=${{ height: `${height}px` }}>${seen && html`<span class="skel" style=${{ width: `${70 - (i * 17) % 40}%` }}></span>`}</div>`)}</div>`;
}

/* What went wrong, in words; the number to give to the admin; the button that tries again. */
export function ErrorNote({ error, retry, ...rest }) {
  const { title, detail } = errorWords(error);
  return html`<${Note} ...${rest} kind="bad" icon=${error.code === 'offline' ? 'wifi-off' : 'triangle-alert'} title=${title} role="alert"
    acts=${retry && html`<${Button} small icon="rotate-ccw" onClick=${retry}>${t('retry')}</${Button}>`}>
    ${detail}${error.requestId && html` <${CopyId} id=${error.requestId} />`}</${Note}>`;
}

function CopyId({ id }) {
  const copy = async () => {
    await navigator.clipboard.writeText(id);
    toast(t('copied'));
  };
  return html`<button type="button" class="reqid" onClick=${copy} title=${`${t('copy')}: ${id}`}>${t('error.number', { id: id.length > 12 ? `${id.slice(0, 8)}…` : id })}</button>`;
}

export function errorWords(error) {
  const key = `error.${error.code}`;
  const known = t(key) !== key;
  if (error.detail) return { title: error.title && error.title !== error.detail ? error.title : t('error.title'), detail: error.detail };
  return { title: t('error.title'), detail: known ? t(key) : t('error.down') };
}

/*
 * Loads by fn when deps change. Old data stays while new loads. { data, error, busy, reload, set }
 * fn rejects with an abort when a later load took its lane: then nothing changes.
 */
export function useLoad(fn, deps) {
  const [got, setGot] = useState({ data: undefined, error: null, busy: true });
  const turn = useRef(0);
  const load = useCallback(async () => {
    turn.current += 1;
    const mine = turn.current;
    setGot((old) => ({ ...old, busy: true }));
    try {
      const data = await fn();
      if (mine === turn.current) setGot({ data, error: null, busy: false });
    } catch (error) {
      if (aborted(error)) return;
      if (mine === turn.current) setGot((old) => ({ ...old, error, busy: false }));
    }
  }, deps);
  useEffect(() => {
    load();
    return () => { turn.current += 1; };
  }, [load]);
  const set = (change) => setGot((old) => ({ ...old, data: typeof change === 'function' ? change(old.data) : change }));
  return { ...got, reload: load, set };
}

/* A part of a page that loads: skeleton, then content; an error keeps what is already there. */
export function Loaded({ load, skeleton, children }) {
  const { data, error, busy, reload } = load;
  if (data === undefined && error) return html`<${ErrorNote} error=${error} retry=${reload} />`;
  if (data === undefined) return skeleton || html`<${Skeleton} />`;
  return html`<div aria-busy=${busy ? 'true' : undefined}>
    ${error && html`<${ErrorNote} class="gap" error=${error} retry=${reload} />`}${children(data)}</div>`;
}

/* A native modal dialog, or a drawer at the side. Esc and a click beside it call onClose. */
export function Dialog({ title, drawer, wide, onClose, children, foot, label, class: look }) {
  const ref = useRef();
  const id = useId();
  useLayoutEffect(() => {
    const box = ref.current;
    box.showModal();
    return () => box.close();
  }, []);
  const outside = (event) => event.target === ref.current && onClose();
  return html`<dialog ref=${ref} class=${cls(drawer && 'drawer', wide && 'wide', look)} aria-labelledby=${title ? id : undefined} aria-label=${label}
      onCancel=${(event) => { event.preventDefault(); onClose(); }} onMouseDown=${outside}>
    <div class="dialogbox">${title && html`<div class="row dhead"><h2 id=${id}>${title}</h2>
      <${IconButton} class="push" icon="x" label=${t('close')} onClick=${onClose} /></div>`}
    ${children}${foot && html`<div class="acts dfoot">${foot}</div>`}</div></dialog>`;
}

/* Questions before what cannot be undone. ask({ title, text, deed, danger }) -> true or false */
const question = signal(null);
export const ask = (words) => new Promise((resolve) => { question.value = { ...words, resolve }; });

export function Asks() {
  const words = question.value;
  if (!words) return null;
  const answer = (yes) => {
    question.value = null;
    words.resolve(yes);
  };
  return html`<${Dialog} title=${words.title} onClose=${() => answer(false)} foot=${html`
    <${Button} autofocus onClick=${() => answer(false)}>${words.stay || t('ask.stay')}</${Button}>
    <${Button} main=${!words.danger} danger=${words.danger} onClick=${() => answer(true)}>${words.deed}</${Button}>`}><p class="dim">${words.text}</p></${Dialog}>`;
}

/* One line, one action, 8 seconds; stays while one points at it or stands in it. */
const toasts = signal([]);
let toastSeq = 0;
export function toast(text, { action, onAction } = {}) {
  toastSeq += 1;
  toasts.value = [{ id: toastSeq, text, action, onAction }];
}

export function Toasts() {
  const [one] = toasts.value;
  const [held, hold] = useState(false);
  const drop = () => {
    hold(false);
    toasts.value = [];
  };
  useEffect(() => {
    if (!one || held) return undefined;
    const timer = setTimeout(drop, 8000);
    return () => clearTimeout(timer);
  }, [one?.id, held]);
  return html`<div class="toasts" role="status" aria-live="polite">${one && html`
    <div key=${one.id} class="toast" onMouseEnter=${() => hold(true)} onMouseLeave=${() => hold(false)} onFocusIn=${() => hold(true)} onFocusOut=${() => hold(false)}>
      <span>${one.text}</span>${one.action && html`<${Button} quiet small onClick=${() => { drop(); one.onAction(); }}>${one.action}</${Button}>`}
      <${IconButton} icon="x" label=${t('close')} onClick=${drop} /></div>`}</div>`;
}

/* True when a key press belongs to a field, a dialog or the browser. */
export const typing = (event) => event.ctrlKey || event.metaKey || event.altKey
  || event.target.closest?.('input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open]') !== null;

/* The handler of the last drawing is called: quick presses never meet an old one. */
export function useKeys(fn) {
  const latest = useRef(fn);
  latest.current = fn;
  useEffect(() => {
    const onKey = (event) => latest.current(event);
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

/* The page's name in the tab and in the screen reader's mouth. */
export const pageTitle = signal('');
export function useTitle(text) {
  useEffect(() => {
    pageTitle.value = text;
    document.title = `${text} · Hirewire`;
  }, [text]);
}

export const safeHref = (href) => (/^(https?:|mailto:|tel:)/i.test(href || '') ? href : undefined);
export const away = { target: '_blank', rel: 'noreferrer noopener' };
