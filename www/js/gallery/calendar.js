// calendar: a month and a week of events.
import { html, useState } from '../lib/html.js';
import { t, zone, fullTime } from '../lib/i18n.js';
import { dayOf } from '../lib/i18n-rules.js';
import { Calendar } from '../ui/calendar.js';
import { Drawer, drawerHref } from '../ui/drawer.js';
import { toast } from '../ui/toast.js';
import { State } from './state.js';
import { MEETINGS } from './samples.js';

const find = (id) => MEETINGS.find((one) => String(one.id) === id);

export default function Calendars() {
  const [mode, setMode] = useState('month');
  const [day, setDay] = useState(dayOf(new Date(), zone.value));
  const onCreate = ({ day: where, clock }) => toast(t('gallery.calendar.new', { day: where, clock }));
  return html`
    <${State} title=${t('gallery.calendar')} wide>
      <${Calendar}
        label=${t('gallery.calendar')} level=${3} mode=${mode} day=${day} events=${MEETINGS} onMode=${setMode}
        onDay=${setDay} onCreate=${onCreate} hrefOf=${({ id }) => drawerHref('event', id)}
      />
    </${State}>
    <${Drawer} name="event" title=${(id) => find(id)?.title || id}>
      ${(id) => html`<p class="dim">${find(id) && !find(id).all_day && fullTime(find(id).start)}</p>`}
    </${Drawer}>
  `;
}
