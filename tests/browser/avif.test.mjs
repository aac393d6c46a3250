// Copies in AVIF, as `cargo test --features avif` has built the program that makes them: Chromium takes and shows them.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { launch } from './preview/browser.mjs';
import { serve } from './site.mjs';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const byline = join(process.env.CARGO_TARGET_DIR ?? join(repository, 'target'), 'debug/byline');
let browser;
let root;
let server;

// A picture of two halves, in the browser's own encoder.
async function halves(page) {
  const base64 = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 1200, height: 800 });
    const context = canvas.getContext('2d');
    for (const [color, x] of [['#b43c28', 0], ['#2850a0', 600]]) {
      context.fillStyle = color;
      context.fillRect(x, 0, 600, 800);
    }
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1];
  });
  return Buffer.from(base64, 'base64');
}

before(async () => {
  browser = await launch();
  root = await mkdtemp(join(tmpdir(), 'byline-avif-'));
  const page = await browser.newPage();
  await mkdir(join(root, 'content'));
  await writeFile(join(root, 'content/halves.jpg'), await halves(page));
  await page.close();
  await writeFile(join(root, 'site.toml'), 'title = "S"\nbase_url = "https://s.example"\n[images]\nformats = ["avif", "webp"]\n');
  await writeFile(join(root, 'content/a.md'), '---\ntitle: T\n---\n\n![Two halves](halves.jpg){credit="Jo Doe / Agency" license="https://l.example/"}\n');
  await promisify(execFile)(byline, ['build', '--root', root, '--quiet']);
  server = await serve(join(root, 'public'));
});

after(async () => {
  await browser?.close();
  await server?.close();
  if (root) await rm(root, { recursive: true, force: true });
});

test('the browser takes the copy in AVIF, and shows it with its size and colours and with the credit in it', async () => {
  for (const [width, copy] of [[400, 480], [900, 960]]) {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    await page.goto(`${server.url}/a/`, { waitUntil: 'networkidle' });
    const shown = await page.evaluate(async () => {
      const image = document.querySelector('figure img');
      await image.decode();
      const bitmap = await createImageBitmap(await (await fetch(image.currentSrc)).blob());
      const canvas = Object.assign(document.createElement('canvas'), { width: bitmap.width, height: bitmap.height });
      const context = canvas.getContext('2d');
      context.drawImage(bitmap, 0, 0);
      const at = (part) => [...context.getImageData(bitmap.width * part, bitmap.height / 2, 1, 1).data];
      return { url: image.currentSrc, size: [bitmap.width, bitmap.height], left: at(0.25), right: at(0.75), loaded: image.naturalWidth };
    });
    assert.ok(shown.url.endsWith(`-${copy}.avif`), shown.url);
    assert.deepEqual(shown.size, [copy, copy * 2 / 3]);
    assert.ok(shown.loaded > 0);
    for (const [found, wanted] of [[shown.left, [180, 60, 40, 255]], [shown.right, [40, 80, 160, 255]]]) {
      assert.ok(found.every((one, channel) => Math.abs(one - wanted[channel]) < 8), `${found} for ${wanted}`);
    }
    const file = await readFile(join(root, 'public', new URL(shown.url).pathname));
    assert.ok(file.includes('Jo Doe / Agency') && file.includes('https://l.example/'));
    await page.close();
  }
});
