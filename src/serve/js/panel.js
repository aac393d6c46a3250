// The desk's panel for the page at hand: what it says of itself, and what there is to do on it.
import {
  count,
  day,
  editorAddress,
  element,
  icon,
  inCode,
  link,
  onCopy,
  place,
  problemItem,
  settleExcerpts,
  stateMark,
  webAddress,
} from './elements.js';
import { morphChildren } from './morph.js';

const cross = 'M6 6l12 12M18 6L6 18';
const longestTitle = 60;
const longestDescription = 160;

// A column at the side of the page; `onToggle` is told whether it is open.
export class Panel {
  #host;
  #onToggle;
  #before = null;
  #asked = 0;
  #content = element('div', { className: 'content' });
  #box;

  constructor(host, onToggle) {
    this.#host = host;
    this.#onToggle = onToggle;
    const close = element(
      'button',
      { type: 'button', className: 'plain', title: 'Close (Escape)', 'aria-label': 'Close the desk' },
      icon(cross),
    );
    this.#box = element(
      'section',
      { className: 'panel', id: 'panel', hidden: true, role: 'dialog', 'aria-label': 'Desk', tabIndex: -1 },
      element(
        'div',
        { className: 'head' },
        element('h2', {}, 'Desk'),
        element('a', { href: '/__byline/' }, 'The whole site'),
        close,
      ),
      this.#content,
    );
    close.addEventListener('click', () => this.toggle());
    this.#box.addEventListener('keydown', (event) => this.#onKey(event));
    this.#box.addEventListener('click', (event) => this.#onClick(event));
    host.add(this.#box);
  }

  // Opens or closes the panel. Opened, it takes the focus if asked to; closed, it gives the focus back.
  async toggle(takesFocus = true) {
    const isOpen = this.#box.hidden;
    if (isOpen) this.#before = this.#host.focused ?? document.activeElement;
    this.#box.hidden = !isOpen;
    this.#host.button.setAttribute('aria-expanded', String(isOpen));
    this.#host.button.hidden = isOpen;
    this.#onToggle(isOpen);
    if (!isOpen) return this.#giveFocusBack();
    if (takesFocus) this.#box.focus();
    await this.refresh();
  }

