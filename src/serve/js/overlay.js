// The errors that keep the site from being built, over the page, until they are mended.
import { count, element, errorsKeep, icon, onCopy, problemItem, settleExcerpts } from './elements.js';

const down = 'M6 9l6 6 6-6';

// Shows problems at the bottom of the page; folded away it is a line, and comes back when the problems are others.
export class Overlay {
  #host;
  #shown = '';
  #title = element('h2', { id: 'overlay-title' });
  #note = element('p', { className: 'note' }, 'The page behind is the last one that could be built.');
  #list = element('ol', { className: 'problems' });
  #unfold = element('button', { type: 'button', className: 'unfold', hidden: true });
  #box;

  constructor(host) {
    this.#host = host;
    const fold = element(
      'button',
      { type: 'button', className: 'plain', title: 'Fold away (Escape)', 'aria-label': 'Fold away' },
      icon(down),
    );
    this.#box = element(
      'section',
      { className: 'overlay', hidden: true, role: 'dialog', 'aria-labelledby': 'overlay-title', tabIndex: -1 },
      element('div', { className: 'head' }, this.#title, fold),
      this.#note,
      this.#list,
    );
    fold.addEventListener('click', () => this.#fold());
    this.#unfold.addEventListener('click', () => this.#open(true));
    this.#box.addEventListener('click', (event) => onCopy(event, (text) => host.say(text)));
    document.addEventListener('keydown', (event) => this.#onKey(event));
    host.addAtFoot(this.#box, this.#unfold);
  }

  // Shows these problems; none take the overlay away. Behind them may be no page of the site yet.
  show(problems, isBuilt = true) {
    this.#note.hidden = !isBuilt;
    const shown = JSON.stringify(problems);
    if (shown === this.#shown) return;
    const wasThere = this.#shown !== '';
    this.#shown = problems.length ? shown : '';
    const title = errorsKeep(problems.length).join('');
    this.#title.textContent = title;
    this.#unfold.textContent = count(problems.length, 'error');
    this.#list.replaceChildren(...problems.map(problemItem));
    if (problems.length) {
      this.#open(false);
      this.#host.announce(`${title}: ${problems[0].message}`);
    } else if (wasThere) {
      this.#leave();
    }
  }

  #open(takesFocus) {
    this.#box.hidden = false;
    this.#unfold.hidden = true;
    settleExcerpts(this.#list);
    if (takesFocus) this.#box.focus();
  }

  #fold() {
    const hadFocus = this.#box.contains(this.#host.focused);
    this.#box.hidden = true;
    this.#unfold.hidden = false;
    if (hadFocus) this.#unfold.focus();
  }

  #leave() {
    this.#box.hidden = true;
    this.#unfold.hidden = true;
    this.#host.announce('The site is built again');
  }

  // Escape folds from within, and from the page where nothing else has the focus.
  #onKey(event) {
    if (event.key !== 'Escape' || event.defaultPrevented || this.#box.hidden) return;
    const { focused } = this.#host;
    const isIdle = document.activeElement === null || document.activeElement === document.body;
    if (this.#box.contains(focused) || (isIdle && !document.querySelector('dialog[open]'))) this.#fold();
  }
}
