// Words that are wider than a narrow screen, in the browser: both themes divide them, and no page can be pushed aside.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { launch } from './preview/browser.mjs';
import { pages, serve } from './site.mjs';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const byline = process.env.BYLINE ?? join(process.env.CARGO_TARGET_DIR ?? join(repository, 'target'), 'release/byline');
const word = 'Rechtsschutzversicherungsgesellschaftenverzeichnisse';
const name = `Wolfeschlegelsteinhausenbergerdorff ${word}`;
let browser;

before(async () => {
  browser = await launch();
});

after(async () => {
  await browser?.close();
});

// A magazine whose every name is long; `remove` takes it away.
async function magazine(theme) {
  const root = await mkdtemp(join(tmpdir(), 'byline-long-'));
  await cp(join(repository, 'themes'), join(root, 'themes'), { recursive: true });
  const files = {
    'site.toml': `title = "Gesundheitswissenschaften"\nbase_url = "https://s.example"\nlanguage = "de"\n[theme]\nname = "${theme}"\n`,
    'content/_index.md': `---\ntitle: ${word}\ndek: ${word}\n---\n\n${word}\n`,
    'content/recht/_index.md': `---\ntitle: Recht\ndek: ${word}\n---\n\n${word}\n`,
    'content/medizinproduktegesetze/_index.md': `---\ntitle: ${word}\n---\n`,
    'content/people/vera.md': `---\nname: ${name}\nrole: ${word}\n---\n\n${word}\n`,
  };
  for (const [at, title] of ['Bundesverfassungsgericht kippt Klimagesetz', word, `Die ${word}`, 'Kurz', 'Auch kurz', word].entries()) {
    const section = at % 2 ? 'medizinproduktegesetze' : 'recht';
    files[`content/${section}/artikel-${at}.md`] = `---\ntitle: ${title}\ndek: ${word}\npublished: 2026-03-0${at + 1}\nauthors: [vera]\nreviewers: [vera]\n`
      + `tags: [${word}, kurz]\nseries: ${word}\nsources:\n  - id: a\n    title: ${word}\n    author: ${name}\n    url: https://example.org/${word}\n---\n\n${word} [@a]\n\n## ${word}\n\n${word}\n\n### ${word}\n\n> ${word}\n\n- ${word}\n`;
  }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), text);
  }
  await promisify(execFile)(byline, ['build', '--root', root, '--now', '2026-11-27', '--quiet']);
  return { folder: join(root, 'public'), remove: () => rm(root, { recursive: true, force: true }) };
}

for (const theme of ['default', 'wire']) {
  test(`no long word makes a page of the theme ${theme} wider than the screen`, async () => {
    const site = await magazine(theme);
    const server = await serve(site.folder);
    const wide = [];
    for (const width of [320, 375, 700, 1200]) {
      const page = await browser.newPage({ viewport: { width, height: 800 } });
      for (const path of await pages(site.folder)) {
        await page.goto(server.url + path, { waitUntil: 'load' });
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (overflow > 0) wide.push(`${path} at ${width} px: ${overflow} px too wide`);
      }
      await page.close();
    }
    await server.close();
    await site.remove();
    assert.deepEqual(wide, []);
  });
}
