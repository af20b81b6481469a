import { onLines, raw } from '../base/html';
import type { CoveredRun } from './coveredRun';
import { type DeviceWords, NAMES_ONLY } from './deviceReportWords';
import { diagramOf } from './diagram';
import { devicesHtml } from './htmlDevices';
import { exchangeHtml } from './htmlParts';
import { markup } from './markup';
import { runVerdictWords } from './runWords';
import type { DeviceRow } from './shownDevice';
import { storyOf } from './story';
import { svgOf } from './svg';

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 75rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
.diagram, .wide { overflow-x: auto; }
pre { overflow-x: auto; padding: 0.5rem; border: 1px solid GrayText; }
summary { cursor: pointer; padding: 0.25rem 0; }
@media print { .diagram, .wide { overflow: visible; } .diagram svg { max-width: 100%; height: auto; } pre { white-space: pre-wrap; } }
table { border-collapse: collapse; }
th, td { text-align: left; padding: 0.2rem 1rem 0.2rem 0; vertical-align: top; }
.wide table { overflow-wrap: normal; min-width: 48rem; }
.wide td { border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
.wide td:first-child { white-space: nowrap; }
`;

/**
 * A report of a run as one HTML page: the diagram, the story, and each message with request, answer, cookies and reason
 * codes. The page needs no other file and contains no script.
 * @param run without secrets, as `coveredRun` returns it
 * @param table the transition table of devices. Which of its rows the run took is shown if there is a device.
 * @param words for what devices show
 */
export function htmlReport(run: CoveredRun, table: readonly DeviceRow[] = [], words: DeviceWords = NAMES_ONLY): string {
  const diagram = diagramOf(run, words);
  const exchanges = run.done.flatMap(({ messages }) => messages);
  const page = markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${diagram.title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<h1>${diagram.title}</h1>
<p>${diagram.description}</p>
<p><strong>${runVerdictWords(run)}</strong></p>
<div class="diagram" tabindex="0">
${raw(svgOf(diagram))}</div>
<h2>${run.done.length > 0 ? 'What happened' : 'What is planned'}</h2>
<ol>
${onLines(storyOf(diagram).map((sentence) => markup`<li>${sentence}</li>`))}
</ol>
${run.devices.size > 0 && devicesHtml(run, table, words)}${exchanges.length > 0 && markup`<h2>Messages</h2>\n${onLines(exchanges.map((each) => exchangeHtml(each)))}\n`}</body>
</html>
`;
  return String(page);
}
