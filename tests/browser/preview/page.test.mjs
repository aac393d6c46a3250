// The preview on a page: what a saved change does to it, and what it leaves alone.
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { launch, open, until } from './browser.mjs';
import { html, pageFacts, start } from './fake.mjs';

let fake;
let browser;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());
beforeEach(async () => {
  fake = await start();
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  await fake.close();
});

const paragraph = (n) => `<p>Paragraph ${n}: ${'the water comes and goes twice a day. '.repeat(12)}</p>`;
const long = (...first) =>
  [...first, ...Array.from({ length: 30 }, (_, n) => `<h2 id="h${n}">Part ${n}</h2>${paragraph(n)}`)].join('\n');
const text = (page, selector) => page.textContent(selector);

test('a saved change is shown without a reload, and the address asked for is that of the page alone', async () => {
  fake.pages.set('/a/', html('<h1>Tides</h1><p>Old</p>'));
  const { page, errors } = await open(browser, fake, '/a/');
  await page.evaluate(() => {
    window.isSame = true;
  });
  fake.save('/a/', html('<h1>Tides</h1><p>New</p>', { title: 'New title' }));
  await until(async () => (await text(page, 'p')) === 'New');
  assert.equal(await page.title(), 'New title');
  assert.equal(await page.evaluate(() => window.isSame), true);
  const asked = fake.asked.length;
  fake.changed({ page: '/b/' });
  await page.waitForTimeout(200);
  assert.equal(fake.asked.length, asked);
  assert.deepEqual(errors, []);
});

test('a page that was old when it was shown becomes new as soon as the server says hello', async () => {
  let isOld = true;
  fake.pages.set('/a/', {
    get body() {
      return html(isOld ? '<p>Old</p>' : '<p>New</p>');
    },
  });
  await open(browser, fake, '/').catch(() => {});
  const page = await browser.newPage();
  page.on('domcontentloaded', () => {
    isOld = false;
  });
  await page.route('**/events', async (route) => {
    isOld = false;
    await route.continue();
  });
  await page.goto(`${fake.url}/a/`);
  await until(async () => (await text(page, 'p')) === 'New');
  await page.close();
});

test('the reader stays where they are while text is put in above, with the focus, the input and the open fold', async () => {
  const form = '<details id="fold"><summary>Fold</summary>Folded</details><label>Name <input name="name"></label>';
  fake.pages.set('/a/', html(long(form)));
  const { page, errors } = await open(browser, fake, '/a/', { viewport: { width: 900, height: 700 } });
  await page.click('summary');
  await page.fill('input', 'typed');
  await page.evaluate(() => document.querySelector('#h12').scrollIntoView());
  await page.evaluate(() => window.scrollBy(0, -100));
  const top = () => page.evaluate(() => document.querySelector('#h12').getBoundingClientRect().top);
  assert.ok(Math.abs((await top()) - 100) < 1);
  fake.save('/a/', html(long(form, '<h2 id="new">New</h2>', paragraph(100), paragraph(101))));
  await page.waitForSelector('#new', { state: 'attached' });
  await page.waitForTimeout(200);
  assert.ok(Math.abs((await top()) - 100) < 1, `now at ${await top()}`);
  assert.deepEqual(
    await page.evaluate(() => [
      document.querySelector('details').open,
      document.querySelector('input').value,
      document.activeElement.name,
    ]),
    [true, 'typed', 'name'],
  );
  assert.deepEqual(errors, []);
});

test('a frame and a player on the page are not loaded again when the text around them changes', async () => {
  const frame = '<iframe id="frame" src="/frame/" title="Frame"></iframe><audio id="player"></audio>';
  fake.pages.set('/frame/', '<!doctype html><title>Frame</title><p>In the frame</p>');
  fake.pages.set('/a/', html(`<p>Old</p>${frame}`));
  const { page } = await open(browser, fake, '/a/');
  await page.evaluate(() => {
    window.player = document.querySelector('#player');
  });
  fake.save('/a/', html(`<h2>Above</h2><p>New</p>${frame}`));
  await until(async () => (await text(page, 'p')) === 'New');
  assert.equal(await page.evaluate(() => window.player === document.querySelector('#player')), true);
  assert.equal(fake.asked.filter((asked) => asked === '/frame/').length, 1);
});

