// cv-text: the text of a CV to be read: sections with headings, facts in pairs, jobs with their time.
import { html } from '../lib/html.js';
import { Said } from './said.js';
import { sectionsOf } from './cv-text-rules.js';

const LINES = {
  text: ({ text }) => html`<p><${Said} text=${text} /></p>`,
  fact: ({ name, text }) => html`<p class="cvfact">
    <span class="faint">${name}</span> <span><${Said} text=${text} /></span>
  </p>`,
  job: ({ period, text }) => html`<p class="cvjob">
    <b class="mid"><${Said} text=${text} /></b> <span class="xs faint">${period}</span>
  </p>`,
};

export const CvText = ({ text }) =>
  sectionsOf(text).map(({ title, lines }, i) => html`<section key=${i} class="cvpart">
    ${title && html`<h3>${title}</h3>`}
    ${lines.map((line, n) => html`<${LINES[line.kind]} key=${n} ...${line} />`)}
  </section>`);
