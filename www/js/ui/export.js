// export: a list as a file: which separator, then the link that downloads it.
import { html, useState, cls } from '../lib/html.js';
import { Button } from './button.js';
import { Dialog } from './dialog.js';
import { t, lang } from '../lib/i18n.js';

const KEY = 'separator';
const SEPARATORS = ['semicolon', 'comma', 'tab'];

/* Excel takes the separator of its language: a semicolon in Russian. */
function lastSeparator() {
  try {
    const kept = localStorage.getItem(KEY);
    if (SEPARATORS.includes(kept)) return kept;
  } catch {
    // then the language decides each time
  }
  return lang.value === 'ru' ? 'semicolon' : 'comma';
}

function keepSeparator(name) {
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // then the language decides each time
  }
}

/* href: (separator) => the address of the file. */
export function ExportDialog({ title, text, href, onClose }) {
  const [separator, setSeparator] = useState(lastSeparator);
  const done = () => {
    keepSeparator(separator);
    onClose();
  };
  return html`<${Dialog}
    title=${title} onClose=${onClose}
    foot=${html`
      <${Button} onClick=${onClose}>${t('cancel')}</${Button}>
      <${Button} main icon="download" href=${href(separator)} download onClick=${done}>${t('export.do')}</${Button}>
    `}
  >
    ${text && html`<p class="dim">${text}</p>`}
    <fieldset class="radios">
      <legend class="lbl">${t('export.separator')}</legend>
      ${SEPARATORS.map((name) => html`<label key=${name} class=${cls('radio', separator === name && 'on')}>
        <input
          type="radio" name="separator" value=${name} checked=${separator === name} onChange=${() => setSeparator(name)}
        />
        <span><b class="mid">${t(`export.${name}`)}</b><span class="xs faint">${t(`export.${name}.what`)}</span></span>
      </label>`)}
    </fieldset>
  </${Dialog}>`;
}