test('a changed stylesheet is loaded before the old one goes', async () => {
  fake.pages.set('/style.aaaa.css', { type: 'text/css', body: 'p { color: rgb(1, 2, 3) }' });
  let loaded;
  fake.pages.set('/style.bbbb.css', {
    type: 'text/css',
    body: 'p { color: rgb(4, 5, 6) }',
    wait: new Promise((resolve) => {
      loaded = resolve;
    }),
  });
  fake.pages.set('/a/', html('<p>Text</p>'));
  const { page, errors } = await open(browser, fake, '/a/');
  const color = () => page.evaluate(() => getComputedStyle(document.querySelector('p')).color);
  const sheets = () => page.$$eval('link[rel=stylesheet]', (links) => links.map((link) => link.getAttribute('href')));
  fake.save('/a/', html('<p>Text</p>').replace('style.aaaa', 'style.bbbb'));
  await until(() => fake.asked.includes('/style.bbbb.css'));
  assert.equal(await color(), 'rgb(1, 2, 3)');
  assert.deepEqual(await sheets(), ['/style.aaaa.css', '/style.bbbb.css']);
  loaded();
  await until(async () => (await sheets()).length === 1);
  assert.equal(await color(), 'rgb(4, 5, 6)');
  assert.deepEqual(await sheets(), ['/style.bbbb.css']);
  assert.equal(fake.asked.filter((asked) => asked === '/style.bbbb.css').length, 1);
  assert.deepEqual(errors, []);
});

for (const [what, options] of [
  ['a changed script', { head: '<script src="/new.js"></script>' }],
  ['another language', { lang: 'de' }],
  ['another policy', { head: '<meta http-equiv="content-security-policy" content="object-src \'none\'">' }],
]) {
  test(`${what} loads the page anew`, async () => {
    fake.pages.set('/new.js', { type: 'text/javascript', body: '' });
    fake.pages.set('/a/', html('<p>Old</p>'));
    const { page } = await open(browser, fake, '/a/');
    await page.evaluate(() => {
      window.isSame = true;
    });
    fake.save('/a/', html('<p>New</p>', options));
    await until(async () => (await text(page, 'p').catch(() => '')) === 'New');
    assert.equal(await page.evaluate(() => window.isSame), undefined);
  });
}

test('data in a script is changed in place', async () => {
  const head = (n) => ({ head: `<script type="application/ld+json">{"n":${n}}</script>` });
  fake.pages.set('/a/', html('<p>Old</p>', head(1)));
  const { page } = await open(browser, fake, '/a/');
  await page.evaluate(() => {
    window.isSame = true;
  });
  fake.save('/a/', html('<p>Old</p>', head(2)));
  await until(async () => (await text(page, '[type="application/ld+json"]')) === '{"n":2}');
  assert.equal(await page.evaluate(() => window.isSame), true);
});

test('a script that changes its own element does not load the page for ever', async () => {
  fake.pages.set('/a/', html('<p>Text</p>', { head: '<script>document.currentScript.remove()</script>' }));
  const { page, context } = await open(browser, fake, '/a/');
  await page.waitForTimeout(600);
  const loads = fake.asked.filter((asked) => asked === '/a/').length;
  await page.waitForTimeout(400);
  assert.ok(loads <= 4, `asked ${loads} times`);
  assert.equal(fake.asked.filter((asked) => asked === '/a/').length, loads);
  fake.save('/a/', html('<p>New</p>', { head: '<script>document.currentScript.remove()</script>' }));
  await until(async () => (await text(page, 'p')) === 'New');
  await context.close();
});

test('what a script of the theme marked on the root stays', async () => {
  const head =
    '<script>document.documentElement.dataset.theme = "dark"; document.documentElement.className = "js"</script>';
  fake.pages.set('/a/', html('<p>Old</p>', { head }));
  const { page } = await open(browser, fake, '/a/');
  fake.save('/a/', html('<p>New</p>', { head }));
  await until(async () => (await text(page, 'p')) === 'New');
  assert.deepEqual(
    await page.evaluate(() => [document.documentElement.dataset.theme, document.documentElement.className]),
    ['dark', 'js'],
  );
});

