// The overlay of problems, the desk's panel and its start page: what they say, by keyboard alone, for everyone.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { launch, open, until } from './browser.mjs';
import { article, deskFacts, html, pageFacts, problem, start } from './fake.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const markup = '<img src=x onerror="window.isHurt = true"><script>window.isHurt = true</script>';
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

const focused = (page) =>
  page.evaluate(() => {
    const at = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
    return at?.getAttribute('aria-label') || at?.textContent.trim() || at?.localName;
  });

const fullPage = () =>
  pageFacts({
    state: 'draft',
    problems: [
      problem(),
      problem({
        level: 'warning',
        code: 'missing-alt',
        message: 'a picture has no `alt`',
        line: 30,
        editor: null,
        excerpt: null,
        help: [],
      }),
    ],
    outline: [
      { level: 2, id: 'why', text: 'Why the water comes' },
      { level: 3, id: 'moon', text: 'The moon' },
      { level: 2, id: 'towns', text: 'What towns do' },
    ],
    dates: [
      { name: 'published', date: '2026-02-11', editor: 'vscode://file/site/content/coast/tides.md:4:1' },
      { name: 'updated', date: '2026-06-06', editor: null },
    ],
    review: { due: '2026-11-01', is_overdue: true },
    sources: {
      used: [{ key: 'noaa', title: 'Tides and water levels', number: 1, uses: 2 }],
      unused: [{ key: 'old', title: 'An old almanac' }],
    },
    links: {
      out: [{ title: 'Storms', address: '/coast/storms/' }],
      in: [{ title: 'The quay', address: '/towns/quay/' }],
    },
  });

const fullDesk = () =>
  deskFacts(
    [
      article({ problems: 2, due: '2026-11-01', is_overdue: true }),
      article({
        title: 'What the storm left',
        address: null,
        file: 'content/coast/storm.md',
        state: 'draft',
        published: null,
        changed: 1795694000,
      }),
      article({
        title: 'The new quay',
        address: '/towns/quay/',
        file: 'content/towns/quay.md',
        section: 'Towns',
        state: 'scheduled',
        published: '2026-12-01',
        authors: ['John Sample'],
      }),
      article({
        title: 'Fish in winter',
        address: '/fish/',
        file: 'content/fish.md',
        section: 'Fish',
        due: '2027-01-10',
      }),
    ],
    {
      problems: [
        problem({ level: 'warning', code: 'missing-alt', message: 'a picture has no `alt`', file: 'content/fish.md' }),
        problem(),
      ],
    },
  );

test('errors are shown over the page with place, line of source and help, and go by themselves when they are mended', async () => {
  fake.pages.set('/a/', html('<h1>Tides</h1>'));
  const { page, errors } = await open(browser, fake, '/a/');
  assert.equal(await page.locator('byline-preview .overlay').count(), 0);
  fake.setProblems([problem(), problem({ line: 9, editor: null })]);
  await page.waitForSelector('byline-preview .overlay');
  assert.equal(await page.textContent('byline-preview .overlay h2'), '2 errors keep the site from being built');
  assert.match(
    await page.textContent('byline-preview [role=alert]'),
    /^2 errors keep the site from being built: `storm.md` leads nowhere$/,
  );
  assert.equal(
    await page.getAttribute('byline-preview .problem a.place', 'href'),
    'vscode://file/site/content/coast/tides.md:3:7',
  );
  assert.equal(await page.textContent('byline-preview .problem a.place'), 'content/coast/tides.md:3:7');
  assert.equal(await page.textContent('byline-preview .problem:first-child .excerpt'), problem().excerpt);
  assert.equal(await page.textContent('byline-preview .problem:first-child .help'), 'did you mean storms.md?');
  assert.equal(await page.textContent('byline-preview .problem button.place'), 'content/coast/tides.md:9:7');
  fake.setProblems([]);
  await until(async () => !(await page.isVisible('byline-preview .overlay')));
  assert.equal(await page.isVisible('byline-preview .unfold'), false);
  assert.deepEqual(errors, []);
});

