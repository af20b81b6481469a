/** The style of the pages of the authorization endpoint: light, dark, high contrast, and one column everywhere. */
export const OAUTH_PAGE_STYLE = `
:root {
  color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif;
  --ink: #1b2330; --soft: #566070; --paper: #f3f5f8; --card: #fff; --line: #ccd3dc; --edge: #76808f;
  --accent: #0b5cad; --on-accent: #fff; --bad: #b3261e; --warn: #8a5200;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e7ebf1; --soft: #a6b0bd; --paper: #12161c; --card: #1b2129; --line: #343e4a; --edge: #7f8a98;
    --accent: #84bcff; --on-accent: #0c1a2b; --bad: #ffa198; --warn: #f1c071;
  }
}
@media (prefers-contrast: more) {
  :root { --soft: var(--ink); --line: var(--ink); --edge: var(--ink); }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); }
body { min-height: 100vh; margin: 0; padding: 1.5rem 1rem; display: grid; place-content: center; overflow-wrap: anywhere; }
main { width: min(26rem, calc(100vw - 2rem)); background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.5rem; }
h1 { font-size: 1.5rem; line-height: 1.2; margin: 0 0 .5rem; }
p { margin: 0 0 .75rem; }
.lead { color: var(--soft); margin-bottom: 1.25rem; }
.lead strong { color: var(--ink); }
.told { --tone: var(--warn); border: 1px solid var(--line); border-left: .3rem solid var(--tone); border-radius: .4rem; padding: .6rem .9rem; margin: 0 0 1.25rem; }
.told.bad { --tone: var(--bad); }
.told strong { color: var(--tone); }
label { display: block; font-weight: 600; }
input, button { font: inherit; color: inherit; }
input { width: 100%; min-height: 2.75rem; padding: .4rem .6rem; margin: .2rem 0 1rem; background: var(--paper); border: 1px solid var(--edge); border-radius: .35rem; }
input[aria-invalid=true] { border-color: var(--bad); }
.actions { display: flex; flex-wrap: wrap; gap: .6rem; margin-top: .25rem; }
button { min-height: 2.75rem; padding: .4rem 1rem; cursor: pointer; color: var(--accent); font-weight: 600; background: transparent; border: 1px solid currentColor; border-radius: .35rem; }
button:hover { text-decoration: underline; }
button.first { flex: 1 1 10rem; background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .3rem .9rem; margin: 1.25rem 0 0; padding-top: 1rem; border-top: 1px solid var(--line); font-size: .9rem; }
dt { color: var(--soft); }
dd { margin: 0; }
code { font-family: ui-monospace, monospace; font-size: .95em; }
footer { color: var(--soft); font-size: .85rem; text-align: center; margin-top: 1rem; }
footer p { margin: 0; }
@media (max-width: 26rem) {
  body { align-content: start; padding: 1rem; }
  main { padding: 1.1rem; }
  dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
  dd { margin-bottom: .5rem; }
  .actions button { flex: 1 1 100%; }
}
@media (forced-colors: active) {
  .told { border-left-color: Highlight; }
  button.first { border-width: 2px; }
}
`;
