// copy: a text into the clipboard, and a word that it is there.
import { t } from '../lib/i18n.js';
import { toast } from './toast.js';

/* Over plain http, as in an office's own network, a browser has no clipboard but for what is marked on the page. */
function copyMarked(text) {
  const active = document.activeElement;
  const box = document.createElement('textarea');
  box.value = text;
  box.className = 'sr';
  box.setAttribute('aria-hidden', 'true');
  // Under a modal dialog nothing else can be marked.
  (active?.closest('dialog') ?? document.body).append(box);
  box.select();
  const done = document.execCommand('copy');
  box.remove();
  active?.focus();
  return done;
}

export async function copyText(text, said = t('copied')) {
  const there = await navigator.clipboard?.writeText(text).then(() => true, () => false);
  if (there || copyMarked(text)) toast(said);
}
