// Former addresses in Chromium: they lead on with the query and the fragment, under a strict policy and without scripts.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serve, site } from './site.mjs';

const former = '/publishing/redirects/';
const now = '/publishing/addresses-that-stay/';
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

// Where a reader arrives; `policy` is that of the redirecting page.
async function arrival(path, { policy, ...options } = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  if (policy) {
    await page.route(`**${former}*`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
    });
  }
  await page.goto(server.url + path);
  await page.waitForURL((url) => url.pathname === now, { timeout: 5000 });
  const url = page.url().replace(server.url, '');
  await context.close();
  return url;
}

async function hash() {
  const [, script] = (await readFile(join(site, former, 'index.html'), 'utf8')).match(/<script>(.*)<\/script>/);
  return `sha256-${createHash('sha256').update(script).digest('base64')}`;
}

test('a former address leads to the heading that the link meant, with its query', async () => {
  assert.equal(await arrival(`${former}?from=print#lock`), `${now}?from=print#lock`);
  assert.equal(await arrival(former), now);
});

test('it does so under a policy that allows its script alone, by the hash that the handbook names', async () => {
  const handbook = await readFile(fileURLToPath(new URL('../../content/publishing/addresses-that-stay.md', import.meta.url)), 'utf8');
  assert.ok(handbook.includes(`'${await hash()}'`), `the handbook names another hash than ${await hash()}`);
  const policy = `default-src 'none'; script-src '${await hash()}'`;
  assert.equal(await arrival(`${former}#lock`, { policy }), `${now}#lock`);
});

test('without scripts it leads to the page', async () => {
  assert.equal(await arrival(`${former}`, { javaScriptEnabled: false }), now);
});
