// Every kind of page of the default theme in Chromium: under a strict policy, for everyone, at once.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import vnu from 'vnu-jar';
import { launch } from './preview/browser.mjs';
import { kinds, reference } from './reference/reference.mjs';
import { serve } from './site.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const all = Object.entries(kinds);
let browser;
let site;
let server;

before(async () => {
  browser = await launch();
  site = await reference(browser);
  // So that every test here is one of the policy, too.
  server = await serve(site.folder, { 'content-security-policy': site.policy });
});

after(async () => {
  await browser?.close();
  await server?.close();
  await site?.remove();
});

// A page in a window of its own; `broken` holds what the policy forbade and every other error.
async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const broken = [];
  const asked = [];
  page.on('pageerror', (error) => broken.push(`${page.url()}: ${error}`));
  page.on('console', (message) => message.type() === 'error' && broken.push(`${page.url()}: ${message.text()}`));
  page.on('request', (request) => asked.push([request.resourceType(), request.url().replace(server.url, '')]));
  await page.goto(server.url + path, { waitUntil: 'load' });
  return { page, broken, asked, close: () => context.close() };
}

test('the Nu HTML checker finds no error and no warning on any page of the reference site', async () => {
  const options = { maxBuffer: 64 * 1024 * 1024 };
  const result = await promisify(execFile)('java', ['-jar', vnu, '--format', 'json', '--exit-zero-always', '--skip-non-html', site.folder], options);
  assert.deepEqual(JSON.parse(result.stderr).messages.map(({ url, lastLine, message }) => `${url}:${lastLine}: ${message}`), []);
});

