// The vocabulary of schema.org as its types for TypeScript give it: classes, what each inherits, and what may stand at
// each property.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const texts = new Set(['Text', 'URL', 'Date', 'DateTime', 'Time', 'CssSelectorType', 'PronounceableText', 'XPathType']);
const numbers = new Set(['Number', 'Integer', 'Float']);
const shapes = {
  URL: (text) => /^(https?:|mailto:)/.test(text) && URL.canParse(text),
  Date: (text) => /^\d{4}(-\d\d(-\d\d)?)?$/.test(text),
  DateTime: (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(text),
};

export async function vocabulary() {
  const types = createRequire(import.meta.url).resolve('schema-dts').replace(/schema\.js$/, 'schema.d.ts');
  const source = await readFile(types, 'utf8');
  // A class of schema.org is a `…Leaf` that inherits from `…Base`s; `Distance` and its like may be written as text.
  const bases = new Map();
  const classes = new Map();
  const written = new Set();
  for (const [, name, above, body] of source.matchAll(/^(?:export )?interface (\w+) extends ([^{]+?) \{\n([\s\S]*?)^\}/gm)) {
    const parents = above.replace(/Partial<\w+>/g, '').split(',').map((parent) => parent.trim()).filter(Boolean);
    const type = body.match(/^ {4}"@type": "(.+)";$/m)?.[1];
    const properties = new Map();
    for (const [, property, range] of body.matchAll(/^ {4}"(\w+)"\?: SchemaValue<([^,]+), "\w+">;$/gm)) {
      properties.set(property, range.split('|').map((alternative) => alternative.trim()));
    }
    bases.set(name, { parents, properties });
    if (type) classes.set(type, name);
  }
  for (const [, name] of source.matchAll(/^export type (\w+) = (?:.* \| )?string;$/gm)) written.add(name);

  const find = (name, property) => {
    const base = bases.get(name);
    return base && (base.properties.get(property) ?? base.parents.map((parent) => find(parent, property)).find(Boolean));
  };
  const inherits = (name, above) => name === above || (bases.get(name)?.parents ?? []).some((parent) => inherits(parent, above));
  const isA = (type, wanted) => type === wanted || (classes.has(type) && inherits(classes.get(type), `${wanted}Base`));

  // What is wrong with a node and those within it; `described` gives the type of a node by its id.
  function check(node, described, told = []) {
    const type = node['@type'];
    if (!classes.has(type)) {
      told.push(`there is no type ${type}`);
      return told;
    }
    for (const [property, value] of Object.entries(node)) {
      if (property.startsWith('@')) continue;
      const range = find(classes.get(type), property);
      if (!range) {
        told.push(`${type} has no ${property}`);
        continue;
      }
      for (const one of [value].flat()) {
        if (!fits(one, range, described)) told.push(`${type}.${property} is not ${range.join(' or ')}: ${JSON.stringify(one)}`);
        if (typeof one === 'object' && one['@type']) check(one, described, told);
      }
    }
    return told;
  }

  function fits(value, range, described) {
    if (typeof value === 'string') {
      return range.some((type) => (texts.has(type) || written.has(type)) && (shapes[type]?.(value) ?? true));
    }
    if (typeof value === 'number') return range.some((type) => numbers.has(type));
    if (typeof value === 'boolean') return range.includes('Boolean');
    const type = value['@type'] ?? described.get(value['@id']);
    return type === undefined ? '@id' in value : range.some((wanted) => wanted === 'Thing' || isA(type, wanted));
  }

  return { check, isA, classes: classes.size };
}
