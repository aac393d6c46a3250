// The place on the page where the reader is, kept while the page changes around it.

const blocks = '[id], p, h1, h2, h3, h4, h5, h6, li, dt, dd, figure, pre, table, blockquote, summary';
const still = new CSSStyleSheet();
still.replaceSync(':root { overflow-anchor: none !important; }');

// Changes the page, and scrolls so that what was first in view stays where it was.
export function keepingScroll(change) {
  if (!window.scrollY) return change();
  // The browser's own way of doing this would move the page a second time.
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
  const anchors = inView();
  try {
    change();
  } finally {
    const anchor = anchors.find(({ block }) => block.isConnected && block.getClientRects().length);
    if (anchor) window.scrollBy({ top: anchor.block.getBoundingClientRect().top - anchor.top, behavior: 'instant' });
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== still);
      }),
    );
  }
}

// What is in view and flows with the page, from the top; what begins above the window comes last, since what is
// within it may change.
function inView() {
  const seen = [];
  for (const block of document.body.querySelectorAll(blocks)) {
    const { top, bottom, height } = block.getBoundingClientRect();
    if (height && bottom > 0 && top < window.innerHeight) seen.push({ block, top });
  }
  const whole = seen.filter(({ top }) => top >= 0);
  const cut = seen.filter(({ top }) => top < 0).reverse();
  return [...whole, ...cut].filter(({ block }) => !isFixed(block));
}

function isFixed(block) {
  for (let at = block; at; at = at.parentElement) if (/fixed|sticky/.test(getComputedStyle(at).position)) return true;
  return false;
}