test('what keeps the theme from rendering the page is shown over the last good one, beside the errors of the site, until it is mended', async () => {
  const mistakes = [problem({ code: 'template-error', message: 'there is no `subtitle` here', file: 'templates/article.html' })];
  fake.pages.set('/a/', html('<h1>Tides</h1>', { mistakes }));
  const { page, errors } = await open(browser, fake, '/a/');
  const title = (text) => until(async () => (await page.textContent('byline-preview .overlay h2')) === text);
  await page.waitForSelector('byline-preview .overlay');
  await title('1 error keeps the site from being built');
  fake.setProblems([problem()]);
  await title('2 errors keep the site from being built');
  fake.setProblems([problem({ code: 'template-error', message: 'this block is never closed', file: 'templates/article.html' })]);
  await title('1 error keeps the site from being built');
  assert.match(await page.textContent('byline-preview .overlay'), /never closed/);
  fake.setProblems([]);
  await title('1 error keeps the site from being built');
  fake.pages.set('/a/', html('<h1>Tides</h1>'));
  fake.changed();
  await until(async () => !(await page.isVisible('byline-preview .overlay')));
  assert.deepEqual(errors, []);
});

test('what a rule refuses on the page itself is shown over it, and nobody says that the page is an earlier one', async () => {
  const refused = [problem({ code: 'nameless-control', message: 'a button has no name', file: 'content/a.md' })];
  fake.pages.set('/a/', html('<h1>Tides</h1>', { refused }));
  const { page, errors } = await open(browser, fake, '/a/');
  await page.waitForSelector('byline-preview .overlay');
  assert.equal(await page.isVisible('byline-preview .overlay .note'), false);
  fake.setProblems([problem()]);
  await page.waitForSelector('byline-preview .overlay .note');
  fake.setProblems([]);
  fake.pages.set('/a/', html('<h1>Tides</h1>'));
  fake.changed();
  await until(async () => !(await page.isVisible('byline-preview .overlay')));
  assert.deepEqual(errors, []);
});

test('the overlay is there when a page is opened, folds away by Escape, and comes back only when the problems are others', async () => {
  fake.pages.set('/a/', html('<h1>Tides</h1>'));
  fake.problems = [problem()];
  const { page } = await open(browser, fake, '/a/');
  await page.waitForSelector('byline-preview .overlay');
  assert.equal(await focused(page), await page.evaluate(() => document.body.textContent.trim()));
  await page.keyboard.press('Escape');
  assert.equal(await page.isVisible('byline-preview .overlay'), false);
  assert.equal(await page.textContent('byline-preview .unfold'), '1 error');
  fake.setProblems([problem()]);
  await page.waitForTimeout(200);
  assert.equal(await page.isVisible('byline-preview .overlay'), false);
  await page.focus('byline-preview .unfold');
  await page.keyboard.press('Enter');
  assert.equal(await page.isVisible('byline-preview .overlay'), true);
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'Fold away');
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'content/coast/tides.md:3:7');
  await page.keyboard.press('Escape');
  assert.equal(await focused(page), '1 error');
  fake.setProblems([problem({ line: 4 })]);
  await page.waitForSelector('byline-preview .overlay', { state: 'visible' });
});

