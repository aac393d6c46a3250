// Changes a tree in place into another one. What the new source leaves as it was is not touched, so that whatever the
// reader or the page's scripts did there stays: open folds, input, players, frames, elements that a script put in.
//
// To know what the source changed, each live node has a copy of itself as it was served: three trees are compared.
import { stateOf } from './fields.js';
import { focusOf, selectionOf } from './focus.js';
import { match } from './match.js';
import { sharedEnd, sharedStart } from './texts.js';

const copies = new WeakMap();
const lives = new WeakMap();

// Takes a live tree to be as it was served, which `copy` is.
export function remember(live, copy = live.cloneNode(true)) {
  copies.set(live, copy);
  lives.set(copy, live);
  let child = live.firstChild;
  for (let like = copy.firstChild; child && like; like = like.nextSibling) {
    remember(child, like);
    child = child.nextSibling;
  }
}

// Takes the attributes of a live element to come from those of another one, whatever scripts have made of them since.
export function trustAttributes(live, source) {
  const copy = copies.get(live);
  for (const { name } of [...copy.attributes]) copy.removeAttribute(name);
  for (const attribute of source.attributes) copy.setAttributeNode(attribute.cloneNode());
}

// Puts a new element behind a sibling, as if it had been served there.
export function insertAfter(sibling, element) {
  sibling.after(element);
  remember(element);
  copies.get(sibling).after(copies.get(element));
}

// Changes a live tree into what its new source says; a tree that was never remembered counts as served as it is.
export function morph(live, source) {
  if (!copies.has(live)) remember(live);
  const restore = [focusOf(live), selectionOf(live.ownerDocument)];
  change(live, source);
  for (const put of restore) put();
}

// Changes the children of a live element into others; its own attributes stay.
export function morphChildren(live, children) {
  if (!copies.has(live)) remember(live);
  const source = copies.get(live).cloneNode(false);
  source.append(...children.flat(2).filter(Boolean));
  morph(live, source);
}

function change(live, source) {
  const copy = copies.get(live);
  if (copy.isEqualNode(source)) return;
  if (live.nodeType !== Node.ELEMENT_NODE) return changeText(live, copy, source);
  const putState = stateOf(live);
  changeAttributes(live, copy, source);
  changeChildren(live, copy, source);
  putState();
}

// Replaces only the part that differs, so that a selection around it stays.
function changeText(live, copy, source) {
  const [before, after] = [live.data, source.data];
  const start = sharedStart(before, after);
  const end = sharedEnd(before, after, start);
  live.replaceData(start, before.length - start - end, after.slice(start, after.length - end));
  copy.data = after;
}

// Attributes are copied as nodes: a parser makes names that `setAttribute` refuses.
function changeAttributes(live, copy, source) {
  for (const { name } of [...copy.attributes]) {
    if (source.hasAttribute(name)) continue;
    live.removeAttribute(name);
    copy.removeAttribute(name);
  }
  for (const attribute of source.attributes) {
    if (copy.getAttribute(attribute.name) === attribute.value) continue;
    live.setAttributeNode(live.ownerDocument.importNode(attribute));
    copy.setAttributeNode(copy.ownerDocument.importNode(attribute));
  }
}

function changeChildren(live, copy, source) {
  const olds = [...copy.childNodes];
  const news = [...source.childNodes];
  const { matches, inPlace } = match(olds, news);
  const stale = news.map((wanted, at) => matches[at] >= 0 && isOvertaken(live, olds[matches[at]], wanted));
  const kept = news.map((_, at) => (matches[at] < 0 || stale[at] ? null : olds[matches[at]]));
  if (stale.includes(true)) removeForeign(live);
  const stay = new Set(kept);
  for (const old of olds) if (!stay.has(old)) lives.get(old).remove();
  let last = null;
  const children = news.map((wanted, at) => {
    const child = kept[at] ? lives.get(kept[at]) : made(live, wanted);
    if (kept[at] && child.parentNode !== live) return child;
    if (!kept[at] || !inPlace.has(at)) move(live, child, last ? last.nextSibling : live.firstChild);
    last = child;
    return child;
  });
  const isSame = olds.length === news.length && olds.every((old, at) => old === kept[at]);
  if (!isSame) copy.replaceChildren(...children.map((child) => copies.get(child)));
  news.forEach((wanted, at) => change(children[at], wanted));
}

// Whether a script has put something else in the place of a node whose source changes now.
function isOvertaken(live, old, wanted) {
  if (old.isEqualNode(wanted)) return false;
  const child = lives.get(old);
  const isOtherText = old.nodeType !== Node.ELEMENT_NODE && child.data !== old.data;
  return isOtherText || !live.getRootNode().contains(child);
}

function removeForeign(live) {
  for (const child of [...live.childNodes]) if (!copies.has(child)) child.remove();
}

function made(live, source) {
  const child = live.ownerDocument.importNode(source, true);
  remember(child);
  return child;
}

// Moves a child without resetting what it shows, where the browser can.
function move(parent, child, before) {
  if (child.parentNode === parent && parent.moveBefore) parent.moveBefore(child, before);
  else parent.insertBefore(child, before);
}
