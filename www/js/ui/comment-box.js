// comment-box: a comment being written: Markdown, "@" with a list of colleagues, Ctrl-Enter sends.
import { html, useId, useLayoutEffect, useRef, useState, cls } from '../lib/html.js';
import { found } from '../lib/find-rules.js';
import { isStep, step } from '../lib/step-rules.js';
import { t } from '../lib/i18n.js';
import { Avatar } from './avatar.js';
import { Button } from './button.js';
import { Layer } from './layer.js';
import { mentionAt, mentioned } from './comment-box-rules.js';

const MOST = 8;

/* The people that fit what stands behind the "@" before the caret. */
function useMention({ people, text, box }) {
  const [place, setPlace] = useState(null);
  const [at, setAt] = useState(0);
  const rows = place ? found(people, place.text, ({ name }) => name).slice(0, MOST) : [];
  const look = () => {
    const next = mentionAt(box.current.value, box.current.selectionStart);
    setPlace(next);
    if (next?.text !== place?.text) setAt(0);
  };
  const put = (person) => {
    const next = mentioned(text, place, person);
    setPlace(null);
    return next;
  };
  return { rows, at, setAt, look, put, close: () => setPlace(null) };
}

/*
 * people: [{ id, name }] who may be mentioned; value: what an edit begins with; onSend(text) -> whether it was taken;
 * onCancel: there is a way back.
 */
export function CommentBox({ people, value = '', label, send, onSend, onCancel }) {
  const [text, setText] = useState(value);
  const [busy, setBusy] = useState(false);
  const box = useRef();
  const caret = useRef(null);
  const id = useId();
  const mention = useMention({ people, text, box });
  useLayoutEffect(() => {
    if (caret.current === null) return;
    box.current.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [text]);
  const choose = (person) => {
    const next = mention.put(person);
    caret.current = next.caret;
    setText(next.text);
    box.current.focus();
  };
  const submit = async (event) => {
    event?.preventDefault();
    if (busy || !text.trim()) return;
    setBusy(true);
    const taken = await onSend(text.trim());
    setBusy(false);
    if (taken) setText('');
  };
  const onKeyDown = (event) => {
    const { rows, at } = mention;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
    else if (rows.length && isStep(event.key) && event.key.startsWith('Arrow')) {
      event.preventDefault();
      mention.setAt(step(at, rows.length, event.key));
    } else if (rows.length && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault();
      choose(rows[at]);
    } else if (event.key === 'Escape' && onCancel && !rows.length) {
      event.preventDefault();
      event.stopPropagation();
      onCancel();
    }
  };
  const { rows, at } = mention;
  return html`<form class="cbox" onSubmit=${submit}>
    <textarea
      class="in" ref=${box} rows=${value ? 4 : 3} maxlength="20000" aria-label=${label} value=${text}
      placeholder=${label} aria-autocomplete="list"
      aria-controls=${rows.length ? id : undefined} aria-activedescendant=${rows.length ? `${id}-${at}` : undefined}
      onInput=${(event) => { setText(event.currentTarget.value); mention.look(); }} onClick=${mention.look}
      onKeyDown=${onKeyDown} autofocus=${Boolean(onCancel)}
    ></textarea>
    ${rows.length > 0 && html`<${Layer}
      class="combolist" anchor=${box} onClose=${mention.close} onMouseDown=${(event) => event.preventDefault()}
    >
      <ul id=${id} role="listbox" aria-label=${t('work.comment.mention')}>
        ${rows.map((person, i) => html`<li
          key=${person.id} id=${`${id}-${i}`} role="option" aria-selected=${String(i === at)}
          class=${cls(i === at && 'at')} onClick=${() => choose(person)}
          onMouseMove=${() => i !== at && mention.setAt(i)}
        >
          <${Avatar} name=${person.name} id=${person.id} />
          <span class="grow">${person.name}</span>
        </li>`)}
      </ul>
    </${Layer}>`}
    <div class="row wrap">
      <p class="hint grow">${t('work.comment.hint')}</p>
      ${onCancel && html`<${Button} quiet small onClick=${onCancel}>${t('cancel')}</${Button}>`}
      <${Button} small type="submit" icon="send" busy=${busy} disabled=${!text.trim()}>${send}</${Button}>
    </div>
  </form>`;
}
