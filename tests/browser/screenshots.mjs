// Pictures of each kind of page of the reference site, for a person to look at: npm run screenshots -- FOLDER [KIND…]
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { launch } from './preview/browser.mjs';
import { kinds, reference } from './reference/reference.mjs';
import { serve } from './site.mjs';

const [folder, ...chosen] = process.argv.slice(2);
if (!folder) {
  console.error('usage: npm run screenshots -- FOLDER [KIND…]');
  process.exit(2);
}
const into = resolve(process.env.INIT_CWD ?? '.', folder);
await mkdir(into, { recursive: true });
const browser = await launch();
const site = await reference(browser);
const server = await serve(site.folder);
for (const [width, height] of [[360, 740], [768, 1024], [1440, 900]]) {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    for (const [kind, path] of Object.entries(kinds)) {
      if (chosen.length > 0 && !chosen.includes(kind)) continue;
      await page.goto(server.url + path, { waitUntil: 'networkidle' });
      // Pictures that load when they come into view do so only on the way down.
      for (let at = 0; at < await page.evaluate(() => document.body.scrollHeight); at += height) {
        await page.evaluate((top) => window.scrollTo(0, top), at);
        await page.waitForTimeout(20);
      }
      await page.evaluate(() => window.scrollTo(0, 0));
      await page.screenshot({ path: join(into, `${kind}-${width}-${colorScheme}.png`), fullPage: true });
    }
    await context.close();
  }
}
await browser.close();
await server.close();
await site.remove();
