// From the page to the source: what a double click with Alt was on, and where that was written.
import { openPlace } from './elements.js';

const blocks = 'p, li, dt, dd, td, th, pre, blockquote, figcaption, summary';
const headings = 'h1, h2, h3, h4, h5, h6';

// Opens the place where something was written when it is double clicked while Alt is held; `say` tells the author.
export function openOnDoubleClick(say) {
  // On a link with Alt Chromium lets the second click select words, and tells of no double click.
  document.addEventListener('mouseup', async (event) => {
    if (!event.altKey || event.detail !== 2 || event.button !== 0 || !(event.target instanceof Element)) return;
    getSelection()?.removeAllRanges();
    const found = await find(event.target).catch(() => null);
    say(found ? await openPlace(found) : 'It is not known where this was written');
  });
  // With Alt browsers save what a link leads to.
  document.addEventListener('click', (event) => {
    if (event.altKey && event.target instanceof Element && event.target.closest('a[href]')) event.preventDefault();
  });
}

// The place of the first thing around an element that the server knows; else the file of the page.
async function find(target) {
  for (const asked of things(target)) {
    const found = await get('source.json', asked);
    if (found?.file) return found;
  }
  const page = await get('page.json', {});
  return page?.file ? { file: page.file, line: 1, column: 1, editor: page.editor } : null;
}

async function get(name, asked) {
  const query = new URLSearchParams({ address: location.pathname, ...asked });
  const response = await fetch(`/__byline/${name}?${query}`, { cache: 'no-store' });
  return response.ok ? response.json() : null;
}

// What an element may be part of, the nearest first. Themes show questions and sources as they like, so that what has
// an id is asked for as each of them.
function* things(target) {
  const image = target.closest('img') ?? target.closest('figure')?.querySelector('img');
  if (image) yield { kind: 'figure', key: image.getAttribute('src') ?? '', text: image.alt };
  const heading = target.closest(headings);
  if (heading?.id) {
    yield { kind: 'heading', key: heading.id };
    yield { kind: 'question', key: heading.id };
  }
  const item = target.closest('li[id], dt[id], dd[id], summary[id], details[id]');
  if (item) {
    yield { kind: 'source', key: item.id };
    yield { kind: 'question', key: item.id };
  }
  const block = target.closest(blocks);
  if (block) yield { kind: 'paragraph', text: beginning(block), nth: earlierAlike(block) };
  const above = headingAbove(target);
  if (above) yield { kind: 'question', key: above.id };
}

const beginning = (block) => [...block.textContent].slice(0, 200).join('');

// How many blocks before this one begin with the same text; of blocks within each other the innermost counts.
function earlierAlike(block) {
  const text = beginning(block);
  const alike = [...document.body.querySelectorAll(blocks)].filter((other) => other.textContent.startsWith(text));
  const innermost = alike.filter((other) => !alike.some((inner) => inner !== other && other.contains(inner)));
  return innermost.filter((other) => other.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING).length;
}

function headingAbove(target) {
  const isBefore = (heading) => target.compareDocumentPosition(heading) & Node.DOCUMENT_POSITION_PRECEDING;
  return [...document.body.querySelectorAll(':is(h2, h3, h4, h5, h6, summary)[id]')].filter(isBefore).at(-1);
}