const square = (width) => ({
  type: 'image/svg+xml',
  body: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="10"/>`,
});

test('a picture that changed and kept its address is shown anew, and all else on the page stays as it was', async () => {
  fake.pages.set('/quay%20plan.svg', square(30));
  fake.pages.set('/logo.svg', square(20));
  fake.pages.set(
    '/a/',
    html('<details><summary>More</summary>Text</details><input><img id="plan" src="/quay%20plan.svg"><img src="/logo.svg">'),
  );
  const { page, errors } = await open(browser, fake, '/a/');
  await page.click('summary');
  await page.fill('input', 'typed');
  await page.evaluate(() => {
    window.isSame = true;
  });
  const width = () => page.evaluate(() => document.querySelector('#plan').naturalWidth);
  await until(async () => (await width()) === 30);
  for (const next of [50, 70]) {
    fake.pages.set('/quay%20plan.svg', square(next));
    fake.changed({ files: ['/quay%20plan.svg', '/of-another-page.pdf', '/%zz'] });
    await until(async () => (await width()) === next);
  }
  assert.equal(await page.evaluate(() => window.isSame), true);
  assert.equal(await page.inputValue('input'), 'typed');
  assert.equal(await page.evaluate(() => document.querySelector('details').open), true);
  assert.equal(fake.asked.filter((address) => address.startsWith('/logo.svg')).length, 1);
  fake.pages.set('/a/', html('<p>New</p><img id="plan" src="/quay%20plan.svg">'));
  fake.changed();
  await until(async () => (await text(page, 'p')) === 'New');
  assert.equal(await width(), 70);
  assert.deepEqual(errors, []);
});

test('a changed file that the page shows in another way than as a picture loads it anew', async () => {
  fake.pages.set('/print.css', { type: 'text/css', body: 'p { background: url(/paper.svg) }' });
  fake.pages.set('/paper.svg', square(30));
  fake.pages.set('/a/', html('<p>Text</p>', { head: '<link rel="stylesheet" href="/print.css">' }));
  const { page } = await open(browser, fake, '/a/');
  await until(() => fake.asked.includes('/paper.svg'));
  for (const file of ['/paper.svg', '/print.css']) {
    await page.waitForFunction((path) => performance.getEntriesByType('resource').some(({ name }) => name.endsWith(path)), file);
    const loaded = page.waitForEvent('load');
    fake.changed({ files: [file] });
    await loaded;
  }
});

test('what is there for browsers without scripts does not come to life', async () => {
  const body = (word) =>
    `<p>${word}</p><noscript><p class="bare">Without</p><iframe src="/frame/"></iframe></noscript>`;
  fake.pages.set('/a/', html(body('Old')));
  const { page } = await open(browser, fake, '/a/');
  fake.save('/a/', html(body('New')));
  await until(async () => (await text(page, 'p')) === 'New');
  assert.equal(await page.$('.bare'), null);
  assert.ok(!fake.asked.includes('/frame/'));
});

test('a page that is gone becomes the 404 page, and comes back', async () => {
  fake.pages.set('404', html('<h1>Not found</h1>'));
  fake.pages.set('/a/', html('<h1>Tides</h1>'));
  const { page } = await open(browser, fake, '/a/');
  fake.pages.delete('/a/');
  fake.changed();
  await until(async () => (await text(page, 'h1')) === 'Not found');
  fake.save('/a/', html('<h1>Tides again</h1>'));
  await until(async () => (await text(page, 'h1')) === 'Tides again');
});

test('of two changes only the newest is shown, even if the answer to the older one comes later', async () => {
  fake.pages.set('/a/', html('<p>First</p>'));
  const { page, errors } = await open(browser, fake, '/a/');
  let late;
  const shown = [];
  await page.exposeFunction('tell', (word) => shown.push(word));
  await page.evaluate(() =>
    new MutationObserver(() => window.tell(document.querySelector('p').textContent)).observe(
      document.querySelector('p'),
      { characterData: true, subtree: true, childList: true },
    ),
  );
  fake.save('/a/', {
    body: html('<p>Second</p>'),
    wait: new Promise((resolve) => {
      late = resolve;
    }),
  });
  await until(() => fake.asked.filter((asked) => asked === '/a/').length === 3);
  fake.save('/a/', html('<p>Third</p>'));
  await until(async () => (await text(page, 'p')) === 'Third');
  late();
  await page.waitForTimeout(200);
  assert.deepEqual(shown, ['Third']);
  assert.deepEqual(errors, []);
});

test('with --follow the browser goes to the article that was just saved, without it and for several it stays', async () => {
  fake.pages.set('/a/', html('<h1>A</h1>', { follow: true }));
  fake.pages.set('/b/', html('<h1>B</h1>'));
  fake.pages.set('/c/', html('<h1>C</h1>'));
  const { page } = await open(browser, fake, '/a/');
  fake.changed({ saved: ['/b/', '/c/'] });
  fake.changed({ saved: ['/a/'] });
  fake.changed({ saved: ['//elsewhere.example/'] });
  await page.waitForTimeout(300);
  assert.equal(page.url(), `${fake.url}/a/`);
  fake.changed({ page: '/b/', saved: ['/b/'] });
  await page.waitForURL(`${fake.url}/b/`);
  await until(() => fake.streams.size === 1);
  fake.changed({ page: '/c/', saved: ['/c/'] });
  await page.waitForTimeout(300);
  assert.equal(page.url(), `${fake.url}/b/`);
});

test('after the server was started again on the same port the page catches up with what it missed', async () => {
  fake.pages.set('/a/', html('<p>Old</p>'));
  const { page } = await open(browser, fake, '/a/');
  await page.evaluate(() => {
    window.isSame = true;
  });
  await fake.close();
  await page.waitForTimeout(700);
  fake = await start({ port: fake.port });
  fake.pages.set('/a/', html('<p>Written meanwhile</p>'));
  await until(async () => (await text(page, 'p')) === 'Written meanwhile');
  assert.equal(await page.evaluate(() => window.isSame), true);
});

test('seven tabs of the preview are all shown: a tab that nobody sees holds no connection', async () => {
  fake.pages.set('/a/', html('<p>Old</p>'));
  const { page } = await open(browser, fake, '/a/');
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { get: () => window.seen ?? 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await until(() => fake.streams.size === 0);
  fake.save('/a/', html('<p>New</p>'));
  await page.evaluate(() => {
    window.seen = 'visible';
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await until(async () => (await text(page, 'p')) === 'New');
});

test('a draft carries a mark, which goes when it is published', async () => {
  fake.pages.set('/a/', html('<p>Old</p>', { state: 'draft' }));
  const { page } = await open(browser, fake, '/a/');
  const mark = page.locator('byline-preview .mark');
  assert.equal(await mark.textContent(), 'Draft not seen by readers');
  assert.equal(await mark.isVisible(), true);
  fake.save('/a/', html('<p>New</p>'));
  await until(async () => !(await mark.isVisible()));
});

test("a strict policy of the page and styles of the theme do not reach the preview's own parts", async () => {
  const head = '<meta http-equiv="content-security-policy" content="default-src \'self\'; style-src \'self\'">';
  fake.pages.set('/style.aaaa.css', {
    type: 'text/css',
    body: '* { color: red !important; display: none !important; } html, body, p { display: block !important } byline-preview { display: none }',
  });
  fake.page = pageFacts();
  fake.pages.set('/a/', html('<p>Old</p>', { head }));
  const { page, errors } = await open(browser, fake, '/a/');
  await page.click('byline-preview .opener');
  await page.waitForSelector('byline-preview .panel .title');
  assert.notEqual(
    await page.$eval('byline-preview .panel', (panel) => getComputedStyle(panel).color),
    'rgb(255, 0, 0)',
  );
  fake.save('/a/', html('<p>New</p>', { head }));
  await until(async () => (await text(page, 'p')) === 'New');
  assert.deepEqual(errors, []);
  assert.equal(await page.$$eval('byline-preview', (hosts) => hosts.length), 1);
});

test('a page whose policy forbids to read markup by script is loaded anew at each change', async () => {
  const head = '<meta http-equiv="content-security-policy" content="require-trusted-types-for \'script\'">';
  fake.pages.set('/a/', html('<p>Old</p>', { head }));
  const { page } = await open(browser, fake, '/a/');
  await page.waitForTimeout(300);
  const loads = fake.asked.filter((asked) => asked === '/a/').length;
  assert.equal(loads, 2);
  fake.save('/a/', html('<p>New</p>', { head }));
  await until(async () => (await text(page, 'p').catch(() => '')) === 'New');
});

// Where the editor would be opened, or what is told.
async function doubleClick(page, selector) {
  await page.evaluate(() => {
    window.opened = null;
    document.querySelector('byline-preview').shadowRoot.querySelector('.toast').replaceChildren();
    HTMLAnchorElement.prototype.click = function click() {
      window.opened = this.href;
    };
    navigator.clipboard.writeText = async (words) => {
      window.copied = words;
    };
  });
  await page.dblclick(selector, { modifiers: ['Alt'] });
  await page.waitForFunction(
    () => document.querySelector('byline-preview').shadowRoot.querySelector('.toast').textContent,
  );
  return page.evaluate(() => ({
    opened: window.opened,
    copied: window.copied ?? null,
    toast: document.querySelector('byline-preview').shadowRoot.querySelector('.toast').textContent,
  }));
}

test('a double click with Alt opens the editor where a heading, question, source, figure or paragraph was written', async () => {
  const place = (line) => ({ file: 'content/a.md', line, column: 1, editor: `vscode://file/content/a.md:${line}:1` });
  fake.places = new Map([
    ['heading why', place(10)],
    ['question q-why', place(20)],
    ['source source-noaa', place(30)],
    ['figure /quay.jpg', place(40)],
    ['paragraph The water comes.', place(50)],
  ]);
  fake.page = pageFacts({ file: 'content/a.md', editor: 'vscode://file/content/a.md:1' });
  fake.pages.set('/quay.jpg', {
    type: 'image/svg+xml',
    body: '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"/>',
  });
  fake.pages.set(
    '/a/',
    html(
      '<h1>Tides</h1><h2 id="why">Why</h2><p>The water comes.</p><h3 id="q-why">Why twice?</h3><div>An <em>answer</em></div>'
        + '<figure><img src="/quay.jpg" alt="A quay" width="90" height="60"></figure><p class="second">The water comes.</p><ol><li id="source-noaa"><a href="/elsewhere/">A source</a></li></ol>',
    ),
  );
  const { page, errors } = await open(browser, fake, '/a/');
  for (const [selector, line] of [
    ['#why', 10],
    ['#q-why', 20],
    ['em', 20],
    ['#source-noaa a', 30],
    ['img', 40],
    ['p', 50],
  ]) {
    assert.equal((await doubleClick(page, selector)).opened, `vscode://file/content/a.md:${line}:1`, selector);
  }
  assert.equal((await doubleClick(page, 'h1')).opened, 'vscode://file/content/a.md:1');
  const before = fake.asked.length;
  await doubleClick(page, '.second');
  assert.ok(
    fake.asked
      .slice(before)
      .includes('/__byline/source.json?address=%2Fa%2F&kind=paragraph&text=The+water+comes.&nth=1'),
  );
  await page.evaluate(() => {
    window.opened = null;
  });
  const asked = fake.asked.length;
  await page.dblclick('p');
  await page.waitForTimeout(100);
  assert.equal(fake.asked.length, asked);
  assert.deepEqual(
    errors.filter((error) => !/404/.test(error)),
    [],
  );
});

