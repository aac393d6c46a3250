// The search page: finds words in the files of the search, and shows where they stand.
// The rules of `words` are those of the program's src/parse/search; tests hold both against one table.

const letters = /[\p{Alphabetic}\p{N}\p{M}]+/gu;
const unspaced = '\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}';
const runs = new RegExp(`[${unspaced}]+|[^${unspaced}]+`, 'gu');
const isUnspaced = new RegExp(`[${unspaced}]`, 'u');
const nothing = /[\u00ad\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]/g;
const marks = /([a-z\u00df-\u02af\u0370-\u03ff\u1e00-\u1fff\u2c60-\u2c7f\ua720-\ua7ff\uab30-\uab6f])[\u0300-\u036f]+|\u0435\u0308/g;
const taken = { ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ø: 'o', đ: 'd', ð: 'd', ł: 'l', ħ: 'h', ı: 'i', ς: 'σ' };

const fold = (text) => text.toLowerCase().normalize('NFKD').replace(nothing, '')
  .replace(marks, (_, letter) => letter ?? '\u0435').replace(/[ßæœþøđðłħıς]/g, (c) => taken[c]).normalize('NFC');

// The words of a text, folded; of scripts without blanks every two neighbouring characters.
export function words(text) {
  const pairs = (run) => {
    const all = [...run];
    return !isUnspaced.test(run) || all.length < 2 ? [run] : all.slice(1).map((c, i) => all[i] + c);
  };
  return (fold(text).match(letters) ?? []).flatMap((word) => word.match(runs).flatMap(pairs));
}

const digits = new Map([...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].map((c, i) => [c, i]));

// The pages of a line: [number, weight] each.
function* pages(text) {
  let at = 0;
  const next = () => {
    let number = 0;
    for (let shift = 0; ; shift += 5) {
      const digit = digits.get(text[at++]);
      number += (digit & 31) * 2 ** shift;
      if (digit < 32) return number;
    }
  };
  for (let page = 0; at < text.length;) {
    const far = next();
    page += Math.floor(far / 2);
    yield [page, far % 2 ? next() + 2 : 1];
  }
}

// The last place of a sorted list of pairs whose first is not above a key.
const place = (list, key) => {
  let at = 0;
  while (at + 2 < list.length && list[at + 2] <= key) at += 2;
  return at;
};

const shared = (a, b) => {
  let n = 0;
  while (n < a.length && a[n] === b[n]) n++;
  return n;
};

// How many letters a word has in common with a stem that it can be a form of; 0 if it is another word.
function kept(stem, word) {
  const same = shared(stem, word);
  const [last, next] = [stem[same] ?? '', word[same] ?? ''];
  // All of the stem, or all but an ending that changes: `happi` in `happy`, `make` in `making`.
  const isWhole = stem.length === same || (stem.length === same + 1 && (last + next === 'iy' || (last === 'e' && 'aeiouy'.includes(next))));
  const rest = word.length - same;
  return same > 2 && isWhole && rest < 5 && rest < same ? same : 0;
}

// Searches the files below an address; `get` reads one.
export class Search {
  #files = new Map();
  #get;

  constructor(get) {
    this.#get = get;
  }

  #file(name) {
    if (!this.#files.has(name)) {
      const file = this.#get(name);
      file.catch(() => this.#files.delete(name));
      this.#files.set(name, file);
    }
    return this.#files.get(name);
  }

