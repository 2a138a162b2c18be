// drawer: a list whose rows open beside it; a dialog.
import { html, useState } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { Button } from '../ui/button.js';
import { Avatar } from '../ui/avatar.js';
import { Dialog } from '../ui/dialog.js';
import { Drawer, drawerHref } from '../ui/drawer.js';
import { State } from './state.js';
import { PEOPLE } from './samples.js';

const nameOf = (id) => PEOPLE.find((one) => String(one.id) === id)?.name || t('number', { id });

export default function Drawers() {
  const [open, setOpen] = useState(false);
  return html`
    <${State} title=${t('gallery.drawer.list')}>
      <ul class="rows bigger">
        ${PEOPLE.map(({ id, name }) => html`<li key=${id}>
          <${Avatar} name=${name} id=${id} />
          <a class="grow" href=${drawerHref('person', id)}>${name}</a>
        </li>`)}
      </ul>
    </${State}>
    <${State} title=${t('gallery.dialog')}>
      <${Button} onClick=${() => setOpen(true)}>${t('gallery.price')}</${Button}>
    </${State}>
    <${Drawer}
      name="person" title=${nameOf} list=${{ ids: PEOPLE.map(({ id }) => String(id)) }}
      foot=${html`<${Button} class="push" icon="external-link">${t('open')}</${Button}>`}
    >
      ${(id) => html`
        <dl class="fields tight">
          <div><dt>${t('applicant.name')}</dt><dd>${nameOf(id)}</dd></div>
          <div><dt>${t('applicant.phone')}</dt><dd class="nb">+375 29 555-01-4${id}</dd></div>
        </dl>
        <p class="dim">${t('gallery.drawer.text')}</p>
      `}
    </${Drawer}>
    ${open && html`<${Dialog}
      title=${t('gallery.price')} onClose=${() => setOpen(false)}
      foot=${html`
        <${Button} autofocus onClick=${() => setOpen(false)}>${t('ask.stay')}</${Button}>
        <${Button} main onClick=${() => setOpen(false)}>${t('gallery.price.do')}</${Button}>
      `}
    >
      <p class="dim">${t('gallery.price.text')}</p>
    </${Dialog}>`}
  `;
}
