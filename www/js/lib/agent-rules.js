// agent-rules: which browser it was, of what it says of itself. No DOM.

const BROWSERS = [
  [/Edg\//, 'Edge'],
  [/YaBrowser\//, 'Yandex'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/curl\//, 'curl'],
];
const SYSTEMS = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/* Chrome, Windows — enough to know one's own machine. */
export function agentOf(agent) {
  const find = (table) => table.find(([pattern]) => pattern.test(agent || ''))?.[1];
  return [find(BROWSERS), find(SYSTEMS)].filter(Boolean).join(', ');
}
