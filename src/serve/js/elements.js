// Elements made of what the server says. Every text is text, and an address is followed only if it cannot run a script.

// An element with properties, attributes (those with a hyphen, and `role`) and children; null children are left out.
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.includes('-') || key === 'role' || key === 'datetime') made.setAttribute(key, value === true ? '' : value);
    else made[key] = value;
  }
  made.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

// An icon: a path in a square of 24.
export function icon(path) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

// The address as the browser reads it if it leads to the web, else null.
export function webAddress(address) {
  const url = parsed(address, location.href);
  return url && /^https?:$/.test(url.protocol) ? url.href : null;
}

// The link into an editor if it is one that cannot run a script, else null.
export function editorAddress(address) {
  const url = parsed(address);
  return url && !/^(javascript|data|vbscript|blob):$/.test(url.protocol) ? url.href : null;
}

function parsed(address, base) {
  try {
    return typeof address === 'string' && address ? new URL(address, base) : null;
  } catch {
    return null;
  }
}

// A link to a page of the site or the web; plain text where there is no address to follow.
export function link(text, address, properties = {}) {
  const href = webAddress(address);
  return href ? element('a', { href, ...properties }, text) : element('span', properties, text);
}

// A place in a file: a link into the editor, or else a button that copies it.
export function place({ file, line, column, editor }, text = placeText({ file, line, column })) {
  const href = editorAddress(editor);
  if (!href) {
    const copied = { 'data-copy': placeText({ file, line }), title: 'Copy file and line' };
    return element('button', { type: 'button', className: 'place', ...copied }, text);
  }
  const isWeb = /^https?:/.test(href);
  return element('a', { href, className: 'place', target: isWeb && '_blank', rel: isWeb && 'noopener' }, text);
}

// `file:line:column`, as far as it is known.
export function placeText({ file, line, column }) {
  return [file, line, line && column].filter((part) => part !== null && part !== undefined && part !== 0).join(':');
}

// Opens a place in the editor; without one, copies it. Returns what to tell the author.
export async function openPlace(found) {
  const opener = place(found);
  if (opener.localName === 'button') return copy(opener.dataset.copy);
  document.documentElement.append(opener);
  opener.click();
  opener.remove();
  return `Opening ${placeText(found)}`;
}

// Copies a text, and returns what to tell the author.
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return `Copied ${text}`;
  } catch {
    return text;
  }
}

// A number with its noun: `1 word`, `1,200 words`.
export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString('en-GB')} ${number === 1 ? one : many}`;
}

// How many errors keep the site from being built, with what follows the number.
export function errorsKeep(number) {
  return [count(number, 'error'), ` ${number === 1 ? 'keeps' : 'keep'} the site from being built`];
}

// A day in words; what is none stays as it is.
export function day(date, style = 'long') {
  const parsedDate = new Date(date);
  if (Number.isNaN(parsedDate.getTime())) return String(date);
  return element(
    'time',
    { datetime: date },
    parsedDate.toLocaleDateString('en-GB', { dateStyle: style, timeZone: 'UTC' }),
  );
}

const stateNames = { draft: 'Draft', scheduled: 'Scheduled', expired: 'Expired' };

// The mark of an article that readers do not see; null for one that they do.
export function stateMark(state) {
  const name = Object.hasOwn(stateNames, state) ? stateNames[state] : null;
  return name && element('span', { className: `state ${state}` }, name);
}

const levelNames = { error: 'Error', warning: 'Warning', advice: 'Advice' };

// A problem as an item of a list: where, what, the lines of the source, what helps.
export function problemItem(problem) {
  const level = Object.hasOwn(levelNames, problem.level) ? problem.level : 'warning';
  return element(
    'li',
    { className: `problem ${level}` },
    element(
      'p',
      { className: 'problem-head' },
      element('span', { className: 'level' }, levelNames[level]),
      problem.file ? place(problem) : null,
      problem.code ? element('code', { className: 'code' }, problem.code) : null,
    ),
    element('p', { className: 'message' }, inCode(problem.message)),
    problem.excerpt ? element('pre', { className: 'excerpt' }, problem.excerpt) : null,
    (problem.help ?? []).map((line) => element('p', { className: 'help' }, inCode(line))),
  );
}

// A text whose parts in backticks are code.
export function inCode(text) {
  return String(text)
    .split(/`([^`]+)`/)
    .map((part, at) => (at % 2 ? element('code', {}, part) : part));
}

// Lets excerpts that are wider than their box be scrolled by keyboard, and shows the place that each one marks.
export function settleExcerpts(root) {
  for (const excerpt of root.querySelectorAll('.excerpt')) {
    const isWide = excerpt.scrollWidth > excerpt.clientWidth;
    excerpt.tabIndex = isWide ? 0 : -1;
    if (!isWide) continue;
    const lines = excerpt.textContent.split('\n');
    const longest = Math.max(...lines.map((line) => line.length));
    const marked = Math.max(0, ...lines.filter((line) => /^\s*\|/.test(line)).map((line) => line.search(/[\^~]/)));
    excerpt.scrollLeft = (marked / longest) * excerpt.scrollWidth - excerpt.clientWidth / 3;
  }
}

// Handles a click on a place that can only be copied; `say` tells the author.
export async function onCopy(event, say) {
  const button = event.target.closest('[data-copy]');
  if (button) say(await copy(button.dataset.copy));
}
