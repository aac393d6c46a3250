// The second theme of the repository, which shows the same magazine by the same contract: valid, and for everyone.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import vnu from 'vnu-jar';
import { launch } from './preview/browser.mjs';
import { kinds, reference } from './reference/reference.mjs';
import { serve } from './site.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
// It shows no search and no page for what is not there.
const shown = Object.entries(kinds).filter(([kind]) => !['search', '404'].includes(kind));
let browser;
let site;
let server;

before(async () => {
  browser = await launch();
  site = await reference(browser, { theme: 'wire' });
  server = await serve(site.folder, { 'content-security-policy': site.policy });
});

after(async () => {
  await browser?.close();
  await server?.close();
  await site?.remove();
});

test('the Nu HTML checker finds no error and no warning on any page of the second theme', async () => {
  const options = { maxBuffer: 64 * 1024 * 1024 };
  const result = await promisify(execFile)('java', ['-jar', vnu, '--format', 'json', '--exit-zero-always', '--skip-non-html', site.folder], options);
  assert.deepEqual(JSON.parse(result.stderr).messages.map(({ url, lastLine, message }) => `${url}:${lastLine}: ${message}`), []);
});

test('under the policy that byline writes for hosts no page of the second theme misses anything', async () => {
  const page = await browser.newPage();
  const broken = [];
  page.on('pageerror', (error) => broken.push(`${page.url()}: ${error}`));
  // The theme has no icon, which the browser asks for by itself.
  const isTold = (message) => message.type() === 'error' && !message.location().url.endsWith('/favicon.ico');
  page.on('console', (message) => isTold(message) && broken.push(`${page.url()}: ${message.text()}`));
  for (const [, path] of shown) {
    await page.goto(server.url + path, { waitUntil: 'networkidle' });
  }
  assert.deepEqual(broken, []);
  await page.close();
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [360, 1440]) {
    test(`axe finds nothing on any page of the second theme, ${colorScheme}, ${width} px wide`, async () => {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
      const page = await context.newPage();
      const told = [];
      for (const [kind, path] of shown) {
        await page.goto(server.url + path, { waitUntil: 'networkidle' });
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (overflow > 0) told.push(`${kind}: ${overflow} px too wide`);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run({ rules: { 'target-size': { enabled: true } } }));
        told.push(...violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${kind}: ${id}: ${help}: ${html}`)));
      }
      assert.deepEqual(told, []);
      await context.close();
    });
  }
}
