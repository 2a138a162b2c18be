// fields: controls with their labels, hints and errors.
import { html, useId, useState, cls } from '../lib/html.js';
import { Icon } from './button.js';
import { t } from '../lib/i18n.js';

/* A control with its label, hint and error. children(props) draws the control. */
export function Field({ label, hint, error, optional, children, class: look }) {
  const id = useId();
  const hintId = hint ? `${id}h` : '';
  const errId = error ? `${id}e` : '';
  return html`<div class=${cls('field', look)}>
    <label for=${id}>${label}${optional && html` <span class="faint">${t('optional')}</span>`}</label>
    ${children({
      id,
      'aria-invalid': error ? 'true' : undefined,
      'aria-describedby': [errId, hintId].filter(Boolean).join(' ') || undefined,
    })}
    ${error && html`<p class="err" id=${errId}><${Icon} name="triangle-alert" />${error}</p>`}
    ${hint && html`<p class="hint" id=${hintId}>${hint}</p>`}
  </div>`;
}

/* field(name) of a form gives value, handlers and the error; here they meet an <input>. */
export function TextField({ field, label, hint, optional, class: look, ...rest }) {
  const { error, ...bind } = field;
  return html`<${Field} label=${label} hint=${hint} error=${error} optional=${optional} class=${look}>
    ${(props) => html`<input class="in" type="text" autocomplete="off" ...${rest} ...${props} ...${bind} />`}
  </${Field}>`;
}

/* A password, hidden until one asks to see it. */
export function PasswordField({ field, label, hint, class: look, ...rest }) {
  const { error, ...bind } = field;
  const [seen, setSeen] = useState(false);
  return html`<${Field} label=${label} hint=${hint} error=${error} class=${look}>
    ${(props) => html`<div class="secretin">
      <input
        class="in" spellcheck="false" autocapitalize="off" ...${rest} ...${props} ...${bind}
        type=${seen ? 'text' : 'password'}
      />
      <button
        type="button" class="ib" aria-pressed=${String(seen)} aria-label=${t('password.show')}
        data-tip=${t(seen ? 'password.hide' : 'password.show')} onClick=${() => setSeen(!seen)}
      >
        <${Icon} name=${seen ? 'eye-off' : 'eye'} />
      </button>
    </div>`}
  </${Field}>`;
}

/* Several lines; Ctrl-Enter belongs to the form. */
export function TextArea({ field, label, hint, optional, class: look, ...rest }) {
  const { error, ...bind } = field;
  return html`<${Field} label=${label} hint=${hint} error=${error} optional=${optional} class=${look}>
    ${(props) => html`<textarea class="in" rows="4" ...${rest} ...${props} ...${bind}></textarea>`}
  </${Field}>`;
}

/* options: [{ value, label }]; an empty first choice when `none` is given. */
export function SelectField({ field, label, hint, options, none, optional, busy, class: look, ...rest }) {
  const { error, onInput, ...bind } = field;
  return html`<${Field} label=${label} hint=${hint} error=${error} optional=${optional} class=${look}>
    ${(props) => html`<select
      class=${cls('in', busy && 'waiting')} ...${rest} ...${props} ...${bind} onChange=${onInput}
      aria-busy=${busy ? 'true' : undefined}
    >
      ${none !== undefined && html`<option value="">${none}</option>`}
      ${options.map(({ value, label: text }) => html`<option
        key=${value} value=${value} selected=${String(value) === String(bind.value)}
      >
        ${text}
      </option>`)}
    </select>`}
  </${Field}>`;
}

export function Switch({ field, label, hint }) {
  const id = useId();
  const { value, onInput, name } = field;
  return html`<div class="switchrow">
    <input
      type="checkbox" role="switch" class="switch" id=${id} name=${name} checked=${value}
      aria-describedby=${hint ? `${id}h` : undefined}
      onChange=${(event) => onInput({ currentTarget: { value: event.currentTarget.checked } })}
    />
    <div><label for=${id}>${label}</label>${hint && html`<p class="hint" id=${`${id}h`}>${hint}</p>`}</div>
  </div>`;
}
