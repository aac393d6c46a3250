// How the preview's own parts look, in light and in dark surroundings.

// The stylesheet of the shadow root. It is made by script, so that a page's policy against inline styles allows it.
export function look() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  return sheet;
}

const rules = `
:host {
  all: initial !important;
  position: fixed !important;
  inset: auto 0 0 auto !important;
  z-index: 2147483647 !important;
  color-scheme: light dark !important;
}
@media print { :host { display: none !important; } }

:host {
  --ink: light-dark(#23211e, #e7e4de);
  --quiet: light-dark(#615d56, #a8a49c);
  --paper: light-dark(#fdfcfa, #1d1e20);
  --field: light-dark(#f3f0ea, #292a2d);
  --line: light-dark(#dfdad1, #3b3d41);
  --link: light-dark(#0f5286, #94c5ee);
  --error: light-dark(#a8251c, #ff9f95);
  --warning: light-dark(#7a5200, #e9bf6c);
  --good: light-dark(#23683f, #8fd3a7);
  --serif: ui-serif, Charter, 'Iowan Old Style', 'Noto Serif', 'Liberation Serif', serif;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif;
  --code: ui-monospace, 'Cascadia Code', Menlo, Consolas, 'Liberation Mono', monospace;
}

*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
h2, h3, h4, p, ol, ul, dl, dd, pre { margin: 0; padding: 0; font: inherit; }
ol, ul { list-style: none; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .18em; }
a:hover { text-decoration-thickness: 2px; }
button { font: inherit; color: inherit; cursor: pointer; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
svg {
  width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round;
  stroke-linejoin: round; display: block;
}
code, pre { font-family: var(--code); font-size: .93em; }
.quiet { color: var(--quiet); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.foot, .toast, .panel { position: fixed; font: 14px/1.5 var(--sans); color: var(--ink); }

.foot { inset-inline: 0; bottom: 0; max-height: 100vh; display: flex; flex-direction: column; pointer-events: none; }
.overlay, .corner > * { pointer-events: auto; }
.corner { display: flex; gap: 10px; justify-content: end; align-items: center; padding: 16px; pointer-events: none; }
.opener {
  display: grid; place-items: center; width: 42px; height: 42px; padding: 0;
  border: 1px solid var(--line); border-radius: 50%; background: var(--paper); color: var(--ink);
  box-shadow: 0 2px 10px rgb(0 0 0 / .14);
}
.opener:hover { background: var(--field); }
.opener:focus-visible { border-radius: 50%; }
.mark {
  padding: 5px 12px 5px 6px; border: 1px solid var(--line); border-radius: 16px; background: var(--paper);
  color: var(--quiet);
  font-size: 13px; box-shadow: 0 2px 10px rgb(0 0 0 / .1);
}
.state {
  padding: 1px 8px; border-radius: 10px; white-space: nowrap; font: 600 12px/1.5 var(--sans);
  background: light-dark(#f6e5bd, #4a3c17); color: light-dark(#5f4100, #f3d594);
}
.state.scheduled { background: light-dark(#dbe8f5, #1f3a52); color: light-dark(#123f68, #b5d8f7); }
.state.expired { background: light-dark(#e6e2da, #3d3e41); color: light-dark(#4b463e, #d5d1c9); }

.toast {
  inset-inline: 16px; bottom: 72px; width: fit-content; max-width: min(560px, 100% - 32px); margin-inline: auto;
  border-radius: 6px; background: light-dark(#23211e, #e7e4de); color: light-dark(#fdfcfa, #1d1e20);
  overflow-wrap: anywhere; user-select: text; z-index: 3;
}
.toast:not(:empty) { padding: 9px 16px; box-shadow: 0 4px 18px rgb(0 0 0 / .25); }

.plain {
  display: grid; place-items: center; width: 34px; height: 34px; padding: 0; border: 0; border-radius: 4px;
  background: none; color: var(--quiet);
}
.plain:hover { background: var(--field); color: var(--ink); }

.overlay {
  max-height: min(62vh, 640px); overflow: auto; overscroll-behavior: contain;
  padding: 0 max(20px, (100% - 1080px) / 2) 20px; background: var(--paper);
  border-top: 3px solid var(--error); box-shadow: 0 -6px 30px rgb(0 0 0 / .18);
}
.overlay:focus, .panel:focus { outline: none; }
.overlay .head {
  position: sticky; top: 0; display: flex; justify-content: space-between; align-items: center; gap: 16px;
  padding: 12px 0 4px; background: var(--paper);
}
.overlay h2 { font: 600 19px/1.3 var(--serif); color: var(--error); }
.overlay .note { color: var(--quiet); margin-bottom: 6px; }
.unfold {
  margin-inline-end: auto; padding: 7px 16px; border: 1px solid var(--error); border-radius: 21px;
  background: var(--paper); color: var(--error); font-weight: 600; box-shadow: 0 2px 10px rgb(0 0 0 / .14);
}
.unfold:hover { background: var(--field); }

.problem { padding: 12px 0; border-top: 1px solid var(--line); }
.problem:first-child { border-top: 0; }
.problem-head { display: flex; flex-wrap: wrap; gap: 2px 10px; align-items: baseline; font-size: 13px; }
.level { font-weight: 600; color: var(--warning); }
.error .level { color: var(--error); }
.advice .level { color: var(--quiet); }
.place { overflow-wrap: anywhere; text-align: start; }
button.place {
  padding: 0; border: 0; background: none; color: var(--link); text-decoration: underline dotted 1px;
  text-underline-offset: .18em;
}
.problem .code { color: var(--quiet); margin-inline-start: auto; }
.message { margin-top: 2px; overflow-wrap: anywhere; }
.message code, .help code, .empty code { padding: 0 3px; border-radius: 3px; background: var(--field); }
.excerpt {
  margin-top: 6px; padding: 8px 12px; overflow-x: auto; border-radius: 4px; background: var(--field);
  font-size: 12.5px; line-height: 1.45; tab-size: 4;
}
.help { margin-top: 5px; color: var(--quiet); overflow-wrap: anywhere; }
.help::before { content: '→ '; }

.panel {
  inset-block: 0; inset-inline-end: 0; width: min(400px, 100vw); overflow: auto; overscroll-behavior: contain;
  z-index: 2;
  background: var(--paper); border-inline-start: 1px solid var(--line); box-shadow: 0 0 30px rgb(0 0 0 / .12);
}
.panel .head {
  position: sticky; top: 0; z-index: 1; display: flex; align-items: center; gap: 12px; padding: 8px 10px 8px 20px;
  background: var(--paper); border-bottom: 1px solid var(--line);
}
.panel h2 { flex: 1; font: 600 13px/1.5 var(--sans); letter-spacing: .02em; }
.content { padding: 0 20px 28px; overflow-wrap: anywhere; }
.top { padding: 16px 0 18px; }
.title { font: 600 20px/1.3 var(--serif); text-wrap: balance; }
.title .state { vertical-align: 3px; }
.file { margin-top: 4px; font-size: 13px; }
.size { margin-top: 12px; }
.dates { margin-top: 2px; }
.dates > div { display: flex; gap: 6px; }
.dates dt { color: var(--quiet); }
.dates dt::first-letter { text-transform: uppercase; }
.overdue { color: var(--error); font-weight: 600; }
.content > section { padding: 16px 0; border-top: 1px solid var(--line); }
.panel h3 { margin-bottom: 6px; font: 600 14px/1.5 var(--sans); }
.panel h4 { margin: 10px 0 2px; color: var(--quiet); font-size: 13px; }
.number { color: var(--quiet); font-variant-numeric: tabular-nums; font-weight: 400; }
.empty { color: var(--quiet); }
.content > .empty { padding-top: 20px; }
.outline a { display: block; padding: 3px 0; color: var(--ink); text-decoration: none; }
.outline a:hover { text-decoration: underline; }
.deep-1 { padding-inline-start: 16px; }
.deep-2 { padding-inline-start: 32px; }
.deep-3 { padding-inline-start: 48px; }
.plain-list li, .sources li { padding: 3px 0; }
.sources li { display: grid; grid-template-columns: 1.9em 1fr auto; }
.card { overflow: hidden; border: 1px solid var(--line); border-radius: 6px; background: var(--field); }
.card img { display: block; width: 100%; aspect-ratio: 1.91; object-fit: cover; border-bottom: 1px solid var(--line); }
.card p { padding: 0 14px; }
.card-site { padding-top: 10px !important; color: var(--quiet); font-size: 12.5px; }
.card-title { font-weight: 600; line-height: 1.35; }
.card-text {
  margin-top: 2px; color: var(--quiet); font-size: 13px; display: -webkit-box; -webkit-box-orient: vertical;
  -webkit-line-clamp: 2; overflow: hidden;
}
.card p:last-child { margin-bottom: 12px; }
.card + .empty, .result + .empty, .empty + .empty { margin-top: 8px; font-size: 13px; }
.result { padding: 12px 14px; border: 1px solid var(--line); border-radius: 6px; }
.result-address { color: var(--quiet); font-size: 12.5px; }
.result-title {
  margin: 2px 0; font-size: 17px; line-height: 1.3; color: var(--link); white-space: nowrap; overflow: hidden;
  text-overflow: ellipsis;
}
.result-text {
  font-size: 13px; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2;
  overflow: hidden;
}

@media (min-width: 900px) {
  .foot:has(~ .panel:not([hidden])) { inset-inline-end: 400px; }
}
@media (max-width: 600px) {
  .mark { font-size: 0; padding: 5px 6px; }
  .overlay { max-height: 75vh; padding-inline: 16px; }
  .panel { border: 0; }
  .problem .code { display: none; }
}
`;
