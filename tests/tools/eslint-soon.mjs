// eslint-soon.mjs: a rule for the tests of pages. What a page shows a moment after an action is not yet what it comes
// to: assert is given neither an await nor what was read of a page, soon is.
const READS = new Set([
  'allInnerTexts', 'allTextContents', 'boundingBox', 'content', 'count', 'evaluate', 'evaluateAll', 'getAttribute',
  'innerText', 'inputValue', 'isChecked', 'isDisabled', 'isEnabled', 'isHidden', 'isVisible', 'textContent', 'title',
]);
// Reads without an await.
const AT_ONCE = new Set(['path', 'url']);
// Of these the first argument is a function, or there is none to read.
const APART = new Set(['fail', 'rejects', 'throws']);

const message = 'a page may not be there yet: write soon.{{name}}(() => what is read, ...)';

// Whether this is true of the node or of anything within it that runs at once, not in a function called later.
function some(node, keys, is) {
  if (is(node)) return true;
  if (/Function/.test(node.type)) return false;
  return (keys[node.type] ?? []).flatMap((key) => node[key]).some((child) => child && some(child, keys, is));
}

const calls = (names) => ({ type, callee }) => type === 'CallExpression' && names.has(callee.property?.name);
const isRead = calls(READS);
const isReadAtOnce = calls(AT_ONCE);

// What is ever assigned to a name.
function valuesOf(name, scope) {
  for (let at = scope; at; at = at.upper) {
    const found = at.set.get(name);
    if (found) return found.references.map(({ writeExpr }) => writeExpr).filter(Boolean);
  }
  return [];
}

const rule = {
  meta: { type: 'problem', schema: [], messages: { soon: message } },
  create(context) {
    const { sourceCode } = context;
    const keys = sourceCode.visitorKeys;
    return {
      'CallExpression[callee.object.name="assert"]'(node) {
        const { name } = node.callee.property;
        if (APART.has(name)) return;
        const scope = sourceCode.getScope(node);
        const awaited = (part) => part.type === 'AwaitExpression' && some(part, keys, isRead);
        const wasRead = (value) => some(value, keys, awaited);
        const early = (part) => part.type === 'AwaitExpression' || isReadAtOnce(part) ||
          (part.type === 'Identifier' && valuesOf(part.name, scope).some(wasRead));
        if (node.arguments.some((part) => some(part, keys, early)))
          context.report({ node, messageId: 'soon', data: { name } });
      },
    };
  },
};

export default { rules: { 'assert-later': rule } };
