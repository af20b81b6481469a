/** The look of the report of many scenarios. It takes the light or dark colours of the system, and nothing from elsewhere. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; --page: #ffffff; --card: #f6f7f9; --text: #1d1f23; --faint: #555b66; --edge: #c9ced6; --link: #0b57c2; --bad: #b3261e; --good: #1a6b2f; --odd: #7a4f00; --vscode-editor-background: var(--card); --vscode-editorWidget-background: var(--page); --vscode-editor-foreground: var(--text); --vscode-errorForeground: var(--bad); }
@media screen and (prefers-color-scheme: dark) { :root { --page: #16181c; --card: #1f2227; --text: #e6e8eb; --faint: #a7aeb9; --edge: #4a505a; --link: #8ab4f8; --bad: #ff9b94; --good: #84d69a; --odd: #ecc05a; } }
@media (forced-colors: active) { :root { --page: Canvas; --card: Canvas; --text: CanvasText; --faint: CanvasText; --edge: CanvasText; --link: LinkText; --bad: CanvasText; --good: CanvasText; --odd: CanvasText; } }
body { max-width: 80rem; margin: 0 auto; padding: 1rem 1.5rem 4rem; background: var(--page); color: var(--text); overflow-wrap: anywhere; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0.5rem 0; }
h2 { font-size: 1.2rem; margin: 0; display: inline; }
h3 { font-size: 1.05rem; margin: 1.25rem 0 0.5rem; }
h4 { font-size: 1rem; margin: 0.75rem 0 0.25rem; }
h5 { font-size: 0.9rem; margin: 0.75rem 0 0.25rem; color: var(--faint); }
.faint { color: var(--faint); }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.sign { font-weight: 600; white-space: nowrap; }
.failed > .sign, .error > .sign, .sign.failed, .sign.error, .reason { color: var(--bad); }
.sign.passed { color: var(--good); }
.sign.cancelled, .sign.notRun, .sign.skipped, .sign.planned { color: var(--odd); }
fieldset { border: 1px solid var(--edge); border-radius: 6px; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 1rem 0; min-width: 0; }
.scenario { border: 1px solid var(--edge); border-left-width: 5px; border-radius: 6px; background: var(--card); margin: 0.75rem 0; padding: 0.5rem 1rem; }
.scenario.failed, .scenario.error { border-left-color: var(--bad); }
.scenario.passed { border-left-color: var(--good); }
.scenario.cancelled, .scenario.notRun { border-left-color: var(--odd); }
.scenario > details > summary { padding: 0.35rem 0; }
/* The line above the target of a link says what it is. */
[id] { scroll-margin-top: 4rem; }
.why { border: 1px solid var(--bad); border-radius: 6px; background: var(--page); margin: 0.75rem 0; padding: 0.25rem 1rem 0.75rem; }
.content > .faint:first-child { margin: 0 0 0.5rem; }
.why p { margin: 0.35rem 0; }
.why h3 { margin-top: 0.75rem; }
.why ol, .why ul { margin: 0.25rem 0; padding-left: 1.5rem; }
.steps { list-style: none; padding: 0; margin: 0; }
.steps h4 { display: inline; }
.steps > li { border-top: 1px solid var(--edge); padding: 0.5rem 0; }
.steps details { margin-left: 1rem; }
.steps p { margin: 0.25rem 0 0.25rem 1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; margin: 0.5rem 0; }
dt { color: var(--faint); }
dd { margin: 0; white-space: pre-wrap; font-family: ui-monospace, monospace; font-size: 0.9rem; }
.diagram, .wide { overflow-x: auto; }
.diagram svg { display: block; }
/* Small letters: what is not reached is fainter, and can be read. */
.diagram .planned { opacity: 0.75; }
@media (forced-colors: active) { .diagram :is(.planned, .life) { opacity: 1; } }
.narrow, .tight, .sideways { display: none; }
/* Two actors are nearly as wide as a small phone. */
.narrow svg { max-width: 100%; height: auto; }
pre { overflow-x: auto; padding: 0.5rem; border: 1px solid var(--edge); border-radius: 4px; background: var(--page); font-size: 0.85rem; max-height: 40rem; margin: 0.25rem 0; }
summary { cursor: pointer; padding: 0.25rem 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.35rem 1rem 0.35rem 0; vertical-align: top; }
td, tbody th { border-top: 1px solid var(--edge); }
caption { text-align: left; padding-bottom: 0.25rem; }
tbody th { font-weight: 500; }
.wide table { overflow-wrap: normal; min-width: 36rem; }
.overview td > span { display: block; }
.overview td > .sign { display: inline; }
th.number, td.number { text-align: right; padding-right: 0; white-space: nowrap; font-variant-numeric: tabular-nums; }
body:has(#show-failed:checked) :is(.scenario, .overview tr):is(.passed, .cancelled, .notRun), body:has(#show-passed:checked) :is(.scenario, .overview tr):is(.failed, .error, .cancelled, .notRun), body:has(#show-others:checked) :is(.scenario, .overview tr):is(.failed, .error, .passed) { display: none; }
@media (max-width: 40rem) {
  body { padding: 0.5rem 0.75rem 3rem; }
  h1 { font-size: 1.4rem; }
  .scenario { padding: 0.25rem 0.6rem; }
  [id] { scroll-margin-top: 6rem; }
  .why { padding: 0 0.75rem 0.5rem; }
  .steps details, .steps p { margin-left: 0.25rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 0.5rem; }
  .broad, .roomy { display: none; }
  .narrow, .tight, .sideways { display: block; }
  .tight { border: 1px solid var(--edge); border-radius: 4px; }
  .overview thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .overview tr { display: grid; grid-template-columns: 1fr auto; border-top: 1px solid var(--edge); padding: 0.4rem 0; }
  .overview :is(tbody td, tbody th) { border: 0; padding: 0; grid-column: 1 / -1; }
  .overview tbody td:first-child { grid-column: 1; }
  .overview tbody .number { grid-column: 2; grid-row: 1; }
}
@media print {
  :root { color-scheme: light; }
  body { max-width: none; padding: 0; }
  fieldset { display: none; }
  details::details-content { content-visibility: visible; height: auto; }
  summary { list-style: none; break-after: avoid; }
  h3, h4, h5 { break-after: avoid; }
  .why, .diagram, .overview tr, .steps > li > p { break-inside: avoid; }
  .diagram, .wide { overflow: visible; }
  .wide table { min-width: 0; overflow-wrap: anywhere; }
  .diagram svg { max-width: 100%; height: auto; }
  pre { white-space: pre-wrap; max-height: none; }
}
`;
