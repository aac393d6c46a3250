// The pictures of the reference site as JPEGs, as large as those of a camera that was scaled down for the web: the drawings
// of the showcase, photographed by the browser, so that no photograph lies in the repository.
import { readFile, readdir } from 'node:fs/promises';
import { basename } from 'node:path';

const drawings = new URL('../../../src/showcase/pictures/', import.meta.url);

// Every picture as [name, JPEG].
export async function pictures(browser) {
  const page = await browser.newPage();
  const drawn = [];
  for (const file of (await readdir(drawings)).sort()) {
    const svg = await readFile(new URL(file, drawings), 'utf8');
    const [, width, height] = svg.match(/width="(\d+)" height="(\d+)"/).map(Number);
    await page.setViewportSize({ width, height });
    await page.setContent(`<body style="margin:0">${svg}`);
    drawn.push([`${basename(file, '.svg')}.jpg`, await page.screenshot({ type: 'jpeg', quality: 68 })]);
  }
  await page.close();
  return drawn;
}
