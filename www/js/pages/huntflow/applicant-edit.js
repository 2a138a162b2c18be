// applicant-edit: the whole form of one applicant; Ctrl-Enter saves, leaving with changes asks.
import { html } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { Button } from '../../ui/button.js';
import { Skeleton } from '../../ui/states.js';
import { t } from '../../lib/i18n.js';
import { get } from '../../lib/api.js';
import { go } from '../../lib/router.js';
import { HuntflowError } from '../../ui/huntflow-error.js';
import { Crumbs, Gone, personName, useAccount } from '../../ui/huntflow-words.js';
import { applicantHref, applicantsHref } from '../../lib/huntflow-rules.js';
import { useApplicantForm, ApplicantForm } from './applicant-form.js';
import { Fix } from '../../ui/form.js';
import { ALL } from './applicant-rules.js';

function Edit({ one, path }) {
  const form = useApplicantForm({ one, path, names: ALL, onSaved: () => setTimeout(() => go(path)) });
  return html`
    <div class="head">
      <div>
        <div class="row wrap titled"><h1>${personName(one)}</h1><${Fix} form=${form} class="push" /></div>
        <p class="sub">${t('applicant.edit')}</p>
      </div>
    </div>
    <div class="formpage">
      <${ApplicantForm} form=${form} names=${ALL} main>
        <${Button} href=${path} class="last">${t('cancel')}</${Button}>
      </${ApplicantForm}>
    </div>
  `;
}

export default function ApplicantEditPage({ params }) {
  const { a: account, id } = params;
  const path = applicantHref(account, id);
  useAccount(account);
  const load = useLoad(() => get(path), [path]);
  const one = load.data;
  useTitle(one ? t('applicant.edit.title', { name: personName(one) }) : t('applicant.edit'));
  const crumbs = html`<${Crumbs}
    links=${[
      [applicantsHref(account), t('applicants.title')],
      [path, one ? personName(one) : t('number', { id })],
    ]}
  />`;
  if (!one && load.error?.status === 404) {
    return html`
      ${crumbs}
      <${Gone}
        title=${t('applicant.gone')} text=${t('applicant.gone.what')} href=${applicantsHref(account)}
        back=${t('applicants.title')}
      />
    `;
  }
  if (!one) {
    return html`
      ${crumbs}
      <div class="head"><h1>${t('applicant.edit')}</h1></div>
      ${load.error
        ? html`<${HuntflowError} error=${load.error} retry=${load.reload} />`
        : html`<${Skeleton} rows=${7} />`}
    `;
  }
  return html`${crumbs}<${Edit} one=${one} path=${path} />`;
}
