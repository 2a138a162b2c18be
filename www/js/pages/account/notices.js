// notices: the part of the profile that says what one is told by the bell, by mail and by Telegram, and when not.
import { html } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { errorWords } from '../../lib/errors.js';
import { t } from '../../lib/i18n.js';
import { get, patch } from '../../lib/api.js';
import { Note, Loaded } from '../../ui/states.js';
import { SelectField } from '../../ui/fields.js';
import { toast } from '../../ui/toast.js';
import { Part } from '../../ui/part.js';
import { hourOptions, hourOf, textOf } from './profile-rules.js';

const SETTINGS = '/api/v1/notifications/settings';
const CHANNELS = ['bell', 'email', 'telegram'];

/* Each choice is stored as it is made. */
function Choices({ settings, change }) {
  const box = (kind, channel) => html`<td key=${channel}>
    <input
      type="checkbox" aria-label=${`${t(`notice.${kind}`)}: ${t(`notice.${channel}`)}`}
      checked=${settings.kinds[kind][channel]}
      onChange=${(event) => change({ kinds: { [kind]: { [channel]: event.currentTarget.checked } } })}
    />
  </td>`;
  return html`<table class="choices">
    <thead>
      <tr>
        <th scope="col">${t('notice.kind')}</th>
        ${CHANNELS.map((channel) => html`<th key=${channel} scope="col">${t(`notice.${channel}`)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${Object.keys(settings.kinds).map((kind) => html`<tr key=${kind}>
        <th scope="row">${t(`notice.${kind}`)}</th>
        ${CHANNELS.map((channel) => box(kind, channel))}
      </tr>`)}
    </tbody>
  </table>`;
}

/* Quiet hours are there with both their ends, or not at all. */
function quietPatch(settings, name, value) {
  const hour = hourOf(value);
  if (hour === null) return { quiet_from: null, quiet_to: null };
  const ends = { quiet_from: settings.quiet_from ?? 22, quiet_to: settings.quiet_to ?? 8 };
  return { ...ends, [name]: hour };
}

function Hours({ settings, change }) {
  const field = (name, patchOf) => ({
    name, value: textOf(settings[name]), onInput: (event) => change(patchOf(event.currentTarget.value)),
  });
  const quiet = (name) => html`<${SelectField}
    field=${field(name, (value) => quietPatch(settings, name, value))} label=${t(`notice.${name}`)}
    options=${hourOptions(t('notice.never'))}
  />`;
  return html`
    <div class="pair">${quiet('quiet_from')}${quiet('quiet_to')}</div>
    <p class="hint gap">${t('notice.quiet.hint')}</p>
    <${SelectField}
      field=${field('digest_hour', (value) => ({ digest_hour: hourOf(value) }))} label=${t('notice.digest_hour')}
      hint=${t('notice.digest.hint')} options=${hourOptions(t('notice.never'))}
    />
  `;
}

export function NoticeSettings() {
  const load = useLoad(() => get(SETTINGS), []);
  const change = async (body) => {
    try {
      load.set(await patch(SETTINGS, body));
    } catch (error) {
      toast(errorWords(error).detail);
      load.reload();
    }
  };
  return html`<${Part} id="notices" title=${t('notice.part')}>
    <${Loaded} load=${load}>
      ${(settings) => html`
        ${!settings.channels.email && html`<${Note} kind="gap">${t('notice.email.off')}</${Note}>`}
        <${Choices} settings=${settings} change=${change} />
        <${Hours} settings=${settings} change=${change} />
      `}
    </${Loaded}>
  </${Part}>`;
}
