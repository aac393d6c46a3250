// JSON-LD of the built site and of the golden sites, against the vocabulary of schema.org and what Google asks for.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { site } from './site.mjs';
import { vocabulary } from './vocabulary.mjs';

const golden = fileURLToPath(new URL('../sites', import.meta.url));

async function graphs() {
  const found = [];
  for (const root of [site, golden]) {
    const files = (await readdir(root, { recursive: true })).filter((file) => file.endsWith('.html'));
    for (const file of files.filter((file) => root === site || file.includes('/expected/')).sort()) {
      const html = await readFile(join(root, file), 'utf8');
      for (const [, json] of html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)) {
        found.push({ file, graph: JSON.parse(json)['@graph'] });
      }
    }
  }
  return found;
}

// Every node with a type, those within others too.
function* nodes(value) {
  if (Array.isArray(value)) for (const one of value) yield* nodes(one);
  else if (value && typeof value === 'object') {
    if (value['@type']) yield value;
    for (const one of Object.values(value)) yield* nodes(one);
  }
}

test('a type or property that schema.org does not have, or another range, is found', async () => {
  const { check, classes } = await vocabulary();
  assert.ok(classes > 800, `${classes} classes were read`);
  const told = (node) => check(node, new Map([['#me', 'Person']])).length;
  assert.equal(told({ '@type': 'NewsArticle', headline: 'A', author: { '@id': '#me' }, datePublished: '2024-02-11' }), 0);
  assert.equal(told({ '@type': 'NewsArticles' }), 1);
  assert.equal(told({ '@type': 'NewsArticle', reviewedBy: { '@id': '#me' } }), 1, 'it belongs to WebPage');
  assert.equal(told({ '@type': 'NewsArticle', image: { '@id': '#me' } }), 1, 'a person is no picture');
  assert.equal(told({ '@type': 'NewsArticle', datePublished: 'in spring' }), 1);
  assert.equal(told({ '@type': 'ImageObject', license: 'CC BY' }), 1, 'a licence is an address');
  assert.equal(told({ '@type': 'WebPage', mainEntity: { '@type': 'Person', headline: 'A' } }), 1);
});

test('every graph uses the vocabulary of schema.org, each property on its types and with its range', async () => {
  const { check } = await vocabulary();
  const told = [];
  const all = await graphs();
  assert.ok(all.length > 40, 'the site is built: cargo run --release -- build');
  for (const { file, graph } of all) {
    const described = new Map([...nodes(graph)].filter((node) => node['@id']).map((node) => [node['@id'], node['@type']]));
    for (const node of graph) told.push(...check(node, described).map((text) => `${file}: ${text}`));
  }
  assert.deepEqual(told, []);
});

// https://developers.google.com/search/docs/appearance/structured-data: what a type must have.
const required = {
  BreadcrumbList: ['itemListElement'],
  FAQPage: ['mainEntity'],
  Question: ['name', 'acceptedAnswer'],
  Answer: ['text'],
  ProfilePage: ['mainEntity'],
  ListItem: ['position', 'name', 'item'],
  ImageObject: ['contentUrl'],
  Person: ['name'],
  Organization: ['name'],
  WebSite: ['name', 'url'],
  CorrectionComment: ['text', 'datePublished'],
};

test('every node has what Google requires of its type', async () => {
  const { isA } = await vocabulary();
  const told = [];
  for (const { file, graph } of await graphs()) {
    for (const node of nodes(graph)) {
      const type = node['@type'];
      const missing = (required[type] ?? []).filter((property) => node[property] === undefined);
      told.push(...missing.map((property) => `${file}: ${type} without ${property}`));
      if (type === 'BreadcrumbList' && node.itemListElement.length < 2) told.push(`${file}: a trail of one`);
      if (type === 'BreadcrumbList' && node.itemListElement.some((item, at) => item.position !== at + 1)) {
        told.push(`${file}: positions out of order`);
      }
    }
    // An article that has people, dates and a picture says so.
    for (const article of graph.filter((node) => node['@id']?.endsWith('#article'))) {
      if (!isA(article['@type'], 'Article')) told.push(`${file}: ${article['@type']} is no article`);
      if (!article.headline || article.headline.length > 110 && !file.includes('long')) told.push(`${file}: no headline`);
    }
  }
  assert.deepEqual(told, []);
});

test('an article of the own site has all that Google recommends', async () => {
  const all = await graphs();
  const { graph } = all.find(({ file }) => file === 'writing/complete-article/index.html');
  const article = graph.find((node) => node['@id']?.endsWith('#article'));
  for (const property of ['author', 'dateModified', 'datePublished', 'headline', 'image']) {
    assert.ok(article[property], property);
  }
  const author = graph.find((node) => node['@id'] === article.author[0]['@id']);
  assert.ok(author.name && author.url);
});