test('no text of an error, a page or an article becomes markup, and no address runs a script', async () => {
  const texts = {
    message: markup,
    file: markup,
    code: markup,
    excerpt: markup,
    help: [markup],
    editor: 'javascript:window.isHurt=true',
  };
  fake.problems = [
    problem(texts),
    problem({ editor: ' \tJava\nScript:window.isHurt=true' }),
    problem({ editor: 'data:text/html,x' }),
    problem({ editor: 'vbscript:x' }),
  ];
  fake.pages.set('/a/', html('<h1>Tides</h1>'));
  const bad = { title: markup, address: 'javascript:window.isHurt=true' };
  fake.page = {
    ...pageFacts(),
    title: markup,
    file: markup,
    editor: 'javascript:window.isHurt=true',
    state: markup,
    problems: fake.problems,
    outline: [{ level: 2, id: '"><img>', text: markup }],
    dates: [{ name: markup, date: markup, editor: 'javascript:1' }],
    review: { due: markup, is_overdue: false },
    sources: { used: [{ key: markup, title: markup, number: 1, uses: 2 }], unused: [{ key: markup, title: markup }] },
    links: { out: [bad], in: [bad] },
    card: {
      title: markup,
      description: markup,
      image: 'javascript:window.isHurt=true',
      site: markup,
      address: 'javascript:1',
    },
    result: { title: markup, description: markup, address: markup, date: markup },
  };
  fake.desk = deskFacts(
    [
      article({
        ...bad,
        file: markup,
        section: markup,
        authors: [markup],
        published: markup,
        editor: 'javascript:1',
        state: markup,
        problems: 1,
      }),
    ],
    { title: markup, problems: fake.problems },
  );
  const { page } = await open(browser, fake, '/a/');
  await page.click('byline-preview .opener');
  await page.waitForSelector('byline-preview .panel .title');
  await page.waitForSelector('byline-preview .overlay .problem');
  const { page: desk } = await open(browser, fake, '/__byline/');
  await desk.waitForSelector('.rows li');
  for (const list of ['#tab-problems', '#tab-all']) {
    await desk.click(list);
    for (const shown of [page, desk]) {
      const found = await shown.evaluate(() => {
        const roots = [document, document.querySelector('byline-preview')?.shadowRoot].filter(Boolean);
        const links = roots.flatMap((root) => [...root.querySelectorAll('[href], [src]')]);
        return {
          made: roots.flatMap((root) => [...root.querySelectorAll('img, [onerror]')]).length,
          isHurt: window.isHurt ?? false,
          bad: links.map((link) => link.href || link.src).filter((address) => !/^(https?|vscode):/.test(address)),
        };
      });
      assert.deepEqual(found, { made: 0, isHurt: false, bad: [] });
    }
  }
});

test('the panel opens by its key, is read by keyboard alone, closes by Escape and gives the focus back', async () => {
  fake.page = fullPage();
  fake.pages.set(
    '/a/',
    html('<p><a href="/b/">A link</a></p><div style="height: 3000px"></div><h2 id="why">Why the water comes</h2>'),
  );
  const { page, errors } = await open(browser, fake, '/a/');
  await page.focus('a');
  await page.keyboard.press('Alt+Shift+D');
  await page.waitForSelector('byline-preview .panel .title');
  const reached = [];
  for (let tabs = 0; tabs < 12; tabs++) {
    await page.keyboard.press('Tab');
    reached.push(await focused(page));
  }
  assert.deepEqual(
    reached,
    [
      'The whole site',
      'Close the desk',
      'content/coast/tides.md',
      '11 February 2026',
      'content/coast/tides.md:3:7',
      'content/coast/tides.md:30:7',
      'Why the water comes',
      'The moon',
      'What towns do',
      'Storms',
      'The quay',
      'html',
    ]
      .slice(0, 11)
      .concat(reached[11]),
  );
  await page.focus('byline-preview .outline a');
  await page.keyboard.press('Enter');
  await until(
    async () =>
      await page.evaluate(() => document.querySelector('#why').getBoundingClientRect().top < window.innerHeight),
  );
  await page.keyboard.press('Escape');
  assert.equal(await page.isVisible('byline-preview .panel'), false);
  assert.equal(await focused(page), 'A link');
  await page.focus('byline-preview .opener');
  await page.keyboard.press('Enter');
  assert.equal(await page.isVisible('byline-preview .panel'), true);
  await page.keyboard.press('Escape');
  assert.equal(await focused(page), 'Open the desk');
  assert.deepEqual(errors, []);
});

