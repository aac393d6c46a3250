// The start page of the preview: the site's articles and problems in lists, which follow each saved change.
import { count, element, errorsKeep, inCode, onCopy, settleExcerpts } from './elements.js';
import { listen } from './events.js';
import { filtered, lists, rows } from './lists.js';
import { morphChildren } from './morph.js';

const portion = 200;
const find = (selector) => document.querySelector(selector);
const form = find('.filters');
const tabs = find('.tabs');
const panel = find('.list');
const parameters = new URLSearchParams(location.search);
const filter = { q: '', section: '', state: '' };

let desk = null;
// What the rules find; that of the site before stays until all of the new one is there.
let findings = null;
let looking = 0;
let askedAt = 0;
let asked = 0;
let chosen = lists.find(({ name }) => `#${name}` === location.hash) ?? lists[0];
let shown = portion;

// The instant for which the lists are made: the server's, which may be set, and the time that has passed since.
const now = () => new Date(desk.now).getTime() + performance.now() - askedAt;

async function refresh() {
  const number = ++asked;
  try {
    const response = await fetch('/__byline/desk.json', { cache: 'no-store' });
    if (!response.ok) return;
    const answer = await response.json();
    if (number !== asked) return;
    desk = { ...answer, findings };
    askedAt = performance.now();
    show();
    lookSoon();
  } catch {
    // The server is gone: the lists stay, and are asked for again when it is back.
  }
}

// Asks for all that the rules find, piece by piece; a site that has changed meanwhile is asked for by the next refresh.
async function look() {
  const number = ++looking;
  const { edition } = desk;
  const found = [];
  for (let from = 0; from !== null; ) {
    let answer;
    try {
      const response = await fetch(`/__byline/findings.json?from=${from}`, { cache: 'no-store' });
      if (!response.ok) return;
      answer = await response.json();
    } catch {
      return;
    }
    if (number !== looking || answer.edition !== edition) return;
    found.push(...answer.findings);
    from = answer.next;
  }
  findings = found;
  desk.findings = found;
  show();
}

let rested = null;
// Whoever writes is not kept waiting by it.
const lookSoon = () => {
  clearTimeout(rested);
  rested = setTimeout(look, 700);
};

function show() {
  if (!desk) return;
  showSite();
  showErrors(desk.problems.filter(({ level }) => level === 'error'));
  showSections();
  const left = lists.map((list) => filtered(list.items(desk), filter, desk.articles));
  morphChildren(
    tabs,
    lists.map((list, at) => tab(list, left[at])),
  );
  const items = left[lists.indexOf(chosen)];
  panel.setAttribute('aria-labelledby', `tab-${chosen.name}`);
  morphChildren(panel, listOf(items));
  settleExcerpts(panel);
}

function showSite() {
  const { articles, people, words } = desk.counts;
  const errors = desk.problems.filter(({ level }) => level === 'error').length;
  find('.site').textContent = desk.title;
  find('.counts').textContent = [
    count(articles, 'article'),
    count(people, 'person', 'people'),
    words === null ? '' : count(words, 'word'),
  ]
    .filter(Boolean)
    .join(' · ');
  document.title = `${errors ? `${count(errors, 'error')} · ` : ''}Desk · ${desk.title}`;
}

function showSections() {
  const names = [...new Set(desk.articles.map(({ section }) => section).filter(Boolean))].sort((a, b) =>
    a.localeCompare(b),
  );
  const options = ['', ...names].map((name) => element('option', { value: name }, name || 'All sections'));
  morphChildren(form.elements.section, options);
  if (form.elements.section.value !== filter.section && names.includes(filter.section))
    form.elements.section.value = filter.section;
}

function tab(list, items) {
  const isChosen = list === chosen;
  const isBad = items.some(
    ({ level, is_overdue: isOverdue }) => level === 'error' || (list.name === 'due' && isOverdue),
  );
  return element(
    'button',
    {
      type: 'button',
      role: 'tab',
      id: `tab-${list.name}`,
      tabIndex: isChosen ? 0 : -1,
      'aria-selected': String(isChosen),
      'aria-controls': 'list',
      'data-list': list.name,
      className: isBad ? 'bad' : '',
    },
    list.title,
    list.isUncounted || list.isAwaited?.(desk) ? null : [' ', element('span', { className: 'number' }, items.length.toLocaleString('en-GB'))],
  );
}

function listOf(items) {
  if (!items.length) return [nothing()];
  const more = items.length - shown;
  return [
    rows(chosen, items.slice(0, shown), now()),
    more > 0
      ? element(
          'button',
          { type: 'button', className: 'more', 'data-more': '' },
          `Show ${Math.min(more, portion)} more of ${count(more, 'other')}`,
        )
      : null,
  ];
}

