// Lighthouse on a slow phone: what does not hang on how busy this machine is, is asserted.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';
import { kinds, reference } from './reference/reference.mjs';
import { serve } from './site.mjs';

let browser;
let port;
let site;
let server;

before(async () => {
  port = await new Promise((resolve) => {
    const free = createServer().listen(0, '127.0.0.1', () => {
      const { port } = free.address();
      free.close(() => resolve(port));
    });
  });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [`--remote-debugging-port=${port}`, '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  site = await reference(browser);
  server = await serve(site.folder, { 'content-security-policy': site.policy });
});

after(async () => {
  await browser?.close();
  await server?.close();
  await site?.remove();
});

for (const kind of ['home', 'article', 'section']) {
  test(`Lighthouse gives the ${kind} page full marks for access, practice and search, and nothing on it blocks or moves`, async () => {
    const { lhr } = await lighthouse(server.url + kinds[kind], { port, logLevel: 'error', output: 'json' });
    const scores = Object.fromEntries(Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round(score * 100)]));
    const wrong = Object.values(lhr.categories).filter(({ id }) => id !== 'performance').flatMap(({ auditRefs }) => auditRefs)
      .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
      .map(({ id }) => `${id}: ${lhr.audits[id].title}: ${JSON.stringify(lhr.audits[id].details?.items?.slice(0, 3))}`);
    console.log(`${kind}: ${JSON.stringify(scores)}, largest paint ${lhr.audits['largest-contentful-paint'].displayValue}`);
    assert.deepEqual(wrong, []);
    for (const category of ['accessibility', 'best-practices', 'seo']) assert.equal(scores[category], 100, category);
    assert.equal(lhr.audits['cumulative-layout-shift'].numericValue, 0);
    const requests = lhr.audits['network-requests'].details.items;
    const blocking = requests.filter(({ resourceType, priority }) => resourceType !== 'Document' && priority === 'VeryHigh');
    assert.deepEqual(blocking.map(({ resourceType }) => resourceType), ['Stylesheet']);
    assert.ok(lhr.audits['total-byte-weight'].numericValue < 400 * 1024, `${lhr.audits['total-byte-weight'].numericValue} bytes`);
  });
}
