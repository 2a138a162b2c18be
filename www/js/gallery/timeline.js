// timeline: what happened to somebody.
import { html, useState } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { Timeline, Kinds } from '../ui/timeline.js';
import { State } from './state.js';
import { EVENTS } from './samples.js';

const KINDS = ['all', 'stages', 'comments'];

const lineOf = ({ kind, from, to, ...event }) => ({
  ...event,
  title: kind === 'stages' ? t('gallery.timeline.stage', { from, to }) : t('gallery.timeline.comment'),
});

export default function Timelines() {
  const [kind, setKind] = useState('all');
  const [all, setAll] = useState(false);
  const events = EVENTS.filter((event) => kind === 'all' || event.kind === kind);
  return html`<${State} title=${t('gallery.timeline')}>
    <div class="bigger">
      <${Kinds}
        label=${t('gallery.timeline')} kinds=${KINDS.map((name) => ({ name, text: t(`gallery.timeline.${name}`) }))}
        chosen=${kind} onChoose=${setKind}
      />
      <${Timeline}
        label=${t('gallery.timeline')} events=${events.slice(0, all ? 9 : 4).map(lineOf)}
        more=${!all && events.length > 4} onMore=${() => setAll(true)}
      />
    </div>
  </${State}>`;
}
