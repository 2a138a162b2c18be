// task-conflict: somebody changed the task meanwhile: both texts side by side, and which of them stays.
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';

/*
 * differences: [{ name, mine, theirs }] of texts; onKeep: mine is written over theirs; onTake: theirs stays;
 * onClose: nothing is decided yet.
 */
export const Conflict = ({ differences, onKeep, onTake, onClose }) => html`<${Dialog}
  wide title=${t('work.conflict')} onClose=${onClose}
  foot=${html`
    <${Button} autofocus onClick=${onTake}>${t('work.conflict.take')}</${Button}>
    <${Button} main onClick=${onKeep}>${t('work.conflict.keep')}</${Button}>
  `}
>
  <p class="dim">${t('work.conflict.what')}</p>
  ${differences.map(({ name, mine, theirs }) => html`<section key=${name} class="versus">
    <div>
      <h3>${t('work.conflict.mine')}: ${t(`work.field.${name}`)}</h3>
      <p class="said well">${mine || t('work.empty')}</p>
    </div>
    <div>
      <h3>${t('work.conflict.theirs')}</h3>
      <p class="said well">${theirs || t('work.empty')}</p>
    </div>
  </section>`)}
</${Dialog}>`;
