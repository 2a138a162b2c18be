// phone-rules: a number with its country's code, in the groups in which one reads it. No DOM.

/* Groups behind the code of a country; a hyphen joins the pairs that are said together. */
const PLANS = [
  ['375', '## ###-##-##'], ['380', '## ###-##-##'], ['998', '## ###-##-##'], ['994', '## ###-##-##'],
  ['995', '### ##-##-##'], ['992', '## ###-##-##'], ['996', '### ###-###'], ['374', '## ##-##-##'],
  ['373', '## ###-###'], ['370', '### #####'], ['371', '## ###-###'], ['48', '### ###-###'], ['7', '### ###-##-##'],
];
const WHOLE = /^\s*\+[\d\s().-]*$/;
const ROOM = 15;

/* What is kept: "+375 (29) 555-01-47" as +375295550147; another text, such as of two numbers, as it is. */
export function phoneRead(text) {
  const digits = text.replace(/\D/g, '');
  return WHOLE.test(text) && digits.length <= ROOM ? `+${digits}` : text;
}

function inGroups(digits, plan) {
  let at = 0;
  let text = '';
  for (const sign of plan) {
    if (at === digits.length) break;
    text += sign === '#' ? digits[at] : sign;
    at += sign === '#';
  }
  return text;
}

/* "+375295550147" as +375 29 555-01-47, and so much of it as is there; as it is where no plan fits. */
export function phoneText(text) {
  const kept = phoneRead(text ?? '');
  if (!/^\+\d+$/.test(kept)) return text ?? '';
  const [code, plan] = PLANS.find(([one]) => kept.startsWith(one, 1)) ?? [];
  const digits = kept.slice(1 + (code?.length ?? 0));
  if (!code || digits.length > plan.replace(/[^#]/g, '').length) return text;
  return digits ? `+${code} ${inGroups(digits, plan)}` : kept;
}