  // Asks anew for all that the panel shows, if it is open.
  async refresh() {
    if (this.#box.hidden) return;
    const asked = ++this.#asked;
    const address = new URLSearchParams({ address: location.pathname });
    try {
      const response = await fetch(`/__byline/page.json?${address}`, { cache: 'no-store' });
      const page = response.ok ? await response.json() : null;
      if (asked === this.#asked) this.#show(page ? sections(page) : [nothing()]);
    } catch {
      // The server is gone: what was known stays, and is asked for again when it is back.
    }
  }

  #show(parts) {
    morphChildren(this.#content, parts);
    settleExcerpts(this.#content);
  }

  #giveFocusBack() {
    const isPlace = this.#before?.isConnected && this.#before !== document.body;
    (isPlace ? this.#before : this.#host.button).focus({ preventScroll: true });
  }

  #onKey(event) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    this.toggle();
  }

  #onClick(event) {
    onCopy(event, (text) => this.#host.say(text));
    const jump = event.target.closest('[data-jump]');
    if (!jump || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const isOver = innerWidth < 700;
    if (isOver) this.toggle();
    document.getElementById(jump.dataset.jump)?.scrollIntoView({ behavior: isCalm ? 'auto' : 'smooth' });
  }
}

function nothing() {
  return element('p', { className: 'empty' }, 'This page is made from many documents, not from one of its own.');
}

function sections(page) {
  return [
    top(page),
    problems(page.problems),
    outline(page.outline),
    sources(page.sources),
    links(page.links),
    card(page.card),
    result(page.result),
  ];
}

function top(page) {
  return element(
    'div',
    { className: 'top' },
    element('p', { className: 'title' }, page.title, ' ', stateMark(page.state)),
    element('p', { className: 'file' }, place(page)),
    element('p', { className: 'size' }, `${count(page.words, 'word')} · ${count(page.minutes, 'minute')} to read`),
    element('dl', { className: 'dates' }, page.dates.map(date), review(page.review)),
  );
}

function date({ name, date, editor }) {
  const written = day(date);
  return element(
    'div',
    {},
    element('dt', {}, name),
    element('dd', {}, editorAddress(editor) ? place({ editor }, written) : written),
  );
}

function review(review) {
  if (!review) return null;
  const said = review.is_overdue
    ? element('strong', { className: 'overdue' }, 'was due ', day(review.due))
    : day(review.due);
  return element('div', {}, element('dt', {}, review.is_overdue ? 'review' : 'review due'), element('dd', {}, said));
}

// A part of the panel with its heading, how many there are, and what to say if there is nothing.
function section(name, title, number, content) {
  const heading = element(
    'h3',
    { id: `panel-${name}` },
    title,
    number === null ? null : [' ', element('span', { className: 'number' }, number)],
  );
  return element('section', { id: `panel-part-${name}`, 'aria-labelledby': `panel-${name}` }, heading, content);
}

const empty = (text) => element('p', { className: 'empty' }, inCode(text));

function problems(list) {
  const items = list.length
    ? element('ol', { className: 'problems' }, list.map(problemItem))
    : empty('Nothing to mend.');
  return section('problems', 'Problems', list.length || null, items);
}

function outline(headings) {
  const top = Math.min(...headings.map(({ level }) => level));
  const items = headings.map(({ level, id, text }) =>
    element(
      'li',
      { className: `deep-${Math.min(level - top, 3)}` },
      element('a', { href: `#${encodeURIComponent(id)}`, 'data-jump': id }, text),
    ),
  );
  return section(
    'outline',
    'Outline',
    headings.length || null,
    items.length
      ? element('ol', { className: 'outline' }, items)
      : empty('No headings: a line that begins with `##` is one.'),
  );
}

function sources({ used, unused }) {
  const cited = used.map(({ title, number, uses }) =>
    element(
      'li',
      {},
      element('span', { className: 'number' }, number),
      ' ',
      title,
      uses > 1 ? element('span', { className: 'quiet' }, ` × ${uses}`) : null,
    ),
  );
  const idle = unused.map(({ key, title }) => element('li', {}, title, ' ', element('code', {}, `[@${key}]`)));
  return section('sources', 'Sources', used.length || null, [
    cited.length ? element('ol', { className: 'sources' }, cited) : empty('None cited. A source is cited by `[@key]`.'),
    idle.length ? [element('h4', {}, 'Not cited'), element('ul', { className: 'plain-list' }, idle)] : null,
  ]);
}

function links(both) {
  const list = (title, pages, none) => [
    element('h4', {}, title),
    pages.length
      ? element(
          'ul',
          { className: 'plain-list' },
          pages.map(({ title, address }) => element('li', {}, link(title, address))),
        )
      : empty(none),
  ];
  return section('links', 'Links', null, [
    list('Out', both.out, 'It leads to no other page of the site.'),
    list('In', both.in, 'No other page leads here.'),
  ]);
}

function card(shared) {
  const image = webAddress(shared.image);
  const host = webAddress(shared.address) ? new URL(shared.address, location.href).host : shared.site;
  return section('card', 'When shared', null, [
    element(
      'div',
      { className: 'card' },
      image ? element('img', { src: image, alt: '', loading: 'lazy' }) : null,
      element('p', { className: 'card-site' }, host),
      element('p', { className: 'card-title' }, shared.title),
      shared.description ? element('p', { className: 'card-text' }, shared.description) : null,
    ),
    image ? null : empty('No picture: set `image` in the front matter.'),
  ]);
}

function result(found) {
  const { title, description } = found;
  return section('result', 'In a search result', null, [
    element(
      'div',
      { className: 'result' },
      element('p', { className: 'result-address' }, found.address),
      element('p', { className: 'result-title' }, title),
      element(
        'p',
        { className: 'result-text' },
        found.date ? [element('span', { className: 'quiet' }, `${found.date} — `)] : null,
        description,
      ),
    ),
    title.length > longestTitle
      ? empty(`The title has ${title.length} characters; about ${longestTitle} are shown.`)
      : null,
    description ? null : empty('No description: set `dek` or `description` in the front matter.'),
    description.length > longestDescription
      ? empty(`The description has ${description.length} characters; about ${longestDescription} are shown.`)
      : null,
  ]);
}