test('the panel says all that is known of the page, follows each saved change, and stays open on the next page', async () => {
  fake.page = fullPage();
  fake.pages.set('/a/', html('<h1>Tides</h1>'));
  const { page } = await open(browser, fake, '/a/');
  await page.click('byline-preview .opener');
  await page.waitForSelector('byline-preview .panel .title');
  const said = (await page.textContent('byline-preview .content')).replace(/\s+/g, ' ');
  for (const part of [
    'How tides shape a harbour town Draft',
    '1,200 words · 5 minutes to read',
    'published11 February 2026',
    'reviewwas due 1 November 2026',
    'Problems 2',
    'Tides and water levels × 2',
    'Not cited',
    'An old almanac [@old]',
    'Storms',
    'The quay',
    'When shared',
    'No picture',
    'In a search result',
  ]) {
    assert.ok(said.includes(part), `${part} in ${said}`);
  }
  await page.focus('byline-preview .outline a');
  fake.page = {
    ...fullPage(),
    words: 1300,
    problems: [],
    outline: [{ level: 2, id: 'new', text: 'New' }, ...fullPage().outline],
  };
  fake.changed({ page: '/b/' });
  await until(async () => (await page.textContent('byline-preview .content')).includes('1,300 words'));
  assert.match(await page.textContent('byline-preview .content'), /Nothing to mend/);
  assert.equal(await focused(page), 'Why the water comes');
  await page.reload();
  await page.waitForSelector('byline-preview .panel .title');
  assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
  fake.page = null;
  fake.changed();
  await until(async () => (await page.textContent('byline-preview .content')).includes('made from many documents'));
});

test('the start page lists what there is to do, filters it, and follows each saved change', async () => {
  fake.desk = fullDesk();
  fake.findings = [
    problem({ level: 'advice', code: 'orphan', message: 'no page leads here' }),
    problem({ level: 'warning', code: 'vague-link-text', message: 'a link that says nothing' }),
  ];
  const { page, errors } = await open(browser, fake, '/__byline/');
  await page.waitForSelector('.rows li');
  const titles = () => page.$$eval('.rows .row-title > :first-child', (rows) => rows.map((row) => row.textContent));
  const tabs = () => page.$$eval('[role=tab]', (tabs) => tabs.map((tab) => tab.textContent));
  assert.deepEqual(await tabs(), [
    'Newest changes',
    'Drafts 1',
    'Scheduled 1',
    'Due for review 2',
    'Problems 2',
    'What rules find',
    'All articles 4',
  ]);
  // What the rules find comes in pieces, and is shown when all of it is there: warnings before advice.
  await until(async () => (await tabs()).includes('What rules find 2'));
  await page.click('#tab-findings');
  const found = await page.$$eval('.problems > li', (rows) => rows.map((row) => row.textContent));
  assert.match(found[0], /vague-link-text/);
  assert.match(found[1], /orphan/);
  await page.click('#tab-drafts');
  assert.deepEqual(await titles(), ['What the storm left']);
  assert.match(await page.textContent('.rows'), /shown with --drafts/);
  await page.click('#tab-scheduled');
  assert.match(await page.textContent('.row-when'), /^in 5 days, 1 Dec 2026$/);
  await page.click('#tab-due');
  assert.deepEqual(await titles(), ['How tides shape a harbour town', 'Fish in winter']);
  await page.click('#tab-all');
  await page.fill('[name=q]', 'sample');
  assert.deepEqual(await titles(), ['The new quay']);
  await page.fill('[name=q]', 'nothing has this');
  await page.click('text=Clear the filter');
  await page.selectOption('[name=section]', 'Coast');
  await page.selectOption('[name=state]', 'draft');
  assert.deepEqual(await titles(), ['What the storm left']);
  await page.reload();
  await page.waitForSelector('.rows li');
  assert.deepEqual(await titles(), ['What the storm left']);
  assert.equal(await page.inputValue('[name=section]'), 'Coast');
  fake.desk = deskFacts([
    ...fullDesk().articles,
    article({ title: 'A new draft', file: 'content/new.md', state: 'draft' }),
  ]);
  fake.changed();
  await until(async () => (await titles()).includes('A new draft'));
  await page.selectOption('[name=state]', '');
  await page.selectOption('[name=section]', '');
  fake.setProblems([problem()]);
  await until(async () => (await page.textContent('.banner')).includes('1 error keeps the site from being built'));
  assert.deepEqual(errors, []);
});

test('the start page is used by keyboard alone', async () => {
  fake.desk = fullDesk();
  const { page } = await open(browser, fake, '/__byline/');
  await page.waitForSelector('.rows li');
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.name), 'q');
  for (let tabs = 0; tabs < 3; tabs++) await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'Newest changes');
  for (let steps = 0; steps < 4; steps++) await page.keyboard.press('ArrowDown');
  assert.equal(await focused(page), 'Problems 2');
  assert.match(await page.textContent('.problem'), /Error.*leads nowhere/s);
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'content/coast/tides.md:3:7');
  fake.changed();
  await page.waitForTimeout(400);
  assert.equal(await focused(page), 'content/coast/tides.md:3:7');
});