  async contents() {
    return JSON.parse(await this.#file('index.json'));
  }

  // The pages with a word: their scores, the forms of it, whether it is everywhere, and whether only other forms of it are.
  async #word(word, contents, isLast) {
    const list = contents.words;
    const isPrefix = isLast && (word.length > 1 || isUnspaced.test(word));
    const first = place(list, word);
    const last = isPrefix ? Math.min(place(list, `${word}\uffff`), first + 4) : first;
    const parts = [];
    for (let at = first; at <= last; at += 2) parts.push(this.#file(`w-${list[at + 1]}.txt`));
    const found = { word, scores: new Map(), forms: [], everywhere: false, isNear: false };
    let near = [];
    let nearest = 1;
    const take = (forms, text, factor) => {
      const everywhere = text[0] === '*';
      const listed = [...pages(everywhere ? text.slice(1) : text)];
      const rare = everywhere ? 0.1 : Math.log(1 + contents.pages / listed.length);
      for (const [page, weight] of listed) {
        found.scores.set(page, Math.max(found.scores.get(page) ?? 0, weight * rare * factor));
      }
      found.forms.push(...forms);
      found.everywhere ||= everywhere;
    };
    for (const part of await Promise.all(parts)) {
      for (const line of part.split('\n')) {
        if (!line) continue;
        const [head, text] = line.split(':');
        const [stem, ...rest] = head.split(' ');
        const forms = stem[0] === '-' ? rest : [stem, ...rest];
        if (forms.includes(word)) {
          take(forms, text, 1);
        } else if (isPrefix && forms.some((form) => form.startsWith(word))) {
          take(forms.filter((form) => form.startsWith(word)), text, 0.5);
        } else {
          // A form that the site itself does not use.
          const same = text[0] === '*' ? 0 : kept(stem.replace('-', ''), word);
          if (same >= nearest) {
            if (same > nearest) near = [];
            nearest = same;
            near.push([forms, text, 0.25]);
          }
        }
      }
    }
    if (!found.forms.length) {
      near.forEach((group) => take(...group));
      found.isNear = found.forms.length > 0;
    }
    return found;
  }

  // The numbers of the pages that a query finds, best first; whether they have all of its words; the words' forms;
  // and the words of which only other forms are anywhere.
  async find(query) {
    const asked = [...new Set(words(query))].slice(0, 12);
    const contents = await this.contents();
    const isOpen = /[\p{Alphabetic}\p{N}\p{M}]$/u.test(query);
    const found = await Promise.all(asked.map((word, at) => this.#word(word, contents, isOpen && at === asked.length - 1)));
    const needed = found.filter((word) => !word.everywhere);
    const totals = new Map();
    for (const { scores, everywhere } of found) {
      for (const [page, score] of scores) {
        const total = totals.get(page) ?? { score: 0, words: 0 };
        totals.set(page, { score: total.score + score, words: total.words + !everywhere });
      }
    }
    const most = Math.max(0, ...[...totals.values()].map((total) => total.words));
    const ranked = [...totals].filter(([, total]) => total.words === most)
      .sort(([a, one], [b, other]) => other.score - one.score || b - a).map(([page]) => page);
    return { ranked, isAll: most === needed.length, forms: new Set(found.flatMap(({ forms }) => forms)), near: found.filter(({ isNear }) => isNear) };
  }

  // What is known of a page: its address, title, section, day, and what it is about.
  async card(page) {
    const { cards } = await this.contents();
    const file = JSON.parse(await this.#file(`c-${cards[place(cards, page) + 1]}.json`));
    const [, url, title, section, day, about] = file.find(([number]) => number === page);
    return { url, title, section, day, about };
  }
}

// A text as nodes, each word of `forms` marked.
function marked(text, forms, from = 0, to = text.length) {
  const nodes = [];
  let at = from;
  for (const [start, end] of places(text, forms)) {
    if (start < at || end > to) continue;
    nodes.push(text.slice(at, start), Object.assign(document.createElement('mark'), { textContent: text.slice(start, end) }));
    at = end;
  }
  return [...nodes, text.slice(at, to)];
}

// Where words of `forms` stand in a text.
function places(text, forms) {
  const found = [];
  const add = (start, end) => {
    const last = found.at(-1);
    if (last && start <= last[1]) last[1] = end;
    else found.push([start, end]);
  };
  for (const { 0: word, index } of text.matchAll(/[\p{Alphabetic}\p{N}\p{M}\u00ad]+/gu)) {
    for (const { 0: run, index: offset } of word.matchAll(runs)) {
      const start = index + offset;
      if (isUnspaced.test(run)) {
        for (let i = 0; i + 1 < run.length; i++) if (forms.has(run.slice(i, i + 2))) add(start + i, start + i + 2);
      } else if (forms.has(fold(run))) add(start, start + run.length);
    }
  }
  return found;
}

// The part of a page around the words found, as nodes; null if they stand nowhere in its text.
function excerpt(page, forms) {
  let best = null;
  for (const block of page.querySelectorAll('main :is(p, li, dd, td, blockquote, figcaption, pre, h2, h3, h4)')) {
    if (block.closest('nav, footer, form, .breadcrumbs, .sources, .byline') || block.querySelector('p, li')) continue;
    const text = block.textContent.replace(/\s+/g, ' ').trim();
    const at = places(text, forms);
    const kinds = new Set(at.map(([start, end]) => fold(text.slice(start, end)))).size;
    if (kinds > (best?.kinds ?? 0)) best = { text, at, kinds };
  }
  if (!best) return null;
  const { text, at: [[start]] } = best;
  const from = start < 100 ? 0 : text.indexOf(' ', start - 90) + 1;
  const to = text.length - from < 280 ? text.length : text.lastIndexOf(' ', from + 260);
  return [from ? '… ' : '', ...marked(text, forms, from, Math.max(to, start)), to < text.length ? ' …' : ''];
}

function run(form) {
  const { files } = form.dataset;
  const box = form.elements.q;
  const status = document.querySelector('.search-status');
  const list = document.querySelector('.search-results');
  const more = document.querySelector('.search-more');
  const said = status.dataset;
  const get = async (name, cache) => {
    const response = await fetch(files + name, { cache });
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    return response.text();
  };
  const begin = () => new Search((name) => get(name, name === 'index.json' ? 'no-cache' : 'default'));
  let search = begin();
  let asked = 0;
  let shown = { ranked: [], forms: new Set(), until: 0 };

  async function result(page, forms) {
    const { url, title, section, day, about } = await search.card(page);
    const item = document.createElement('li');
    const link = Object.assign(document.createElement('a'), { href: url });
    link.append(...marked(title, forms));
    const heading = document.createElement('h2');
    heading.append(link);
    const text = document.createElement('p');
    text.append(...marked(about, forms));
    const meta = Object.assign(document.createElement('p'), { className: 'card-meta' });
    for (const part of [section, day]) if (part) meta.append(Object.assign(document.createElement('span'), { textContent: part }), ' ');
    item.append(heading, text, meta);
    fetch(url).then((response) => (response.ok ? response.text() : '')).then((html) => {
      const found = excerpt(new DOMParser().parseFromString(html, 'text/html'), forms);
      if (found) text.replaceChildren(...found);
    }).catch(() => {});
    return item;
  }

  async function show() {
    const { ranked, forms, until } = shown;
    const now = shown;
    const items = await Promise.all(ranked.slice(until, until + 6).map((page) => result(page, forms)));
    if (now !== shown) return;
    shown.until += items.length;
    list.append(...items);
    more.hidden = shown.until >= ranked.length;
    if (until) items[0].querySelector('a').focus();
  }

  async function ask(again = true) {
    const query = box.value.trim();
    const number = ++asked;
    history.replaceState(null, '', query ? `?${new URLSearchParams({ q: query })}` : location.pathname);
    try {
      const found = words(query).length ? await search.find(query) : null;
      if (number !== asked) return;
      shown = { ranked: found?.ranked ?? [], forms: found?.forms ?? new Set(), until: 0 };
      const count = shown.ranked.length;
      const near = found?.near ?? [];
      const texts = near.map(({ word, forms }) => said.near.replace('{word}', () => word).replace('{near}', () => forms.slice(0, 3).join(', ')));
      if (found && !count) texts.push(said.none);
      else if (found && !found.isAll) texts.push(count === 1 ? said.someOne : said.some);
      else if (found && !near.length) texts.push(count === 1 ? said.one : said.many);
      list.replaceChildren();
      await show();
      if (number === asked) status.textContent = texts.join(' ').replace('{n}', count).replace('{query}', () => query);
    } catch {
      // The site was published anew since the contents were read: they name other files now.
      search = begin();
      if (again) return ask(false);
      status.textContent = said.failed;
    }
  }

  let waiting;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    ask();
  });
  box.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => (words(box.value).join('').length > 2 || !box.value) && ask(), 250);
  });
  box.addEventListener('focus', () => search.contents().catch(() => {}), { once: true });
  more.addEventListener('click', () => show());
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target.closest?.('input, textarea, select, [contenteditable]');
    if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      box.focus();
    }
  });
  box.value = new URLSearchParams(location.search).get('q') ?? '';
  if (box.value) ask();
}

const form = globalThis.document?.querySelector('form.search[data-files]');
if (form) run(form);
