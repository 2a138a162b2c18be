// part: a section of a page of settings, and the buttons that save it.
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { Button } from './button.js';
import { Fix, FormError } from './form.js';

export const Save = ({ form, label = t('save') }) => html`
  <${FormError} form=${form} />
  <div class="acts save">
    <${Button} type="submit" busy=${form.busy}>${label}</${Button}>
    ${form.dirty && html`<${Button} quiet onClick=${() => form.reset()}>${t('form.reset')}</${Button}>`}
  </div>
`;

export const Part = ({ id, title, form, children, extra }) => html`<section
  class="part" aria-labelledby=${`h-${id}`} id=${id}
>
  <div class="row sech"><h2 id=${`h-${id}`}>${title}</h2><${Fix} form=${form} />${extra}</div>
  ${children}
</section>`;
