// The search in Chromium: what it finds, by keyboard alone, and that nothing is loaded before it is asked for.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { serve } from './site.mjs';

const table = JSON.parse(await readFile(new URL('../search/words.json', import.meta.url), 'utf8'));
let server;
let browser;

before(async () => {
  server = await serve();
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
});

after(async () => {
  await browser?.close();
  await server?.close();
});

async function open(path, options) {
  const page = await (await browser.newContext(options)).newPage();
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(server.url + path, { waitUntil: 'load' });
  return { page, asked };
}

async function results(page) {
  await page.waitForFunction(() => document.querySelector('.search-status').textContent);
  return page.$$eval('.search-results a', (links) => links.map((link) => new URL(link.href).pathname));
}

async function search(query) {
  const { page, asked } = await open(`/search/?q=${encodeURIComponent(query)}`);
  return { page, asked, found: await results(page) };
}

test('the script cuts texts into the words that the table has', async () => {
  const { page } = await open('/search/');
  const cut = await page.evaluate(async (texts) => {
    const { words } = await import(document.querySelector('script[type=module]').src);
    return texts.map(words);
  }, table.map(([text]) => text));
  assert.deepEqual(cut, table.map(([, words]) => words));
  await page.context().close();
});

test('an article is found by a word that stands only in its body, and the word is marked in the text around it', async () => {
  const { page, found } = await search('masse');
  assert.deepEqual(found, ['/structure/search/']);
  await page.waitForFunction(() => document.querySelector('.search-results p mark'));
  assert.deepEqual(await page.$$eval('.search-results p mark', (marks) => marks.map((mark) => mark.textContent)), ['masse', 'Maße']);
  assert.match(await page.textContent('[role=status]'), /One page/);
  await page.context().close();
});

test('an article is found by its title, by a beginning, by another form of a word, and by who made it', async () => {
  for (const [query, path] of [
    ['Links that cannot break in silence', '/structure/links/'],
    ['hyphe', '/structure/addresses/'],
    ['redirecting', '/publishing/addresses-that-stay/'],
    ['byline authors', '/people/the-byline-authors/'],
  ]) {
    const { page, found } = await search(query);
    assert.ok(found.includes(path), `${query} finds ${found}`);
    await page.context().close();
  }
});

test('a query with markup is text, and one that nothing has says so', async () => {
  const query = '<img src=x onerror=alert(1)> zzzyx';
  const { page, found } = await search('zzzyxq');
  assert.deepEqual(found, []);
  assert.match(await page.textContent('[role=status]'), /Nothing/);
  await page.fill('[name=q]', query);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('.search-status').textContent.includes('<img'));
  assert.equal(await page.$('.search-status img'), null);
  await page.context().close();
});

test('nothing is loaded before the reader asks, and then it works by keyboard alone', async () => {
  const { page, asked } = await open('/');
  const isOfSearch = (path) => path.startsWith('/search/') || path.endsWith('.js');
  assert.deepEqual(asked.filter(isOfSearch), []);
  for (let tabs = 0; tabs < 40; tabs++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement.name === 'q')) break;
  }
  await page.keyboard.type('manifest');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/search\/\?q=manifest/);
  const found = await results(page);
  assert.ok(found.includes('/publishing/output/'), `${found}`);
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'search-query');
  await page.context().close();

  const { page: empty, asked: byPage } = await open('/search/');
  assert.deepEqual(byPage.filter((path) => path.startsWith('/search/') && path !== '/search/'), []);
  await empty.context().close();
});

test('without JavaScript the search page says what it needs', async () => {
  const { page } = await open('/search/', { javaScriptEnabled: false });
  assert.match(await page.textContent('main'), /needs JavaScript/);
  await page.context().close();
});
