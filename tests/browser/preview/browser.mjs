// Chromium with one page of the fake server in it.
import { chromium } from 'playwright-core';

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

// Opens a page, and returns it when the preview's script is connected and has fetched the page again.
// `errors` holds what went wrong in it.
export async function open(browser, fake, path, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  const asksAgain = fake.asked.length;
  await page.goto(fake.url + path, { waitUntil: 'load' });
  await until(
    () =>
      fake.streams.size > 0
      && (path.startsWith('/__byline/') || fake.asked.slice(asksAgain).filter((asked) => asked === path).length > 1),
  );
  return { context, page, errors };
}

// Waits until something holds, for five seconds.
export async function until(holds, what = String(holds)) {
  for (let waited = 0; waited < 5000; waited += 20) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`never: ${what}`);
}
