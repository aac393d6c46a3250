// The lists of the desk: which articles each one has, in which order, and what it says when it has none.
import { count, day, element, inCode, link, place, problemItem, stateMark } from './elements.js';

const aDay = 86_400_000;
const soon = 90;
const latest = 100;

const byText = (key) => (a, b) => (a[key] ?? '').localeCompare(b[key] ?? '');
const instant = (date) => new Date(date).getTime();

// Each list: its name in the address, its title, its items, and what an empty one says.
export const lists = [
  {
    name: 'changed',
    title: 'Newest changes',
    isUncounted: true,
    items: ({ articles }) =>
      articles
        .filter(({ changed }) => changed !== null)
        .sort((a, b) => b.changed - a.changed || byText('title')(a, b))
        .slice(0, latest),
    when: ({ changed }, now) => ago(changed * 1000, now),
    empty: 'No article has been changed yet. Save one, and it is listed here.',
  },
  {
    name: 'drafts',
    title: 'Drafts',
    items: ({ articles }) => articles.filter(({ state }) => state === 'draft').sort((a, b) => b.changed - a.changed),
    when: ({ changed }, now) => (changed === null ? null : ago(changed * 1000, now)),
    empty: 'No drafts. An article is one while its front matter says `draft: true`.',
  },
  {
    name: 'scheduled',
    title: 'Scheduled',
    items: ({ articles }) => articles.filter(({ state }) => state === 'scheduled').sort(byText('published')),
    when: ({ published }, now) => (published ? [far(instant(published), now), ', ', day(published, 'medium')] : null),
    empty: 'Nothing is scheduled. An article is while the date at `published` in its front matter lies ahead.',
  },
  {
    name: 'due',
    title: 'Due for review',
    items: ({ articles, now }) => articles.filter((article) => isDue(article, instant(now))).sort(byText('due')),
    when: ({ due, is_overdue: isOverdue }) =>
      isOverdue
        ? element('strong', { className: 'overdue' }, 'was due ', day(due, 'medium'))
        : ['due ', day(due, 'medium')],
    empty: `Nothing falls due in the next ${soon} days.`,
  },
  {
    name: 'problems',
    title: 'Problems',
    isOfProblems: true,
    items: ({ problems }) => [...problems].sort((a, b) => rank(a) - rank(b)),
    empty: 'No problems: nothing is left to mend.',
  },
  {
    name: 'findings',
    title: 'What rules find',
    isOfProblems: true,
    isAwaited: ({ findings }) => findings === null,
    items: ({ findings }) => [...(findings ?? [])].sort((a, b) => rank(a) - rank(b)),
    empty: 'The rules of `byline check` that look at sources find nothing.',
  },
  {
    name: 'all',
    title: 'All articles',
    items: ({ articles }) => [...articles].sort((a, b) => byText('published')(b, a) || byText('title')(a, b)),
    when: ({ published }) => (published ? day(published, 'medium') : 'no date'),
    empty: 'No articles.',
  },
];

const rank = ({ level }) => ['error', 'warning', 'advice'].indexOf(level);

function isDue({ due, is_overdue: isOverdue }, now) {
  return due !== null && (isOverdue || instant(due) - now < soon * aDay);
}

// The items of a list that a filter leaves. A problem has the section and state of its article.
export function filtered(items, filter, articles) {
  const words = filter.q.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length && !filter.section && !filter.state) return items;
  const byFile = new Map(articles.map((article) => [article.file, article]));
  return items.filter((item) => {
    const article = byFile.get(item.file) ?? item;
    const text = [item.title, item.file, item.section, item.message, item.code, ...(item.authors ?? [])]
      .join(' ')
      .toLowerCase();
    return (
      words.every((word) => text.includes(word))
      && (!filter.section || article.section === filter.section)
      && (!filter.state || article.state === filter.state)
    );
  });
}

// Rows of a list, for the instant `now`.
export function rows(list, items, now) {
  return list.isOfProblems
    ? element('ol', { className: 'problems' }, items.map(problemItem))
    : element(
        'ol',
        { className: 'rows' },
        items.map((article) => row(article, list.when(article, now))),
      );
}

function row(article, when) {
  const { title, address, file, section, authors, words, state } = article;
  const about = [section, authors.join(', '), words && count(words, 'word')].filter(Boolean).join(' · ');
  return element(
    'li',
    { id: `row-${encodeURIComponent(file)}` },
    element('p', { className: 'row-title' }, link(title || file, address), ' ', stateMark(state), problemsOf(article)),
    element('p', { className: 'row-when' }, when),
    element(
      'p',
      { className: 'row-about' },
      about ? element('span', {}, about) : null,
      place({ ...article, line: null }),
      hidden(article),
    ),
  );
}

function problemsOf({ problems, file }) {
  return (
    problems > 0 && [
      ' ',
      element(
        'button',
        { type: 'button', className: 'to-problems', 'data-problems': file },
        count(problems, 'problem'),
      ),
    ]
  );
}

// How to see an article that the preview leaves out.
function hidden({ address, state }) {
  const flag = { draft: '--drafts', scheduled: '--future' }[state];
  return address === null && flag && element('span', {}, inCode(`shown with \`${flag}\``));
}

const steps = [
  ['minute', 60_000, 60],
  ['hour', 3_600_000, 24],
  ['day', aDay, 7],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

// How long ago something was; the day if that is more than a week.
function ago(time, now) {
  if (now - time < 60_000) return 'just now';
  const step = steps.find(([, length, most]) => now - time < length * most);
  return step
    ? relative.format(-Math.floor((now - time) / step[1]), step[0])
    : day(new Date(time).toISOString(), 'medium');
}

// How far ahead something is.
function far(time, now) {
  const days = Math.ceil((time - now) / aDay);
  return relative.format(days, 'day');
}