function nothing() {
  if (!desk.articles.length && !chosen.isOfProblems) {
    return element(
      'div',
      { className: 'empty' },
      element('p', { className: 'first' }, 'No articles yet.'),
      element(
        'p',
        {},
        inCode(
          'An article is a Markdown file below `content/`. Save this as `content/first-article.md` to see it here:',
        ),
      ),
      element('pre', {}, '---\ntitle: The first article\n---\n\nWhat happened, to whom, and how we know.\n'),
    );
  }
  if (chosen.isAwaited?.(desk)) {
    return element('div', { className: 'empty' }, element('p', {}, 'The rules are looking at every article …'));
  }
  const isFiltered = filter.q || filter.section || filter.state;
  return element(
    'div',
    { className: 'empty' },
    isFiltered && chosen.items(desk).length
      ? [
          element('p', {}, 'Nothing in this list matches the filter.'),
          element('button', { type: 'button', 'data-clear': '' }, 'Clear the filter'),
        ]
      : element('p', {}, inCode(chosen.empty)),
  );
}

function say(text) {
  const toast = find('.toast');
  toast.textContent = text;
  setTimeout(() => toast.textContent === text && toast.replaceChildren(), 5000);
}

function showErrors(problems) {
  const [number, rest] = errorsKeep(problems.length);
  const link = element('a', { href: '#problems' }, number);
  const isThere = !desk || desk.articles.length > 0;
  const shown = isThere ? 'The preview shows the last one that could be' : 'There is nothing to show yet';
  const told = [link, `${rest}. ${shown}.`];
  find('.banner').replaceChildren(...(problems.length ? told : []));
}

function choose(list) {
  chosen = list;
  shown = portion;
  remember();
  show();
}

function setFilter(values) {
  Object.assign(filter, values);
  for (const [name, value] of Object.entries(filter))
    if (form.elements[name].value !== value) form.elements[name].value = value;
  shown = portion;
  remember();
  show();
}

// Keeps list and filter in the address, so that they can be linked to and survive a reload.
function remember() {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value)).toString();
  history.replaceState(null, '', `${location.pathname}${query ? `?${query}` : ''}#${chosen.name}`);
}

function onPanelClick(event) {
  onCopy(event, say);
  const button = event.target.closest('button');
  if (!button) return;
  if ('clear' in button.dataset) {
    setFilter({ q: '', section: '', state: '' });
    panel.focus();
  } else if ('more' in button.dataset) {
    const before = shown;
    shown += portion;
    show();
    panel.querySelectorAll('.rows > li, .problems > li')[before]?.querySelector('a, button')?.focus();
  } else if (button.dataset.problems) {
    filter.q = button.dataset.problems;
    choose(lists.find(({ isOfProblems }) => isOfProblems));
    setFilter({});
    find('[role=tab][aria-selected=true]').focus();
  }
}

function onTabKey(event) {
  const at = lists.indexOf(chosen);
  const next = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: -1 }[
    event.key
  ];
  if (next === undefined) return;
  event.preventDefault();
  choose(lists.at(next % lists.length));
  find(`#tab-${chosen.name}`).focus();
}

form.addEventListener('input', () => setFilter(Object.fromEntries(new FormData(form))));
form.addEventListener('submit', (event) => event.preventDefault());
tabs.addEventListener('keydown', onTabKey);
tabs.addEventListener('click', (event) => {
  const name = event.target.closest('[data-list]')?.dataset.list;
  if (name) choose(lists.find((list) => list.name === name));
});
panel.addEventListener('click', onPanelClick);
window.addEventListener('hashchange', () => {
  const list = lists.find(({ name }) => `#${name}` === location.hash);
  if (list && list !== chosen) choose(list);
});
document.addEventListener('keydown', (event) => {
  const isTyping = event.target.closest?.('input, textarea, select');
  if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  form.elements.q.focus();
});
for (const name of Object.keys(filter)) filter[name] = parameters.get(name) ?? '';
form.elements.q.value = filter.q;
form.elements.state.value = filter.state;
setInterval(show, 60_000);

let waiting = null;
// Many saves at once are one question.
const refreshSoon = () => {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, 150);
};

listen({
  hello({ problems }) {
    showErrors(problems);
    refresh();
  },
  changed: refreshSoon,
  problems({ problems }) {
    showErrors(problems);
    refreshSoon();
  },
  state(isThere) {
    const connection = find('.connection');
    connection.textContent = isThere ? 'Live' : 'The server is gone, waiting for it …';
    connection.classList.toggle('gone', !isThere);
  },
});
