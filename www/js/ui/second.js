// second: two applicants of one in Huntflow: the younger may go.
import { html, useState } from '../lib/html.js';
import { post } from '../lib/api.js';
import { applicantHref } from '../lib/huntflow-rules.js';
import { t } from '../lib/i18n.js';
import { Button } from './button.js';
import { ask } from './dialog.js';
import { ErrorNote, Note } from './states.js';

export function Second({ base, account, first, second, onDone }) {
  const [state, setState] = useState({ busy: false, error: null });
  const remove = async () => {
    const yes = await ask({
      title: t('second.title', { id: second }),
      text: t('second.text', { id: first }),
      deed: t('second.deed'),
      stay: t('cancel'),
      danger: true,
    });
    if (!yes) return;
    setState({ busy: true, error: null });
    try {
      await post(`${base}/remove-second`, { account_id: Number(account), applicant_id: second });
      setState({ busy: false, error: null });
      onDone();
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  const link = (id) => html`<a href=${applicantHref(account, id)}>${t('task.applicant', { id })}</a>`;
  return html`
    <${Note}
      kind="warn" icon="copy" title=${t('second.two')} role="status"
      acts=${html`<${Button} small danger busy=${state.busy} onClick=${remove}>${t('second.open')}</${Button}>`}
    >
      ${t('second.why')} ${link(first)}, ${link(second)}
    </${Note}>
    ${state.error && html`<${ErrorNote} error=${state.error} />`}
  `;
}