test('a paragraph is the first of its kind although its list item, which is around it, begins with the same text', async () => {
  fake.pages.set('/a/', html('<ul><li><p>Same</p></li><li><p class="second">Same</p></li></ul>'));
  const { page } = await open(browser, fake, '/a/');
  for (const [selector, nth] of [
    ['p', 0],
    ['.second', 1],
  ]) {
    const before = fake.asked.length;
    await doubleClick(page, selector);
    const asked = fake.asked.slice(before).find((address) => address.includes('kind=paragraph'));
    assert.equal(new URLSearchParams(asked.split('?')[1]).get('nth'), String(nth));
  }
});

test('without a link to an editor, or with one that would run a script, file and line are copied and that is said', async () => {
  fake.pages.set('/a/', html('<p>One</p><p class="two">Two</p>'));
  fake.places = new Map([
    ['paragraph One', { file: 'content/a.md', line: 12, column: 1, editor: null }],
    ['paragraph Two', { file: 'content/a.md', line: 14, column: 1, editor: ' java\nscript:alert(1)' }],
  ]);
  const { page } = await open(browser, fake, '/a/');
  assert.deepEqual(await doubleClick(page, 'p'), {
    opened: null,
    copied: 'content/a.md:12',
    toast: 'Copied content/a.md:12',
  });
  assert.deepEqual(await doubleClick(page, '.two'), {
    opened: null,
    copied: 'content/a.md:14',
    toast: 'Copied content/a.md:14',
  });
});
