// A server that says to the preview's scripts what `byline serve` says, and lets a test say when.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const sources = fileURLToPath(new URL('../../../src/serve/', import.meta.url));
const deskPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'";
const own = '/__byline/';

// A page as the server sends it, with the preview's script.
export function html(body, { title = 'A page', head = '', lang = 'en', state = null, follow = false, mistakes = null, refused = null } = {}) {
  const json = (name, problems) =>
    problems ? ` data-${name}="${JSON.stringify(problems).replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"` : '';
  const attributes = [
    state ? ` data-state="${state}"` : '',
    follow ? ' data-follow' : '',
    json('mistakes', mistakes),
    json('refused', refused),
  ];
  const script = `<script type="module" src="/__byline/preview.js"${attributes.join('')}></script>`;
  return (
    `<!doctype html>\n<html lang="${lang}">\n<head>\n<meta charset="utf-8">\n<title>${title}</title>\n`
    + `<link rel="stylesheet" href="/style.aaaa.css">\n${head}\n${script}</head>\n<body>\n${body}\n</body>\n</html>\n`
  );
}

// What a page's desk says, and what of it a test changes.
export const pageFacts = (changes = {}) => ({
  title: 'How tides shape a harbour town',
  file: 'content/coast/tides.md',
  editor: 'vscode://file/site/content/coast/tides.md:1',
  state: 'public',
  problems: [],
  outline: [],
  words: 1200,
  minutes: 5,
  dates: [],
  review: null,
  sources: { used: [], unused: [] },
  links: { out: [], in: [] },
  card: {
    title: 'How tides shape a harbour town',
    description: 'What the water does.',
    image: null,
    site: 'The Harbour Review',
    address: 'https://example.org/coast/tides/',
  },
  result: {
    title: 'How tides shape a harbour town',
    description: 'What the water does.',
    address: 'example.org › coast › tides',
    date: null,
  },
  ...changes,
});

export const problem = (changes = {}) => ({
  level: 'error',
  code: 'broken-link',
  message: '`storm.md` leads nowhere',
  file: 'content/coast/tides.md',
  line: 3,
  column: 7,
  excerpt: '3 | see [](storm.md)\n  |     ^^^^^^^^^^^^ nothing is there',
  help: ['did you mean `storms.md`?'],
  editor: 'vscode://file/site/content/coast/tides.md:3:7',
  ...changes,
});

export const article = (changes = {}) => ({
  title: 'How tides shape a harbour town',
  address: '/coast/tides/',
  file: 'content/coast/tides.md',
  editor: null,
  state: 'public',
  section: 'Coast',
  authors: ['Jane Example'],
  published: '2026-02-11',
  updated: null,
  due: null,
  is_overdue: false,
  words: 1200,
  problems: 0,
  changed: 1795694400,
  ...changes,
});

export const deskFacts = (articles = [], changes = {}) => ({
  title: 'The Harbour Review',
  edition: 'a-1',
  now: '2026-11-26T12:00:00Z',
  counts: { articles: articles.length, people: 3, words: 34000 },
  articles,
  problems: [],
  ...changes,
});

// Starts the server; `port` is that of one that was closed before.
export async function start({ port = 0 } = {}) {
  const fake = {
    // By path: HTML, or `{ status, type, body, wait }`; `wait` is a promise.
    pages: new Map([
      ['/style.aaaa.css', { type: 'text/css', body: '' }],
      ['/favicon.ico', { type: 'image/x-icon', body: '' }],
    ]),
    problems: [],
    page: null,
    desk: deskFacts(),
    places: new Map(),
    asked: [],
    streams: new Set(),
  };
  const server = createServer((request, response) =>
    answer(fake, request, response).catch((error) => response.destroy(error)),
  );
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  fake.port = server.address().port;
  fake.url = `http://127.0.0.1:${fake.port}`;
  fake.send = (event, data) => fake.streams.forEach((stream) => stream.write(message(event, data)));
  fake.changed = (changes = {}) =>
    fake.send('changed', { edition: 'a-2', page: null, saved: [], scripts: false, files: [], ...changes });
  fake.save = (path, page) => {
    fake.pages.set(path, page);
    fake.changed({ page: path, saved: [path] });
  };
  fake.setProblems = (problems) => {
    fake.problems = problems;
    fake.send('problems', { problems });
  };
  fake.close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return fake;
}

const message = (event, data) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

async function answer(fake, request, response) {
  const url = new URL(request.url, 'http://localhost');
  fake.asked.push(url.pathname + url.search);
  if (url.pathname.startsWith(own)) return answerOwn(fake, url, response);
  const page = fake.pages.get(url.pathname) ?? { status: 404, body: fake.pages.get('404') ?? 'not found' };
  const { status = 200, type = 'text/html; charset=utf-8', body = page, wait } = page;
  await wait;
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-cache' }).end(body);
}

async function answerOwn(fake, url, response) {
  const name = url.pathname.slice(own.length);
  const json = (found) =>
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(found ?? {}));
  if (name === 'events') return stream(fake, response);
  if (name === 'page.json') return json(fake.page);
  if (name === 'desk.json') return json(fake.desk);
  if (name === 'findings.json') {
    const from = Number(url.searchParams.get('from'));
    const next = from + 1 < (fake.findings?.length ?? 0) ? from + 1 : null;
    return json({ edition: fake.desk?.edition, findings: fake.findings?.slice(from, from + 1) ?? [], next });
  }
  if (name === 'source.json')
    return json(
      fake.places.get(`${url.searchParams.get('kind')} ${url.searchParams.get('key') ?? url.searchParams.get('text')}`),
    );
  const file = name === '' ? 'desk.html' : name.endsWith('.js') ? `js/${name}` : name;
  const type = { html: 'text/html; charset=utf-8', css: 'text/css', js: 'text/javascript' }[file.split('.').at(-1)];
  response
    .writeHead(200, { 'content-type': type, ...(name === '' && { 'content-security-policy': deskPolicy }) })
    .end(await readFile(sources + file));
}

function stream(fake, response) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(message('hello', { edition: 'a-1', problems: fake.problems }));
  fake.streams.add(response);
  response.on('close', () => fake.streams.delete(response));
}
