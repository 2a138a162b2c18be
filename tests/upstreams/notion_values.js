// notion_values.js: Notion's values in the shapes of its API: texts, users, files, properties of every type, blocks.

const BOLD = { italic: false, strikethrough: false, underline: false, code: false, color: 'default' };

/* A text, or parts of one: 'plain', { text, href, bold }, { mention: name }. */
export function richText(parts) {
  if (parts === null || parts === undefined || parts === '') return [];
  return (Array.isArray(parts) ? parts : [parts]).map((part) => {
    const { text, href = null, bold = false, mention } = typeof part === 'string' ? { text: part } : part;
    const said = {
      annotations: { bold, ...BOLD }, plain_text: mention ? `@${mention}` : text, href,
    };
    return mention
      ? { type: 'mention', mention: { type: 'user', user: { object: 'user', id: mention } }, ...said }
      : { type: 'text', text: { content: text, link: href ? { url: href } : null }, ...said };
  });
}

const option = (name) => (name === null ? null
  : { id: `o-${name.length}-${name.codePointAt(0)}`, name, color: 'default' });
const date = (value) => {
  if (value === null) return null;
  const { start, end = null, time_zone = null } = typeof value === 'string' ? { start: value } : value;
  return { start, end, time_zone };
};

/*
 * What a page has of a property, by the property's type. A null stays a null where Notion sends one. ctx: user(id),
 * file(file, page), RELATIONS.
 */
const VALUES = {
  title: richText,
  rich_text: richText,
  number: (value) => value,
  select: option,
  status: option,
  multi_select: (value) => (value ?? []).map(option),
  date,
  people: (value, ctx) => (value ?? []).map((id) => ctx.user(id)),
  files: (value, ctx, page) => (value ?? []).map((file) => ctx.file(file, page)),
  checkbox: (value) => value ?? false,
  url: (value) => value,
  email: (value) => value,
  phone_number: (value) => value,
  formula: (value) => value ?? { type: 'string', string: null },
  rollup: (value) => value ?? { type: 'array', array: [], function: 'show_original' },
  created_time: (value, ctx, page) => page.created_time,
  last_edited_time: (value, ctx, page) => page.last_edited_time,
  created_by: (value, ctx, page) => ctx.user(page.created_by),
  last_edited_by: (value, ctx, page) => ctx.user(page.created_by),
  unique_id: (value, ctx, page) => ({ prefix: value?.prefix ?? 'CV', number: page.number }),
  verification: (value) => value ?? { state: 'unverified', verified_by: null, date: null },
  button: () => ({}),
};
export const TYPES = [...Object.keys(VALUES), 'relation'];

export const RELATIONS = 25;	// of them a page itself names; the others are at its property

export function valueOf(property, page, ctx) {
  const { id, type } = property;
  const value = page.values[id] ?? null;
  if (type === 'relation') {
    const all = (value ?? []).map((one) => ({ id: one }));
    return { id, type, relation: all.slice(0, RELATIONS), has_more: all.length > RELATIONS };
  }
  const make = VALUES[type];
  // A type that this version does not know is there with nothing in it.
  return make ? { id, type, [type]: make(value, ctx, page) } : { id, type, [type]: {} };
}

const LISTED = ['title', 'rich_text', 'people', 'relation'];

/* GET /pages/ID/properties/ID: one value, or a list of the parts of it from that place on. */
export function propertyItem(property, page, ctx, at, size) {
  const { id, type } = property;
  if (!LISTED.includes(type)) {
    return { object: 'property_item', ...valueOf(property, page, ctx) };
  }
  const all = type === 'relation' ? (page.values[id] ?? []).map((one) => ({ id: one }))
    : VALUES[type](page.values[id] ?? null, ctx, page);
  const results = all.slice(at, at + size).map((one) => ({ object: 'property_item', id, type, [type]: one }));
  const more = at + size < all.length;
  return {
    object: 'list', results, next_cursor: more ? String(at + size) : null, has_more: more, type: 'property_item',
    property_item: { id, next_url: null, type, [type]: {} },
  };
}

const WORDED = {
  paragraph: {}, heading_1: { is_toggleable: false }, heading_2: { is_toggleable: false },
  heading_3: { is_toggleable: false }, bulleted_list_item: {}, numbered_list_item: {}, quote: {}, toggle: {},
  to_do: { checked: false }, callout: { icon: null }, code: { language: 'plain text', caption: [] },
};
const FILED = ['file', 'pdf', 'image', 'video', 'audio'];
const LINKED = ['bookmark', 'embed', 'link_preview'];

/* block: { type, text?, children?, ...more }: what is special of its type comes as it is. */
export function blockJson(block, page, ctx) {
  const { type, text, url, file, children = [], ...more } = block;
  const own = WORDED[type] ? { ...WORDED[type], rich_text: richText(text), color: 'default' }
    : FILED.includes(type) ? { caption: richText(text), ...ctx.file(file, page) }
      : LINKED.includes(type) ? { url, caption: richText(text) }
        : {};
  const { id, ...rest } = more;
  return {
    object: 'block', id, parent: { type: 'page_id', page_id: page.id }, created_time: page.created_time,
    last_edited_time: page.last_edited_time, created_by: { object: 'user', id: page.created_by },
    last_edited_by: { object: 'user', id: page.created_by }, has_children: children.length > 0, archived: false,
    in_trash: false, type, [type]: { ...own, ...rest },
  };
}
