// What a word that is looked for finds, without a browser: the script's search over an index of a few lines.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Search } from '../../themes/default/js/search.js';

const lines = ['boat boats:C', 'storm:C', 'mud:C', 'land:C', '-measur measured:C', '-happi happily:C', 'and:*C'];
const files = { 'index.json': JSON.stringify({ pages: 9, words: ['', 'x'], cards: [] }), 'w-x.txt': lines.join('\n') };

async function found(query) {
  const { ranked, isAll, forms, near } = await new Search(async (name) => files[name]).find(`${query} `);
  return { pages: ranked.length, isAll, forms: [...forms], near: near.map(({ word }) => word) };
}

test('a word that is merely spelt like another does not find it', async () => {
  for (const word of ['boar', 'storey', 'muddle', 'anders', 'lane', 'boa']) {
    assert.deepEqual(await found(word), { pages: 0, isAll: false, forms: [], near: [] }, word);
  }
  assert.equal((await found('boat boar')).isAll, false);
});

test('a form that the site does not use finds the others and is named as near', async () => {
  assert.deepEqual(await found('measuring'), { pages: 1, isAll: true, forms: ['measured'], near: ['measuring'] });
  assert.deepEqual(await found('happy'), { pages: 1, isAll: true, forms: ['happily'], near: ['happy'] });
  assert.deepEqual(await found('boats'), { pages: 1, isAll: true, forms: ['boat', 'boats'], near: [] });
});
