// cv_judge.js: how well CVs are understood: of each field, how much of what was said is right
// (precision), and how much of what there was is said (recall).

// What two values have in common, as texts: a list is judged by its members.
function parts(field, value) {
  if (value === null || value === undefined || value === '') return [];
  if (field === 'experience') {
    return value.map((one) => [one.from, one.to, one.position, one.company].map((each) => each ?? '').join(' | '));
  }
  if (field === 'education') {
    return value.map((one) => (Array.isArray(one) ? one : [one.institution, one.year]).join(' | '));
  }
  if (field === 'languages') return value.map((one) => one.language ?? one);
  return Array.isArray(value) ? value : [String(value)];
}

export class Judge {
  constructor() { this.fields = new Map(); this.faults = []; }

  // got: what was understood of the CV.
  take(cv, got) {
    for (const [field, want] of Object.entries(cv.say)) {
      const wanted = parts(field, want), said = parts(field, got[field]);
      const right = said.filter((one) => wanted.includes(one));
      const sum = this.fields.get(field) ?? { wanted: 0, said: 0, right: 0 };
      sum.wanted += wanted.length; sum.said += said.length; sum.right += right.length;
      this.fields.set(field, sum);
      if (right.length !== wanted.length || right.length !== said.length) {
        this.faults.push(`${cv.name}: ${field}: ${JSON.stringify(said)}, not ${JSON.stringify(wanted)}`);
      }
    }
    if (cv.shape !== undefined && cv.shape !== got.shape) this.faults.push(`${cv.name}: shape ${got.shape}`);
  }

  figures() {
    return [...this.fields].map(([field, { wanted, said, right }]) => ({
      field, wanted, precision: said === 0 ? 1 : right / said, recall: wanted === 0 ? 1 : right / wanted,
    }));
  }
}
