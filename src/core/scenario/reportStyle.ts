/** The look of the report of many scenarios. It takes the light or dark colours of the system, and nothing from elsewhere. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; --page: #ffffff; --card: #f6f7f9; --text: #1d1f23; --faint: #555b66; --edge: #c9ced6; --link: #0b57c2; --bad: #b3261e; --good: #1a6b2f; --odd: #7a4f00; --vscode-editor-background: var(--card); --vscode-editorWidget-background: var(--page); --vscode-editor-foreground: var(--text); --vscode-errorForeground: var(--bad); }
@media (prefers-color-scheme: dark) { :root { --page: #16181c; --card: #1f2227; --text: #e6e8eb; --faint: #a7aeb9; --edge: #4a505a; --link: #8ab4f8; --bad: #ff9b94; --good: #84d69a; --odd: #ecc05a; } }
body { max-width: 80rem; margin: 0 auto; padding: 1rem 1.5rem 4rem; background: var(--page); color: var(--text); overflow-wrap: anywhere; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0.5rem 0; }
h2 { font-size: 1.2rem; margin: 0; display: inline; }
h3 { font-size: 1.05rem; margin: 1.25rem 0 0.5rem; }
h4 { font-size: 1rem; margin: 0; display: inline; }
h5 { font-size: 0.9rem; margin: 0.75rem 0 0.25rem; color: var(--faint); }
.faint { color: var(--faint); }
.sign { font-weight: 600; white-space: nowrap; }
.failed > .sign, .error > .sign, .sign.failed, .sign.error { color: var(--bad); }
.sign.passed { color: var(--good); }
.sign.cancelled, .sign.notRun, .sign.skipped, .sign.planned { color: var(--odd); }
fieldset { border: 1px solid var(--edge); border-radius: 6px; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 1rem 0; }
.scenario { border: 1px solid var(--edge); border-left-width: 5px; border-radius: 6px; background: var(--card); margin: 0.75rem 0; padding: 0.5rem 1rem; content-visibility: auto; contain-intrinsic-size: auto 4rem; }
.scenario.failed, .scenario.error { border-left-color: var(--bad); }
.scenario.passed { border-left-color: var(--good); }
.scenario.cancelled, .scenario.notRun { border-left-color: var(--odd); }
.why { border: 1px solid var(--bad); border-radius: 6px; background: var(--page); margin: 0.75rem 0; padding: 0.25rem 1rem 0.75rem; }
.why h4 { display: block; margin: 0.5rem 0 0.25rem; }
.steps { list-style: none; padding: 0; margin: 0; }
.steps > li { border-top: 1px solid var(--edge); padding: 0.4rem 0; }
.steps details { margin-left: 1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; margin: 0.5rem 0; }
dt { color: var(--faint); }
dd { margin: 0; white-space: pre-wrap; font-family: ui-monospace, monospace; font-size: 0.9rem; }
.diagram, .wide { overflow-x: auto; }
pre { overflow-x: auto; padding: 0.5rem; border: 1px solid var(--edge); border-radius: 4px; background: var(--page); font-size: 0.85rem; max-height: 40rem; }
summary { cursor: pointer; padding: 0.25rem 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.25rem 1rem 0.25rem 0; vertical-align: top; }
td, tbody th { border-top: 1px solid var(--edge); }
caption { text-align: left; padding-bottom: 0.25rem; }
tbody th { font-weight: 500; }
.wide table { overflow-wrap: normal; min-width: 40rem; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
body:has(#show-failed:checked) :is(.scenario, .overview tr):is(.passed, .cancelled, .notRun), body:has(#show-passed:checked) :is(.scenario, .overview tr):is(.failed, .error, .cancelled, .notRun), body:has(#show-others:checked) :is(.scenario, .overview tr):is(.failed, .error, .passed) { display: none; }
@media (forced-colors: active) { .scenario, .why { border-color: CanvasText; } }
@media print { body { max-width: none; padding: 0; } fieldset { display: none; } .scenario { content-visibility: visible; } details::details-content { content-visibility: visible; height: auto; } .diagram, .wide { overflow: visible; } .diagram svg { max-width: 100%; height: auto; } pre { white-space: pre-wrap; max-height: none; } }
`;
