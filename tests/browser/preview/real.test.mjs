// The preview as its users have it: `byline serve` on a site on disk, its files edited, in Chromium.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { launch, until } from './browser.mjs';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const byline = process.env.BYLINE ?? join(process.env.CARGO_TARGET_DIR ?? join(repository, 'target'), 'release/byline');

let browser;
let folder;
let server;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'byline-preview-'));
  for (const name of ['content', 'themes', 'site.toml']) {
    await cp(join(repository, name), join(folder, name), { recursive: true });
  }
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  await server?.end();
  await rm(folder, { recursive: true, force: true });
});

// Starts a preview; its address, and what ends it.
async function serve(...options) {
  const child = spawn(byline, ['serve', '--port', '0', ...options], { cwd: folder, env: { ...process.env, NO_COLOR: '1' } });
  let said = '';
  child.stderr.on('data', (data) => {
    said += data;
  });
  await until(() => /shown in|not shown|nothing to show/.test(said) || child.exitCode !== null, 'the preview is there');
  const url = said.match(/http:\/\/localhost:\d+/)?.[0];
  assert.ok(url, said);
  const ended = new Promise((resolve) => {
    child.on('exit', resolve);
  });
  server = {
    url,
    said: () => said,
    end: () => {
      child.kill();
      return ended;
    },
  };
  return server;
}

async function open(path) {
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
  await page.goto(server.url + path, { waitUntil: 'load' });
  await page.evaluate(() => {
    window.isSame = true;
  });
  // The stream of events is open when the preview's own element is there.
  await page.waitForSelector('byline-preview', { state: 'attached' });
  await page.waitForTimeout(300);
  return page;
}

const edit = async (path, change) => {
  const file = join(folder, path);
  await writeFile(file, change(await readFile(file, 'utf8')));
};
const isSame = (page) => page.evaluate(() => window.isSame === true);

test('a saved word is on the screen without a reload, and the page stays where it was', async () => {
  await serve();
  const page = await open('/structure/links/');
  await page.evaluate(() => document.querySelector('#wiki-links').scrollIntoView({ behavior: 'instant' }));
  // Pictures that come into view on the way are loaded first.
  await page.waitForTimeout(500);
  const top = () => page.evaluate(() => document.querySelector('#wiki-links').getBoundingClientRect().top);
  const before = await top();
  const saved = Date.now();
  await edit('content/structure/links.md', (text) => text.replace('In an editor such a link can be clicked', 'In any workshop such a link can be clicked'));
  await page.waitForFunction(() => document.body.textContent.includes('In any workshop'));
  console.log(`on the screen after ${Date.now() - saved} ms`);
  assert.ok(await isSame(page));
  assert.ok(Math.abs((await top()) - before) < 30, 'it scrolled');
  await edit('content/structure/links.md', (text) => text.replace(/^title: .*$/m, 'title: Links of another name'));
  await page.waitForFunction(() => document.querySelector('h1').textContent.includes('Links of another name'));
  assert.ok(await isSame(page));
});

test('a mistake is shown over the page with its line and goes when it is mended, and the page stays the last good one', async () => {
  await serve();
  const page = await open('/structure/links/');
  await edit('content/structure/links.md', (text) => `${text}\nSee [](gone.md).\n`);
  const overlay = page.getByText('gone.md').first();
  await overlay.waitFor();
  assert.match(await page.textContent('h1'), /Links that cannot break/);
  await edit('content/structure/links.md', (text) => text.replace('See [](gone.md).', 'All is well now.'));
  await overlay.waitFor({ state: 'hidden' });
  await page.waitForFunction(() => document.body.textContent.includes('All is well now.'));
  assert.ok(await isSame(page));
});

test('a stylesheet that was changed is shown without a reload', async () => {
  await serve();
  const page = await open('/');
  await edit('themes/default/css/base.css', (text) => `${text}\nh1 { letter-spacing: 7px; }\n`).catch(async () => {
    throw new Error('the theme has another layout');
  });
  await page.waitForFunction(() => [...document.querySelectorAll('h1, h2')].some((one) => getComputedStyle(one).letterSpacing === '7px'));
  assert.ok(await isSame(page));
});

test('with --follow the browser goes to the article that was saved', async () => {
  await serve('--follow');
  const page = await open('/');
  await edit('content/structure/links.md', (text) => text.replace('can be clicked', 'may be clicked'));
  await page.waitForURL('**/structure/links/');
});

test('the panel knows the page, and the start page the site', async () => {
  await serve();
  const page = await open('/structure/links/');
  await page.keyboard.press('Alt+Shift+D');
  await page.getByText('content/structure/links.md').first().waitFor();
  await page.getByText('What else is checked').last().waitFor();
  await page.keyboard.press('Escape');
  const desk = await browser.newPage();
  await desk.goto(`${server.url}/__byline/`);
  await desk.getByText('The byline handbook').first().waitFor();
});

test('after the preview was started again on its port the page catches up', async () => {
  const first = await serve();
  const port = new URL(first.url).port;
  const page = await open('/structure/links/');
  await first.end();
  await edit('content/structure/links.md', (text) => text.replace('can be clicked', 'was edited meanwhile'));
  const child = spawn(byline, ['serve', '--port', port], { cwd: folder });
  server = { url: first.url, end: () => new Promise((resolve) => { child.on('exit', resolve); child.kill(); }) };
  await page.waitForFunction(() => document.body.textContent.includes('was edited meanwhile'), null, { timeout: 20000 });
});

test('of a site that begins with a mistake the start page lists it, and everything else once it is mended', async () => {
  const file = 'content/structure/links.md';
  await edit(file, (text) => `${text}\nSee [](gone.md).\n`);
  await serve();
  const desk = await browser.newPage();
  await desk.goto(`${server.url}/__byline/#problems`);
  await desk.getByText('There is nothing to show yet').waitFor();
  await desk.getByText(file).first().waitFor();
  await edit(file, (text) => text.replace('See [](gone.md).', ''));
  await desk.getByText('The byline handbook').first().waitFor();
  await desk.getByText('There is nothing to show yet').waitFor({ state: 'hidden' });
});
