// The page at hand: fetched again, compared, and changed in place or loaded anew.
import { insertAfter, morph, remember, trustAttributes } from './morph.js';
import { keepingScroll } from './scroll.js';

const own = '/__byline/';
const reloadedKey = 'byline-reloaded';

// The page in this window, taken as it was served when this is made.
export class Page {
  #fetching = null;
  #text = null;
  #fixed = fixedParts(document);

  constructor() {
    remember(document.documentElement);
  }

  // Shows the page as the server has it now; a call makes earlier ones void.
  async refresh() {
    this.#fetching?.abort();
    this.#fetching = new AbortController();
    const { signal } = this.#fetching;
    const answer = await ask(signal);
    if (!answer || answer.status >= 500) return;
    if (answer.isElsewhere) return location.replace(answer.url);
    if (!answer.isPage) return location.reload();
    if (answer.text === this.#text) return;
    try {
      await this.#show(answer.text, signal);
    } catch (error) {
      // A policy of the page may forbid what this needs: then each later change loads it anew.
      if (signal.aborted) return;
      console.error(error);
      if (this.#text !== null) location.reload();
      this.#text = answer.text;
    }
  }

  async #show(text, signal) {
    const source = parse(text);
    const fixed = fixedParts(source);
    if (fixed !== this.#fixed && reloadOnce(fixed)) return;
    await loadStylesheets(source, signal);
    signal.throwIfAborted();
    if (this.#text === null) trustRoots(source);
    keepingScroll(() => morph(document.documentElement, source.documentElement));
    this.#text = text;
    this.#fixed = fixed;
  }
}

// What the server answers; null without an answer: then its hello will come when it is back.
async function ask(signal) {
  try {
    const response = await fetch(location.pathname + location.search, { cache: 'no-cache', signal });
    const { url, status } = response;
    const isPage = /^text\/html\b/.test(response.headers.get('content-type'));
    return { url, status, isPage, isElsewhere: response.redirected && !isHere(url), text: await response.text() };
  } catch {
    return null;
  }
}

// Whether an address is that of the page at hand.
export function isHere(address) {
  const path = (url) => decodeURIComponent(url.pathname.replace(/\/index\.html$/, '/'));
  try {
    const url = new URL(address, location.href);
    return url.origin === location.origin && path(url) === path(location);
  } catch {
    return false;
  }
}

// Scripts that ran before this one may have marked the roots, which must not be undone.
function trustRoots(source) {
  trustAttributes(document.documentElement, source.documentElement);
  trustAttributes(document.body, source.body);
}

// A parser of its own does not run scripts, and would make elements of what is only there without them.
function parse(text) {
  const source = new DOMParser().parseFromString(text, 'text/html');
  for (const fallback of source.querySelectorAll('noscript')) fallback.textContent = fallback.innerHTML;
  for (const root of source.querySelectorAll('template[shadowrootmode]')) root.remove();
  return source;
}

// All of a page that takes effect only when it is loaded: language, policy, scripts, templates.
function fixedParts(page) {
  const { lang, dir } = page.documentElement;
  const policies = [...page.querySelectorAll('meta[http-equiv]')].map((meta) => meta.outerHTML);
  const templates = [...page.querySelectorAll('template')].map((template) => template.innerHTML);
  const scripts = [...page.querySelectorAll('script')].filter(isRun).map((script) => script.outerHTML);
  return JSON.stringify([lang, dir, policies, templates, scripts]);
}

function isRun(script) {
  const isData = script.type && !/^(module|importmap|speculationrules|.*\/(java|ecma)script)$/i.test(script.type);
  return !isData && !script.getAttribute('src')?.startsWith(own);
}

// Loads the page anew, and returns whether it does: not if that was the last thing tried for the same reason, since a
// script that changes its own element would have it loaded for ever.
function reloadOnce(reason) {
  const wanted = `${location.pathname} ${reason}`;
  try {
    if (sessionStorage.getItem(reloadedKey) === wanted) return false;
    sessionStorage.setItem(reloadedKey, wanted);
  } catch {
    return false;
  }
  location.reload();
  return true;
}

// Puts stylesheets that are new behind those that are there, and waits for them, so that the page is never without.
async function loadStylesheets(source, signal) {
  const selector = 'head > link[rel~="stylesheet"][href]';
  const here = [...document.querySelectorAll(selector)];
  const addresses = new Set(here.map((sheet) => sheet.getAttribute('href')));
  const wanted = [...source.querySelectorAll(selector)].filter((sheet) => !addresses.has(sheet.getAttribute('href')));
  if (!here.length) return;
  await Promise.all(
    wanted.map((sheet) => {
      const fresh = document.importNode(sheet);
      const loaded = new Promise((resolve) => {
        for (const event of ['load', 'error']) fresh.addEventListener(event, resolve, { once: true });
        signal.addEventListener('abort', resolve, { once: true });
        setTimeout(resolve, 3000);
      });
      insertAfter(here.at(-1), fresh);
      return loaded;
    }),
  );
}
