// huntflow-error: what Huntflow or ClickUp did not do, and the button that mends it.
import { html } from '../lib/html.js';
import { errorWords } from '../lib/errors.js';
import { t } from '../lib/i18n.js';
import { Button } from './button.js';
import { ErrorNote, Note } from './states.js';

const HUNTFLOW_KEY = new Set([
  'huntflow.key',
  'huntflow.early',
  'huntflow.denied',
  'huntflow.unpaid',
]);
const CLICKUP_KEY = new Set(['clickup.unset', 'clickup.token', 'clickup.denied']);

/* Nothing is wrong yet: one sentence, and the button that connects. */
const Unconnected = () => html`<${Note}
  icon="plug" title=${t('huntflow.unconnected')}
  acts=${html`<${Button} small href="/profile/#huntflow">${t('huntflow.connect')}</${Button}>`}
/>`;

/* A refused or absent key is mended in the settings, so that is where the button leads. */
export function HuntflowError({ error, retry }) {
  if (error.code === 'huntflow.setup') return html`<${Unconnected} />`;
  const href = HUNTFLOW_KEY.has(error.code)
    ? '/profile/#huntflow'
    : CLICKUP_KEY.has(error.code)
      ? '/clickup/settings/'
      : '';
  if (!href) return html`<${ErrorNote} error=${error} retry=${retry} />`;
  const { title, detail } = errorWords(error);
  return html`<${Note}
    kind="warn" icon="key-round" title=${title} role="alert"
    acts=${html`<${Button} small href=${href}>${t('huntflow.key')}</${Button}>`}
  >
    ${detail}
  </${Note}>`;
}
