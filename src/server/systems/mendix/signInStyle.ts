/** The style of the page that signs in: light and dark, one column where there is little room. */
export const SIGN_IN_STYLE = `
:root {
  color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif;
  --ink: #1b2330; --soft: #566070; --paper: #f3f5f8; --card: #fff; --line: #ccd3dc; --edge: #76808f;
  --accent: #0b5cad; --on-accent: #fff; --good: #17703d; --bad: #b3261e; --warn: #8a5200; --even: #566070;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e7ebf1; --soft: #a6b0bd; --paper: #12161c; --card: #1b2129; --line: #343e4a; --edge: #7f8a98;
    --accent: #84bcff; --on-accent: #0c1a2b; --good: #74d69f; --bad: #ffa198; --warn: #f1c071; --even: #a6b0bd;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 7rem; background: var(--paper); color: var(--ink); }
body { max-width: 70rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0; }
h2 { font-size: 1.1rem; line-height: 1.3; margin: 0 0 .75rem; }
p { margin: 0 0 .6rem; }
a { color: var(--accent); }
header p, .hint { color: var(--soft); max-width: 44rem; }
header p { margin: .4rem 0 .75rem; }
.hint { font-size: .9rem; margin: .75rem 0 0; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-bottom: 1rem; }
nav a { padding: .4rem 0; border-bottom: 2px solid transparent; }
nav a[aria-current] { color: inherit; font-weight: 600; text-decoration: none; border-color: var(--accent); }
.card, .told { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
.card { padding: 1rem 1.1rem 1.1rem; }
.told { --tone: var(--even); padding: .6rem 1rem; border-left: .3rem solid var(--tone); margin: 0 0 1rem; }
#outcome { position: sticky; top: .5rem; z-index: 1; box-shadow: 0 .2rem .8rem #0002; }
.good { --tone: var(--good); }
.bad { --tone: var(--bad); }
.warn { --tone: var(--warn); }
main { display: grid; gap: 1rem; align-items: start; }
main > div { display: grid; gap: 1rem; min-width: 0; }
@media (min-width: 56rem) { main { grid-template-columns: 22rem minmax(0, 1fr); } }
label { display: block; font-weight: 600; }
input, select, button { font: inherit; color: inherit; }
input:not([type=checkbox]), select {
  width: 100%; min-height: 2.75rem; padding: .4rem .6rem; margin-top: .2rem;
  background: var(--paper); border: 1px solid var(--edge); border-radius: .35rem;
}
.choice { display: grid; grid-template-columns: auto 1fr; gap: 0 .6rem; padding: .35rem 0; margin: 0; }
.choice label { font-weight: 400; }
.choice small { grid-column: 2; color: var(--soft); }
input[type=checkbox] { width: 1.15rem; height: 1.15rem; margin: .2rem 0 0; accent-color: var(--accent); }
input:disabled + label { color: var(--soft); }
button {
  min-height: 2.75rem; padding: .4rem 1rem; cursor: pointer; color: var(--accent); font-weight: 600;
  background: transparent; border: 1px solid currentColor; border-radius: .35rem;
}
button:hover { text-decoration: underline; }
button[aria-disabled=true] { opacity: .6; cursor: progress; text-decoration: none; }
button.first { width: 100%; margin-top: .6rem; background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0 0; }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) minmax(0, 1fr); gap: .4rem 1rem; margin: 0; }
dt { color: var(--soft); }
dt:has(label) { align-self: center; }
dt label { font-weight: 400; }
dd { margin: 0; }
dd.code, code { font-family: ui-monospace, monospace; font-size: .875em; }
#user { font-weight: 600; }
ol, ol ul { list-style: none; margin: 0; padding: 0; }
ol > li { --tone: var(--even); padding: .7rem 0 .7rem .8rem; border-left: .2rem solid var(--tone); }
ol > li + li { margin-top: .5rem; }
ol > li p { font-weight: 600; margin: 0; }
ol ul li { display: grid; grid-template-columns: 5rem minmax(0, 1fr); gap: .4rem; margin-top: .35rem; font-size: .925rem; }
ol ul small { display: block; color: var(--soft); }
.kind { color: var(--soft); }
.kind.refused { color: var(--bad); font-weight: 600; }
.kind.changed { color: var(--good); font-weight: 600; }
@media (max-width: 30rem) {
  dl, ol ul li { grid-template-columns: minmax(0, 1fr); gap: 0; }
  dd { margin-bottom: .6rem; }
  .actions button { flex: 1 1 auto; }
}
`;
