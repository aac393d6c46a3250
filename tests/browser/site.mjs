// The built site: its files, and a server of them for the browser.
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export const site = fileURLToPath(new URL('../../public', import.meta.url));

const types = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.jpg': 'image/jpeg', '.avif': 'image/avif', '.webp': 'image/webp', '.xml': 'application/xml', '.txt': 'text/plain', '.js': 'text/javascript', '.json': 'application/json',
};

// The addresses of all pages, sorted; those that only lead on to another are none.
export async function pages(folder = site) {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.html'));
  const leadOn = await Promise.all(files.map(async (file) => /http-equiv="refresh"/.test(await readFile(join(folder, file), 'utf8'))));
  return files.filter((_, at) => !leadOn[at]).map((file) => `/${file.replace(/index\.html$/, '')}`).sort();
}

// Serves a site on a free port of this machine, with `headers` besides; `close` ends it.
export async function serve(folder = site, headers = {}) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
    try {
      const body = await readFile(file);
      response.writeHead(200, { ...headers, 'content-type': types[extname(file)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  return { url: `http://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(resolve)) };
}
