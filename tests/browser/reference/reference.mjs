// A magazine with every kind of page: its folder, built, and the addresses by which the tests know its pages.
import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pictures } from './pictures.mjs';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const byline = process.env.BYLINE ?? join(process.env.CARGO_TARGET_DIR ?? join(repository, 'target'), 'release/byline');

// One page of each kind, by the name of its template; `arabic` is the article from right to left.
export const kinds = {
  home: '/',
  section: '/coast/',
  article: '/coast/harbour/',
  page: '/about/editorial-policy/',
  person: '/people/mara-lindqvist/',
  people: '/people/',
  term: '/tags/tides/',
  terms: '/tags/',
  series: '/series/a-year-of-water/',
  source: '/sources/gauge/',
  sources: '/sources/',
  questions: '/questions/',
  corrections: '/corrections/',
  search: '/search/?q=water',
  404: '/404.html',
  health: '/health/sea-swimming/',
  arabic: '/ar/coast/harbour/',
  'arabic-home': '/ar/',
};

// The pictures of each folder.
const places = { coast: /harbour|marsh|cliffs|fog/, science: /moon|wave/, health: /swimmer/, culture: /fog|cliffs/, people: /mara|tomas|ines|samir/ };

// Builds it in a folder of its own, with another theme of this repository if it is named; `folder` holds the pages, `policy` is the policy that hosts are told to send, `remove`
// takes all away.
export async function reference(browser, { theme } = {}) {
  const root = await mkdtemp(join(tmpdir(), 'byline-reference-'));
  await cp(join(repository, 'src/showcase/site'), root, { recursive: true });
  await cp(join(repository, 'themes'), join(root, 'themes'), { recursive: true });
  for (const [name, bytes] of await pictures(browser)) {
    for (const [folder, names] of Object.entries(places)) {
      if (names.test(name)) await writeFile(join(root, 'content', folder, name), bytes);
    }
  }
  if (theme) await appendFile(join(root, 'site.toml'), `\n[theme]\nname = "${theme}"\n`);
  await promisify(execFile)(byline, ['build', '--root', root, '--now', '2026-11-27', '--quiet']);
  const folder = join(root, 'public');
  const [, policy] = (await readFile(join(folder, '_headers'), 'utf8')).match(/Content-Security-Policy: (.+)/);
  return { folder, policy, remove: () => rm(root, { recursive: true, force: true }) };
}