test('under the policy that byline writes for hosts no kind of page misses anything', async () => {
  assert.match(site.policy, /default-src 'none'/);
  assert.doesNotMatch(site.policy, /unsafe/);
  const { page, broken, close } = await open('/');
  for (const [, path] of all) {
    await page.goto(server.url + path, { waitUntil: 'networkidle' });
    assert.equal(await page.evaluate(() => document.querySelectorAll('[style]').length), 0, path);
    await page.click('.scheme');
    if (await page.$('.cite a')) {
      await page.hover('.cite a');
      await page.waitForSelector('.note:popover-open');
    }
  }
  assert.deepEqual(broken, []);
  await close();
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [360, 1440]) {
    test(`axe finds nothing on any kind of page, ${colorScheme}, ${width} px wide`, async () => {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
      const page = await context.newPage();
      const told = [];
      for (const [kind, path] of all) {
        await page.goto(server.url + path, { waitUntil: 'networkidle' });
        // What only comes with the pointer or the focus is looked at as well.
        if (kind === 'article') {
          await page.focus('.cite a');
          await page.keyboard.press('Shift+Tab');
          await page.keyboard.press('Tab');
          await page.waitForSelector('.note:popover-open');
        }
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run({ rules: { 'target-size': { enabled: true } } }));
        told.push(...violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${kind}: ${id}: ${help}: ${html}`)));
      }
      assert.deepEqual(told, []);
      await context.close();
    });
  }
}

test('no kind of page is wider than its screen, from 320 px over 200 % of zoom to 4K', async () => {
  for (const width of [320, 640, 3840]) {
    const { page, close } = await open('/', { viewport: { width, height: 900 } });
    for (const [, path] of all) {
      await page.goto(server.url + path);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `${path} is ${overflow} px too wide at ${width} px`);
    }
    await close();
  }
});

test('an article is one HTML file, one stylesheet and its pictures, and nothing on it moves', async () => {
  for (const path of [kinds.article, kinds.home, kinds.health]) {
    for (const width of [360, 1440]) {
      const { page, asked, close } = await open(path, { viewport: { width, height: 800 } });
      await page.evaluate(() => new Promise((resolve) => {
        window.moved = 0;
        new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => { window.moved += value; })).observe({ type: 'layout-shift', buffered: true });
        setTimeout(resolve, 300);
      }));
      for (let at = 0; at < 12; at++) {
        await page.mouse.wheel(0, 700);
        await page.waitForTimeout(40);
      }
      assert.equal(await page.evaluate(() => window.moved), 0, path);
      const icon = await page.getAttribute('link[rel=icon]', 'href');
      const others = asked.filter(([kind, url]) => kind !== 'image' && url !== icon);
      assert.deepEqual(others.map(([kind]) => kind), ['document', 'stylesheet'], `${path} asks for ${others}`);
      assert.ok(asked.every(([, url]) => url.startsWith('/') || url.startsWith('data:')), `${asked}`);
      await close();
    }
  }
});

test('the stylesheet and the HTML up to the end of the first screen are at most 14 KB, compressed', async () => {
  for (const path of [kinds.article, kinds.home, kinds.section, kinds.health]) {
    for (const viewport of [{ width: 360, height: 740 }, { width: 1440, height: 900 }]) {
      const { page, close } = await open(path, { viewport, javaScriptEnabled: true });
      const html = await readFile(join(site.folder, path, 'index.html'), 'utf8');
      // The last element that begins above the fold, counted in the order of their tags.
      const { last, count } = await page.evaluate(() => {
        const elements = [...document.querySelectorAll('*')].filter((one) => !one.matches('.code, .copy, .note'));
        const isAbove = (one) => one.getClientRects().length > 0 && one.getBoundingClientRect().top < window.innerHeight;
        return { last: elements.findLastIndex((one) => one.closest('main') && isAbove(one)), count: elements.length };
      });
      const tags = [...html.replace(/<script[^>]*>[^]*?<\/script>/g, (script) => script.replace(/>[^]*</, (text) => `>${' '.repeat(text.length - 2)}<`)).matchAll(/<[a-z]/g)];
      assert.equal(tags.length, count, `the tags of ${path} are its elements`);
      const end = html.indexOf('</p>', tags[last].index) + 4;
      const css = await readFile(join(site.folder, html.match(/href="([^"]+\.css)"/)[1]));
      const bytes = gzipSync(css, { level: 9 }).length + gzipSync(html.slice(0, end), { level: 9 }).length;
      console.log(`${path} at ${viewport.width} px: ${bytes} bytes`);
      assert.ok(bytes <= 14 * 1024, `${bytes} bytes`);
      await close();
    }
  }
});

test('the place of a picture has about its colour until it is there, in light and in dark', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ colorScheme });
    const page = await context.newPage();
    await page.route(/\.(jpg|webp|png)$/, (route) => route.abort());
    await page.goto(server.url + kinds.article);
    const found = await page.evaluate(async () => {
      // What the browser computes, as red, green and blue.
      const pixel = (paint) => {
        const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
        const context = canvas.getContext('2d');
        paint(context);
        return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
      };
      const of = (color) => pixel((context) => { context.fillStyle = color; context.fillRect(0, 0, 1, 1); });
      const probe = document.body.appendChild(Object.assign(document.createElement('i'), { className: 'probe' }));
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('.probe { background: var(--panel) }');
      document.adoptedStyleSheets = [sheet];
      const surface = of(getComputedStyle(probe).backgroundColor);
      const pictures = [...document.querySelectorAll('img[data-tint]')].map((one) => [one.currentSrc || one.src, one.dataset.tint, of(getComputedStyle(one).backgroundColor)]);
      return { surface, pictures };
    });
    assert.ok(found.pictures.length > 0, 'the article has pictures');
    await page.unroute(/\.(jpg|webp|png)$/);
    for (const [url, tint, shown] of found.pictures) {
      const mean = await page.evaluate(async (url) => {
        const image = Object.assign(new Image(), { src: url });
        await image.decode();
        const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 64 });
        const context = canvas.getContext('2d');
        context.drawImage(image, 0, 0, 64, 64);
        const { data } = context.getImageData(0, 0, 64, 64);
        return [0, 1, 2].map((channel) => data.filter((_, at) => at % 4 === channel).reduce((sum, one) => sum + one, 0) / 4096);
      }, url);
      // Two parts of the picture, and one of the page.
      const wanted = mean.map((one, at) => one * .65 + found.surface[at] * .35);
      const apart = Math.hypot(...wanted.map((one, at) => one - shown[at]));
      assert.ok(apart < 60, `${url} is ${mean}, its place ${tint}: ${shown}`);
      assert.notDeepEqual(shown, found.surface);
    }
    await context.close();
  }
});

test('a line of text has 60 to 75 letters where there is room', async () => {
  for (const width of [1024, 1440, 3840]) {
    const { page, close } = await open(kinds.article, { viewport: { width, height: 900 } });
    const lengths = await page.evaluate(() => [...document.querySelectorAll('.article-body > .prose > p')].flatMap((paragraph) => {
      const lines = new Map();
      const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (let at = 0; at < node.length; at++) {
          const range = document.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + 1);
          const { top } = range.getBoundingClientRect();
          const line = [...lines.keys()].find((known) => Math.abs(known - top) < 12) ?? top;
          lines.set(line, (lines.get(line) ?? 0) + 1);
        }
      }
      return [...lines].sort(([a], [b]) => a - b).slice(0, -2).map(([, length]) => length);
    }));
    const median = lengths.sort((a, b) => a - b)[Math.floor(lengths.length / 2)];
    assert.ok(median >= 60 && median <= 75, `${median} letters at ${width} px`);
    await close();
  }
});

test('dark or light as chosen is there before anything is shown, on every page, until it is chosen anew', async () => {
  const { page, close } = await open('/', { colorScheme: 'light' });
  await page.addInitScript(() => {
    new MutationObserver(() => {
      if (document.body) window.first ??= document.documentElement.dataset.scheme;
    }).observe(document, { childList: true, subtree: true });
  });
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  assert.equal(await page.getAttribute('.scheme', 'aria-pressed'), 'false');
  await page.click('.scheme');
  const dark = await background();
  assert.notEqual(dark, light);
  for (const path of [kinds.article, kinds.section]) {
    await page.goto(server.url + path);
    assert.equal(await page.evaluate(() => window.first), 'dark');
    assert.equal(await background(), dark);
    assert.equal(await page.getAttribute('.scheme', 'aria-pressed'), 'true');
  }
  await page.click('.scheme');
  await page.goBack();
  assert.equal(await background(), light, 'a page from the memory of the browser, too');
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), [], 'the usual is no choice');
  await close();
});

test('the entry of a source is shown at its number by pointer and by keyboard, and Escape puts it away', async () => {
  const { page, close } = await open(kinds.article);
  const note = page.locator('.note');
  const mark = page.locator('.cite a').first();
  await mark.hover();
  await note.waitFor({ state: 'visible' });
  assert.match(await note.textContent(), /Audit of the coastal walls/);
  assert.equal(await note.locator('.uses').count(), 0, 'the way back leads from the list alone');
  const [number, entry] = [await mark.boundingBox(), await note.boundingBox()];
  assert.ok(Math.abs(entry.y - number.y) < 60, 'it stands at its number');
  await note.hover();
  await page.waitForTimeout(500);
  assert.ok(await note.isVisible(), 'it stays while the pointer is on it');
  await page.keyboard.press('Escape');
  assert.ok(await note.isHidden());
  await page.mouse.move(5, 5);
  await mark.focus();
  await note.waitFor({ state: 'visible' });
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.closest('.note') !== null), true, 'its links are next');
  await page.keyboard.press('Tab');
  await note.getByText('nine times').waitFor();
  await page.keyboard.press('Escape');
  assert.ok(await note.isHidden());
  assert.equal(await page.evaluate(() => new Set([...document.querySelectorAll('[id]')].map(({ id }) => id)).size - document.querySelectorAll('[id]').length), 0);
  await close();
});

test('without scripts everything can be read: numbers lead to their entries, and no button is there that does nothing', async () => {
  const { page, close } = await open(kinds.article, { javaScriptEnabled: false });
  await page.click('.cite a');
  assert.match(page.url(), /#source-/);
  assert.equal(await page.locator('.sources li:target').count(), 1);
  for (const button of ['.scheme', '.copy']) assert.equal(await page.locator(`${button}:visible`).count(), 0, button);
  await close();
});

test('the button on code copies it and says so', async () => {
  const { page, close } = await open(kinds.article, { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.hover('pre');
  await page.click('.copy');
  await page.getByText('Copied').waitFor();
  const [copied, code] = await page.evaluate(async () => [await navigator.clipboard.readText(), document.querySelector('pre').textContent]);
  assert.equal(copied, code);
  await close();
});

test('the contents stay in sight beside the text and mark where the reader is', async () => {
  const { page, close } = await open(kinds.article);
  await page.evaluate(() => document.querySelector('#what-a-marsh-takes-out-of-a-wave').scrollIntoView({ behavior: 'instant' }));
  await page.waitForTimeout(200);
  assert.ok((await page.locator('.toc').boundingBox()).y >= 0);
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('.toc a:target-current')].map(({ hash }) => hash)), ['#what-a-marsh-takes-out-of-a-wave']);
  await close();
});

test('on the home page the small picture of a story stands beside its headline, and no story stands there twice', async () => {
  for (const width of [360, 768, 1440]) {
    const { page, close } = await open('/', { viewport: { width, height: 900 } });
    const small = await page.evaluate(() => [...document.querySelectorAll('.section-cards .card-pictured:not(:first-child)')].map((card) => {
      const [image, headline] = [card.querySelector('img'), card.querySelector('h3')].map((one) => one.getBoundingClientRect());
      return { width: image.width, beside: image.left >= headline.right && Math.abs(image.top - headline.top) < 12 };
    }));
    assert.ok(small.length > 1 && small.every(({ width, beside }) => width < 140 && beside), JSON.stringify(small));
    const stories = await page.evaluate(() => [...document.querySelectorAll('.card h3 a')].map(({ pathname }) => pathname));
    assert.equal(new Set(stories).size, stories.length, `${stories}`);
    await close();
  }
});

test('by keyboard alone everything is reached, and it is seen where one is', async () => {
  for (const path of [kinds.home, kinds.article, kinds.person, kinds.search]) {
    const { page, close } = await open(path);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
    const links = await page.evaluate(() => [...document.querySelectorAll('a[href], button, input:not([disabled]), summary')].filter((one) => one.checkVisibility()).length);
    const reached = new Set();
    const unseen = [];
    for (let at = 0; at < links + 20; at++) {
      const { number, seen, html } = await page.evaluate(() => {
        const one = document.activeElement;
        const styles = [one, one.parentElement].map((element) => getComputedStyle(element));
        return {
          number: [...document.querySelectorAll('*')].indexOf(one),
          seen: styles.some(({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) && one.checkVisibility({ opacityProperty: true }),
          html: one.outerHTML.slice(0, 80),
        };
      });
      if (html.startsWith('<body')) break;
      reached.add(number);
      if (!seen) unseen.push(html);
      await page.keyboard.press('Tab');
    }
    assert.deepEqual(unseen, [], path);
    assert.ok(reached.size >= links, `${path}: ${reached.size} of ${links}`);
    await close();
  }
  const { page, close } = await open(kinds.article);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.match(page.url(), /#page-main$/);
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate(() => document.querySelector('main').contains(document.activeElement)));
  await close();
});

test('from right to left the page begins on the right', async () => {
  const { page, close } = await open(kinds.arabic);
  const side = (selector) => page.evaluate((selector) => {
    const { left, right } = document.querySelector(selector).getBoundingClientRect();
    return (left + right) / 2 > window.innerWidth / 2 ? 'right' : 'left';
  }, selector);
  for (const selector of ['.masthead-title a', '.toc', '.breadcrumbs li']) assert.equal(await side(selector), 'right', selector);
  assert.equal(await side('.masthead-tools'), 'left');
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('h1')).letterSpacing), 'normal');
  await close();
});

test('less motion, forced colours and paper are heeded', async () => {
  const { page, close } = await open(kinds.article, { reducedMotion: 'reduce' });
  const style = (selector, name) => page.evaluate(([selector, name]) => getComputedStyle(document.querySelector(selector))[name], [selector, name]);
  assert.equal(await style('html', 'scrollBehavior'), 'auto');
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  assert.equal(await style('html', 'scrollBehavior'), 'smooth');
  await page.emulateMedia({ forcedColors: 'active' });
  for (const box of ['.callout', '.trust', '.newsletter']) assert.equal(await style(box, 'borderInlineEndStyle'), 'solid', box);
  await page.emulateMedia({ forcedColors: 'none', media: 'print', colorScheme: 'dark' });
  for (const gone of ['.masthead-nav', '.masthead-tools', '.toc', '.related', '.newsletter']) assert.equal(await style(gone, 'display'), 'none', gone);
  for (const kept of ['.sources', '.corrections', '.trust', '.article-meta', '.figure-lead']) assert.notEqual(await style(kept, 'display'), 'none', kept);
  assert.equal(await style('body', 'color'), 'rgb(28, 26, 23)', 'paper is light');
  await page.setViewportSize({ width: 794, height: 1123 });
  const sides = await page.evaluate(() => ['.masthead', '.article-header', '.lead > p', '.sources'].map((selector) => {
    const { left, right } = document.querySelector(selector).getBoundingClientRect();
    return [left, right].map(Math.round).join();
  }));
  assert.deepEqual(new Set(sides).size, 1, `${sides}: all is as wide as the sheet`);
  await close();
});

test('the rules by which a browser fetches the next page are understood, and the policy lets them', async () => {
  const { page, broken, close } = await open('/');
  const session = await page.context().newCDPSession(page);
  const rules = [];
  session.on('Preload.ruleSetUpdated', ({ ruleSet }) => rules.push(ruleSet));
  await session.send('Preload.enable');
  await page.goto(server.url + kinds.section, { waitUntil: 'load' });
  await page.waitForTimeout(300);
  assert.ok(rules.some(({ sourceText }) => sourceText.includes('prefetch')));
  assert.deepEqual(rules.map(({ errorType }) => errorType).filter(Boolean), []);
  assert.deepEqual(broken, []);
  await close();
});
