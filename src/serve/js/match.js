// Which nodes of one list of children become which of another one, so that as few as can be are made anew or moved.
import { isField } from './fields.js';
import { sharedEnd, sharedStart } from './texts.js';

// For each new node the place of the old one that becomes it, or -1; and which new nodes need no move.
export function match(olds, news) {
  const matches = news.map(() => -1);
  let start = 0;
  let [oldEnd, newEnd] = [olds.length, news.length];
  while (start < oldEnd && start < newEnd && olds[start].isEqualNode(news[start])) matches[start] = start++;
  while (start < oldEnd && start < newEnd && olds[oldEnd - 1].isEqualNode(news[newEnd - 1]))
    matches[--newEnd] = --oldEnd;
  const keys = uniqueKeys(olds, start, oldEnd);
  for (const [key, at] of uniqueKeys(news, start, newEnd)) if (keys.get(key) >= 0) matches[at] = keys.get(key);
  const inPlace = longestRise(matches);
  alignGaps(olds, news, matches, inPlace);
  return { matches, inPlace };
}

// What nodes are known by, each with its place, if nothing else here is the same.
function uniqueKeys(nodes, start, end) {
  const keys = new Map();
  for (let at = start; at < end; at++) {
    const key = keyOf(nodes[at]);
    keys.set(key, keys.has(key) ? -1 : at);
  }
  for (const [key, at] of keys) if (at < 0) keys.delete(key);
  return keys;
}

// The id of an element, the name of a form's field, or else all that a node is.
function keyOf(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return `${node.nodeName} ${node.data}`;
  if (node.id) return `${node.nodeName}#${node.id}`;
  if (!isField(node) || !node.name) return node.outerHTML;
  return [node.nodeName, node.type, node.name, /^(radio|checkbox)$/.test(node.type) && node.value].join(' ');
}

// The places of the longest series of matches that rises: all others have moved past these.
function longestRise(matches) {
  const ends = [];
  const previous = [];
  matches.forEach((match, at) => {
    if (match < 0) return;
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (matches[ends[middle]] < match) low = middle + 1;
      else high = middle;
    }
    previous[at] = ends[low - 1];
    ends[low] = at;
  });
  const rise = new Set();
  for (let at = ends.at(-1); at !== undefined; at = previous[at]) rise.add(at);
  return rise;
}

// Matches, between nodes that stay in place, those that are left over and look alike.
function alignGaps(olds, news, matches, inPlace) {
  const used = new Set(matches);
  const stays = [...inPlace].sort((a, b) => a - b);
  let [oldStart, newStart] = [0, 0];
  for (const stay of [...stays, news.length]) {
    const oldEnd = stay < news.length ? matches[stay] : olds.length;
    const left = range(oldStart, oldEnd).filter((at) => !used.has(at));
    const wanted = range(newStart, stay).filter((at) => matches[at] < 0);
    for (const [old, at] of align(olds, left, news, wanted)) {
      matches[at] = old;
      inPlace.add(at);
    }
    [oldStart, newStart] = [oldEnd + 1, stay + 1];
  }
}

const range = (start, end) => Array.from({ length: Math.max(0, end - start) }, (_, at) => start + at);

// Pairs of places, in the order of both lists, that are alike most.
function align(olds, left, news, wanted) {
  if (!left.length || !wanted.length) return [];
  const texts = [left.map((at) => olds[at].textContent), wanted.map((at) => news[at].textContent)];
  const worth = (i, j) => (isKin(olds[left[i]], news[wanted[j]]) ? 0.1 + likeness(texts[0][i], texts[1][j]) : 0);
  if (left.length * wanted.length > 250_000) return alignInOrder(left, wanted, worth);
  const width = wanted.length + 1;
  const best = new Float64Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = wanted.length - 1; j >= 0; j--) {
      const skip = Math.max(best[(i + 1) * width + j], best[i * width + j + 1]);
      const pair = worth(i, j);
      best[i * width + j] = pair ? Math.max(skip, pair + best[(i + 1) * width + j + 1]) : skip;
    }
  }
  const pairs = [];
  for (let i = 0, j = 0; i < left.length && j < wanted.length;) {
    const here = best[i * width + j];
    if (here === best[(i + 1) * width + j]) i++;
    else if (here === best[i * width + j + 1]) j++;
    else pairs.push([left[i++], wanted[j++]]);
  }
  return pairs;
}

// Pairs of one place after the other, for lists too long to compare each with each.
function alignInOrder(left, wanted, worth) {
  const pairs = [];
  for (let i = 0, j = 0; i < left.length && j < wanted.length; j++) if (worth(i, j)) pairs.push([left[i++], wanted[j]]);
  return pairs;
}

// Whether a node may become another one: input must not go over into another field.
function isKin(old, wanted) {
  if (old.nodeName !== wanted.nodeName || old.namespaceURI !== wanted.namespaceURI) return false;
  return !isField(old) || ['name', 'type', 'id'].every((name) => old.getAttribute(name) === wanted.getAttribute(name));
}

// How much of two texts is the same at their ends, from 0 to 1: an author changes one spot at a time.
function likeness(a, b) {
  const start = sharedStart(a, b);
  return (start + sharedEnd(a, b, start)) / Math.max(a.length, b.length, 1);
}