test('of a list of 10,000 articles 200 are shown, and more when they are asked for', async () => {
  fake.desk = deskFacts(
    Array.from({ length: 10_000 }, (_, n) => article({ title: `Article ${n}`, file: `content/${n}.md`, changed: n })),
  );
  const { page } = await open(browser, fake, '/__byline/#all');
  await page.waitForSelector('.rows li');
  assert.equal(await page.locator('.rows li').count(), 200);
  await page.click('.more');
  assert.equal(await page.locator('.rows li').count(), 400);
  const took = await page.evaluate(() => {
    const started = performance.now();
    const box = document.querySelector('[name=q]');
    box.value = '77';
    box.dispatchEvent(new Event('input', { bubbles: true }));
    return performance.now() - started;
  });
  assert.ok(took < 1000, `${took} ms`);
});

test('an empty site and an empty list say what to do', async () => {
  const { page } = await open(browser, fake, '/__byline/');
  await page.waitForSelector('.empty .first');
  assert.match(await page.textContent('.list'), /content\/first-article\.md/);
  fake.desk = deskFacts([article()]);
  fake.changed();
  await page.waitForSelector('.rows li');
  for (const [list, says] of [
    ['drafts', /draft: true/],
    ['scheduled', /published/],
    ['due', /falls due/],
    ['problems', /No problems/],
  ]) {
    await page.click(`#tab-${list}`);
    assert.match(await page.textContent('.empty'), says);
  }
});

test('the start page says that the server is gone, and catches up when it is back', async () => {
  fake.desk = fullDesk();
  const { page } = await open(browser, fake, '/__byline/');
  await page.waitForSelector('.rows li');
  assert.equal(await page.textContent('.connection'), 'Live');
  await fake.close();
  await until(async () => /gone/.test(await page.textContent('.connection')));
  fake = await start({ port: fake.port });
  fake.desk = deskFacts([article({ title: 'Written meanwhile' })]);
  await until(async () => (await page.textContent('.list')).includes('Written meanwhile'));
  assert.equal(await page.textContent('.connection'), 'Live');
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [360, 1280]) {
    test(`axe finds nothing on the start page, panel and overlay at ${width} px in ${colorScheme} mode, and nothing is too wide`, async () => {
      fake.page = fullPage();
      fake.desk = fullDesk();
      fake.problems = [
        problem({ excerpt: `3 | ${'a long line of source '.repeat(20)}\n  | ${' '.repeat(300)}^^^^ here` }),
      ];
      fake.pages.set('/a/', html('<main><h1>Tides</h1><p>The water comes and goes.</p></main>', { state: 'draft' }));
      const options = { viewport: { width, height: 800 }, colorScheme };
      const { page } = await open(browser, fake, '/a/', options);
      await page.waitForSelector('byline-preview .overlay');
      const { page: desk } = await open(browser, fake, '/__byline/', { ...options, bypassCSP: true });
      await desk.waitForSelector('.rows li');
      const looks = [[page], [page, 'byline-preview .opener'], [desk], [desk, '#tab-problems'], [desk, '#tab-drafts']];
      for (const [shown, opener] of looks) {
        if (opener)
          await shown.evaluate((selector) => {
            const [host, inner] = selector.split(' ');
            (inner
              ? document.querySelector(host).shadowRoot.querySelector(inner)
              : document.querySelector(host)
            ).click();
          }, opener);
        await shown.waitForTimeout(150);
        await shown.evaluate(axe);
        const { violations } = await shown.evaluate(() => window.axe.run());
        assert.deepEqual(
          violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}: ${node.failureSummary}`)),
          [],
          opener,
        );
        assert.ok(
          await shown.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
          `${opener} is too wide`,
        );
      }
      assert.ok(
        await page.evaluate(() =>
          [...document.querySelector('byline-preview').shadowRoot.querySelectorAll('.panel, .overlay')].every(
            (part) => part.scrollWidth <= part.clientWidth,
          ),
        ),
      );
    });
  }
}
