// The preview in the browser: shows each saved change on the page at hand, and what there is to do on it.
//
// - events: the connection to the server
// - page: fetches and changes the page; scroll, morph (match, texts, fields, focus) do it without a jump or a loss
// - files: pictures and other files that keep their addresses when they change
// - host: the preview's own element in the page; look is its stylesheet, elements makes what is in it
// - source: from the page to the place where it was written
// - overlay, panel: loaded when they are first shown
// - desk, lists: the start page, which does not load this file
import { listen } from './events.js';
import { needsReload, renew } from './files.js';
import { Host } from './host.js';
import { Page, isHere } from './page.js';
import { openOnDoubleClick } from './source.js';

const panelKey = 'byline-panel';
const page = new Page();
const host = new Host(() => togglePanel());
let problemsOfSite = [];
let overlay = null;
let panel = null;

// The element that loads this script carries what the server says of the page; morphing keeps it up to date.
const said = () => document.querySelector('script[src="/__byline/preview.js"]')?.dataset ?? {};

async function refresh() {
  await page.refresh();
  host.mark(said().state);
  showProblems();
  panel?.refresh();
}

// What is wrong with the site, with the theme on this page, which is the last good one then, and with this page itself.
async function showProblems() {
  // What the site has wrong is newer: of the same template nothing else can be known.
  const isOld = (mistake) => problemsOfSite.some(({ file }) => file === mistake.file);
  const ofTheme = JSON.parse(said().mistakes ?? '[]').filter((mistake) => !isOld(mistake));
  const ofLastGood = [...problemsOfSite, ...ofTheme];
  const problems = [...ofLastGood, ...JSON.parse(said().refused ?? '[]')];
  if (!problems.length && !overlay) return;
  overlay ??= import('./overlay.js').then(({ Overlay }) => new Overlay(host));
  (await overlay).show(problems, ofLastGood.length > 0 && said().state !== 'unbuilt');
}

async function togglePanel(takesFocus = true) {
  if (!panel) {
    const { Panel } = await import('./panel.js');
    panel ??= new Panel(host, (isOpen) => keep(panelKey, isOpen));
  }
  panel.toggle(takesFocus);
}

// Follows the author to the article that was just saved; returns whether it does.
function follow(saved) {
  if (said().follow === undefined || saved.length !== 1 || isHere(saved[0])) return false;
  const url = new URL(saved[0], location.href);
  if (document.visibilityState !== 'visible' || url.origin !== location.origin) return false;
  location.assign(url.href);
  return true;
}

// What is remembered for this tab, where the browser lets a page remember anything.
function keep(key, isSet) {
  try {
    if (isSet) sessionStorage.setItem(key, '1');
    else sessionStorage.removeItem(key);
  } catch {}
}

function isKept(key) {
  try {
    return sessionStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}

host.mark(said().state);
openOnDoubleClick((text) => host.say(text));
if (isKept(panelKey)) togglePanel(false);
document.addEventListener('keydown', (event) => {
  if (event.code !== 'KeyD' || !event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  togglePanel();
});
listen({
  hello({ problems }) {
    problemsOfSite = problems;
    showProblems();
    refresh();
  },
  changed({ page: changed, saved, scripts, files }) {
    if (follow(saved)) return;
    const isOther = changed !== null && !isHere(changed);
    if (isOther) panel?.refresh();
    else if (scripts || needsReload(files)) location.reload();
    else refresh().then(() => renew(files));
  },
  problems({ problems }) {
    problemsOfSite = problems;
    showProblems();
    panel?.refresh();
  },
});
