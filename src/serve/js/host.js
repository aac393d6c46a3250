// The one element that the preview adds to a page: its shadow root keeps the theme's styles and the preview's apart.
import { element, icon, stateMark } from './elements.js';
import { look } from './look.js';

const pencil = 'M4 20l4.5-1L19.5 8a2 2 0 0 0 0-2.8l-.7-.7a2 2 0 0 0-2.8 0L5 15.5zM14 6.5l3.5 3.5';

// The corner with the desk's button and the page's mark, short messages, and whatever is added.
export class Host {
  #root;
  #corner = element('div', { className: 'corner', role: 'region', 'aria-label': 'Preview' });
  #foot = element('div', { className: 'foot' });
  #toast = element('p', { className: 'toast', role: 'status' });
  #alert = element('p', { className: 'unseen', role: 'alert' });
  #mark = element('p', { className: 'mark', hidden: true });
  #hiding = null;

  constructor(onButton) {
    this.button = element(
      'button',
      {
        type: 'button',
        className: 'opener',
        title: 'Open the desk (Alt+Shift+D)',
        'aria-label': 'Open the desk',
        'aria-expanded': 'false',
      },
      icon(pencil),
    );
    this.button.addEventListener('click', onButton);
    const host = document.createElement('byline-preview');
    this.#root = host.attachShadow({ mode: 'open' });
    this.#root.adoptedStyleSheets = [look()];
    this.#corner.append(this.#mark, this.button);
    this.#foot.append(this.#corner);
    this.#root.append(this.#foot, this.#toast, this.#alert);
    document.documentElement.append(host);
  }

  // What of the preview has the focus.
  get focused() {
    return this.#root.activeElement;
  }

  // Adds a part at the side of the page.
  add(part) {
    this.#root.append(part);
  }

  // Adds a part at the foot of the page, and the button that unfolds it.
  addAtFoot(part, unfold) {
    this.#foot.append(part);
    this.#corner.prepend(unfold);
  }

  // Shows a message for a while.
  say(text) {
    clearTimeout(this.#hiding);
    this.#toast.textContent = text;
    this.#hiding = setTimeout(() => this.#toast.replaceChildren(), 5000);
  }

  // Tells a message at once to who listens to the page.
  announce(text) {
    this.#alert.textContent = text;
  }

  // Marks a page that readers do not see; takes the mark away from one that they do.
  mark(state) {
    const name = stateMark(state);
    this.#mark.hidden = !name;
    this.#mark.replaceChildren(...(name ? [name, ' not seen by readers'] : []));
  }
}
