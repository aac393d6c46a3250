// The built site in Chromium: it fits narrow and wide screens, needs nothing else, and everyone can read it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { pages, serve } from './site.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const article = '/writing/complete-article/';
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
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(`${path}: ${error}`));
  page.on('requestfailed', (request) => problems.push(`${path}: ${request.url()} failed`));
  page.on('response', (response) => response.status() >= 400 && problems.push(`${path}: ${response.url()} ${response.status()}`));
  page.on('request', (request) => request.url().startsWith(server.url) || problems.push(`${path}: asks ${request.url()}`));
  await page.goto(server.url + path, { waitUntil: 'load' });
  return { context, page, problems };
}

for (const width of [360, 1440]) {
  test(`no page is wider than a screen of ${width} px, and none asks another site for anything`, async () => {
    for (const path of await pages()) {
      const { context, page, problems } = await open(path, { viewport: { width, height: 800 }, javaScriptEnabled: true });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `${path} is ${overflow} px too wide`);
      assert.deepEqual(problems, []);
      await context.close();
    }
  });
}

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing on any kind of page in ${colorScheme} mode`, async () => {
    for (const path of ['/', '/writing/', article, '/people/', '/people/the-byline-authors/', '/search/?q=links', '/404.html']) {
      const { context, page } = await open(path, { viewport: { width: 1280, height: 900 }, colorScheme });
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run());
      const told = violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${path}: ${id}: ${help}: ${html}`));
      assert.deepEqual(told, []);
      await context.close();
    }
  });
}

test('the reference article has every part in order', async () => {
  const { context, page } = await open(article, { javaScriptEnabled: true });
  const parts = [
    'nav[aria-label] ol, nav[aria-label] ul', 'main h1', '.dek', '.byline a', '.byline time, .dates time', '.lead-image figcaption, figure figcaption',
    '.newsletter', 'main h2[id]', 'main h3[id]', '.faqs h3[id]', '.faqs figure', '.faqs .cite', '.trust', '.sources li[id]',
  ];
  const positions = await page.evaluate((selectors) => selectors.map((selector) => {
    const element = document.querySelector(selector);
    return element ? element.getBoundingClientRect().top + window.scrollY : null;
  }), parts);
  parts.forEach((part, index) => assert.notEqual(positions[index], null, `${part} is missing`));
  const order = ['main h1', '.dek', '.newsletter', '.faqs h3[id]', '.trust', '.sources li[id]'].map((part) => positions[parts.indexOf(part)]);
  assert.deepEqual(order, order.toSorted((a, b) => a - b));
  await context.close();
});
