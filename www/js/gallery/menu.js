// menu: lists of deeds, small sheets, choices.
import { html, useState } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { Icon } from '../ui/button.js';
import { Menu } from '../ui/menu.js';
import { Chip, Choices, shortOf } from '../ui/filters.js';
import { toast } from '../ui/toast.js';
import { State } from './state.js';
import { TAGS } from './samples.js';

export default function Menus() {
  const [order, setOrder] = useState('new');
  const [tags, setTags] = useState(['java']);
  const say = (text) => () => toast(text);
  const deeds = [
    { head: t('gallery.menu.head') },
    { icon: 'pencil', text: t('views.rename'), run: say(t('views.rename')) },
    { icon: 'copy', text: t('copy'), run: say(t('copied')) },
    { icon: 'download', text: t('views.export'), disabled: true, run: () => {} },
    { icon: 'external-link', text: t('open'), href: '/ui/menu/?opened=1' },
    false,
    { icon: 'trash-2', text: t('remove'), danger: true, run: say(t('gallery.removed')) },
  ];
  const orders = ['new', 'old', 'name'].map((name) => ({
    text: t(`gallery.order.${name}`),
    on: order === name,
    run: () => setOrder(name),
  }));
  return html`
    <${State} title=${t('gallery.menu.deeds')}>
      <div class="row wrap">
        <${Menu} label=${t('gallery.menu.of')} items=${deeds} align="start" />
        <${Menu}
          label=${t('gallery.order')} items=${orders} look="btn" align="start"
          button=${html`${t(`gallery.order.${order}`)}<${Icon} name="chevron-down" />`}
        />
      </div>
    </${State}>
    <${State} title=${t('gallery.menu.choices')}>
      <div class="row wrap">
        <${Chip} name=${t('filter.tag')} value=${shortOf(TAGS, tags)}>
          ${() => html`<${Choices} many name=${t('filter.tag')} items=${TAGS} chosen=${tags} onChange=${setTags} />`}
        </${Chip}>
        <${Chip} name=${t('filter.status')}>
          ${() => html`<${Choices} name=${t('filter.status')} items=${[]} chosen="" onChange=${() => {}} />`}
        </${Chip}>
      </div>
    </${State}>
  `;
}
