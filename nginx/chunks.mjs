// chunks.mjs: which modules travel together. What the core needs is one file, what a page alone needs is one; what
// several share is in as few files as it pays: a further request is dear, and so are bytes that a page does not need.

// What a request costs, as so many bytes of source.
const REQUEST = 12_000;

/* All that these need, themselves included. imports: module -> [module] */
export function closureOf(imports, roots) {
  const known = new Set();
  const visit = (id) => {
    if (known.has(id)) return;
    known.add(id);
    imports.get(id).forEach(visit);
  };
  roots.forEach(visit);
  return known;
}

/*
 * imports: module -> [module]; bytes: module -> number; core: the module that every page begins with; late: those that
 * are read when they are asked for, pages above all. -> [{ modules: [module], of: the late one that it belongs to, or
 * null }], the core first. A module that several share comes to those that the same ones need. opens: module -> [late
 * one that it asks for]: what is there already where a late one is asked for is not of that one, too.
 */
export function chunksOf({ imports, bytes, core, late, opens = new Map() }) {
  const first = closureOf(imports, [core]);
  const users = new Map();
  for (const root of late.filter((id) => !first.has(id))) {
    for (const id of closureOf(imports, [root])) {
      if (!first.has(id)) users.set(id, [...users.get(id) ?? [], root]);
    }
  }
  const groups = new Map();
  for (const [id, all] of users) {
    const roots = all.filter((root) => !isThere(root, all, { first, users, opens }));
    const key = roots.join('\n');
    const group = groups.get(key) ?? { modules: [], roots: new Set(roots), bytes: 0 };
    group.modules.push(id);
    group.bytes += bytes.get(id);
    groups.set(key, group);
  }
  const own = [...groups.values()].filter(({ roots }) => roots.size === 1);
  const costOf = extras({ imports, bytes, first });
  const shared = joined([...groups.values()].filter(({ roots }) => roots.size > 1), imports, costOf);
  return [
    { modules: [...first], of: null },
    ...own.map(({ modules, roots: [of] }) => ({ modules, of })),
    ...shared.map(({ modules }) => ({ modules, of: null })),
  ];
}

/* Do all that ask for this late one have what it shares with them? roots: those that need that. */
function isThere(late, roots, { first, users, opens }) {
  const askers = [...opens].filter(([, names]) => names.includes(late)).map(([id]) => id);
  return askers.length > 0 && askers.every((id) => !first.has(id) &&
    (users.get(id) ?? []).every((root) => root !== late && roots.includes(root)));
}

/*
 * (root, group) -> how many bytes that root reads in vain when the group comes with something that it needs: of the
 * group, and of all that the group needs.
 */
function extras({ imports, bytes, first }) {
  const known = new Map();
  const once = (key, make) => known.get(key) ?? known.set(key, make()).get(key);
  const reached = (root) => once(root, () => closureOf(imports, [root]));
  return (root, group) => {
    const { all, of } = once(group, () => ({ all: closureOf(imports, group.modules), of: new Map() }));
    if (!of.has(root)) {
      const vain = [...all].filter((id) => !reached(root).has(id) && !first.has(id));
      of.set(root, vain.reduce((sum, id) => sum + bytes.get(id), 0));
    }
    return of.get(root);
  };
}

/* Two become one while that saves more than it costs, the best ones first. */
function joined(groups, imports, costOf) {
  for (;;) {
    const pairs = groups.flatMap((a, i) => groups.slice(i + 1).map((b) => ({ a, b, gain: gainOf(a, b, costOf) })))
      .filter(({ gain }) => gain > 0).sort((one, other) => other.gain - one.gain);
    const best = pairs.find(({ a, b }) => !circles(groups, a, b, imports));
    if (!best) return groups;
    groups = [...groups.filter((one) => one !== best.a && one !== best.b), both(best.a, best.b)];
  }
}

const both = (a, b) => ({
  modules: [...a.modules, ...b.modules], roots: new Set([...a.roots, ...b.roots]), bytes: a.bytes + b.bytes,
});

function gainOf(a, b, costOf) {
  const shared = [...a.roots].filter((root) => b.roots.has(root)).length;
  const cost = (those, other) => [...those.roots].reduce(
    (sum, root) => sum + (other.roots.has(root) ? 0 : costOf(root, other)), 0,
  );
  return shared && shared * REQUEST - cost(a, b) - cost(b, a);
}

/* As one they would wait for a third, which waits for them. */
function circles(groups, a, b, imports) {
  const whole = [...groups.filter((one) => one !== a && one !== b), both(a, b)];
  const home = new Map(whole.flatMap((group) => group.modules.map((id) => [id, group])));
  const next = (group) => new Set(group.modules.flatMap((id) => imports.get(id)).map((id) => home.get(id))
    .filter((one) => one && one !== group));
  const start = whole.at(-1);
  const seen = new Set();
  const reaches = (group) => [...next(group)].some((one) => {
    if (one === start) return true;
    if (seen.has(one)) return false;
    seen.add(one);
    return reaches(one);
  });
  return reaches(start);
}
