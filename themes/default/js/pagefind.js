// Shows Pagefind's own search: its program writes the folder that is loaded here, after the site is built.
const place = document.querySelector('#search');
const bundle = place.dataset.bundle;
const style = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: `${bundle}pagefind-ui.css` });
const script = Object.assign(document.createElement('script'), { src: `${bundle}pagefind-ui.js` });
script.addEventListener('load', () => {
  const ui = new window.PagefindUI({ element: place, bundlePath: bundle, showSubResults: true });
  const query = new URLSearchParams(location.search).get('q');
  if (query) ui.triggerSearch(query);
});
document.head.append(style, script);
