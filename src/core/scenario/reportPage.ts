import { counted } from '../base/counted';
import { type Html, onLines, raw } from '../base/html';
import { utcText, withUtcTimes } from '../base/utcText';
import { type JournalEntry, NO_REQUEST } from '../protocol/journal';
import type { CoveredRun } from './coveredRun';
import { type DeviceWords, NAMES_ONLY } from './deviceReportWords';
import { type Diagram, diagramOf } from './diagram';
import { actorsWords, saysBoth } from './failureWords';
import { devicesHtml } from './htmlDevices';
import { exchangeHtml, exchangeOutcome } from './htmlParts';
import { markup } from './markup';
import { REPORT_STYLE } from './reportStyle';
import { type Exchange, type RunEntry, runEntries } from './run';
import type { RunPlace, StepFailure } from './runEvents';
import type { DeviceRow } from './shownDevice';
import { storyOf } from './story';
import { narrowSvgOf, svgOf } from './svg';

/** Says in a page that this product has made it, so that it may be written again. */
export const REPORT_MARK = '<meta name="generator" content="session-workbench run --report">';

export type ReportedVerdict = 'passed' | 'failed' | 'cancelled' | 'error' | 'notRun';

/** A scenario in the report. */
export interface ReportedScenario {
  /** As it is shown. */
  readonly file: string;
  readonly name: string;
  readonly verdict: ReportedVerdict;
  readonly findings: readonly { readonly message: string; readonly place: RunPlace }[];
  /** One sentence, where it could not be run. */
  readonly error?: string;
  /** Absent where it did not begin. */
  readonly run?: CoveredRun;
  /** Output of the server. */
  readonly log: readonly string[];
  readonly ms: number;
}

/** What the report tells of a run of many scenarios. */
export interface ReportedRun {
  readonly scenarios: readonly ReportedScenario[];
  /** Sentences about the run as a whole, such as why it ended early. */
  readonly notes: readonly string[];
  /** ISO 8601. */
  readonly at: string;
  readonly ms: number;
}

/** What differs by whoever makes the report. */
export interface ReportOptions {
  readonly shownPlace: (place: RunPlace) => string;
  /** An address that opens a place in the editor. */
  readonly linkTo: (place: RunPlace) => string | undefined;
  readonly table?: readonly DeviceRow[];
  readonly words?: DeviceWords;
}

const VERDICTS: Readonly<Record<ReportedVerdict, readonly [sign: string, word: string]>> = {
  failed: ['✖', 'Failed'],
  error: ['✖', 'Could not be run'],
  cancelled: ['◼', 'Ended'],
  notRun: ['○', 'Not run'],
  passed: ['✔', 'Passed'],
};
/** So many fit beside each other on a phone. */
const NARROW_ACTORS = 2;
/** Of more, a second picture would make the page large and still be too wide. */
const TIGHT_ACTORS = 6;
const ORDER = Object.keys(VERDICTS);
const STATES = {
  passed: '✔ Passed',
  failed: '✖ Failed',
  skipped: '○ Skipped',
  planned: '○ Not reached',
  running: '◼ Ended',
};

/**
 * A report of many scenarios as one HTML page, those that failed first. It needs no other file, no network and no script.
 * @param reported without secrets
 */
export function reportPage(reported: ReportedRun, options: ReportOptions): string {
  const { notes, at, ms } = reported;
  const scenarios = [...reported.scenarios].sort(
    (one, other) => ORDER.indexOf(one.verdict) - ORDER.indexOf(other.verdict),
  );
  const title = titleOf(scenarios);
  const page = markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
${raw(REPORT_MARK)}
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${raw(REPORT_STYLE)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="faint">${utcText(at)}, ${seconds(ms)}. Links to lines of files open VS Code.</p>
${notes.map((note) => markup`<p><strong>${note}</strong></p>\n`)}</header>
<nav aria-label="Scenarios">
${filterHtml(scenarios)}
${overviewHtml(scenarios)}
</nav>
<main>
${onLines(scenarios.map((each, index) => new ScenarioPart(each, index + 1, options).html()))}
</main>
</body>
</html>
`;
  return String(page);
}

function titleOf(scenarios: readonly ReportedScenario[]): string {
  const count = (...wanted: readonly ReportedVerdict[]) =>
    scenarios.filter(({ verdict }) => wanted.includes(verdict)).length;
  const all = counted(scenarios.length, 'scenario');
  const parts = [
    [count('failed'), 'failed'],
    [count('error'), 'could not be run'],
    [count('cancelled'), 'ended before the end'],
    [count('notRun'), 'not run'],
  ] as const;
  const told = parts.filter(([number]) => number > 0).map(([number, words]) => `${number} ${words}`);
  return told.length === 0 ? `${all}: all passed` : `${all}: ${[...told, `${count('passed')} passed`].join(', ')}`;
}

/** Choices that the style sheet follows, so that no script is needed. None where all scenarios ended alike. */
function filterHtml(scenarios: readonly ReportedScenario[]): Html | false {
  const choices = [
    ['all', 'All', ORDER],
    ['failed', 'Failed', ['failed', 'error']],
    ['passed', 'Passed', ['passed']],
    ['others', 'Not run to the end', ['cancelled', 'notRun']],
  ] as const;
  const inputs = choices.flatMap(([id, words, verdicts], at) => {
    const { length } = scenarios.filter(({ verdict }) => (verdicts as readonly string[]).includes(verdict));
    if (length === 0 || (at > 0 && length === scenarios.length)) return [];
    const checked = at === 0 && raw(' checked');
    return [markup`<label><input type="radio" name="show" id="show-${id}"${checked}> ${words} (${length})</label>`];
  });
  return inputs.length > 1 && markup`<fieldset><legend>Show</legend>\n${onLines(inputs)}\n</fieldset>`;
}

function overviewHtml(scenarios: readonly ReportedScenario[]): Html {
  const rows = scenarios.map(({ verdict, name, file, run, ms, ...rest }, at) => {
    const why = whyOf({ verdict, name, file, ms, ...rest, ...(run && { run }) });
    const more = [
      name !== file && markup`<span class="faint">${file}</span>`,
      why !== '' && markup`<span class="reason">${why}</span>`,
    ];
    return markup`<tr class="${verdict}"><td>${signHtml(verdict)}</td><th scope="row"><a href="#s${at + 1}">${name}</a></th><td>${onLines(more.filter(Boolean))}</td><td class="number">${seconds(ms)}</td></tr>`;
  });
  const heads = ['Result', 'Scenario', 'File, and what failed'].map((head) => markup`<th scope="col">${head}</th>`);
  return markup`<table class="overview"><caption class="faint">All scenarios, those that failed first</caption><thead><tr>${heads}<th scope="col" class="number">Time</th></tr></thead><tbody>
${onLines(rows)}
</tbody></table>`;
}

/** The first reason why it did not pass, in one line. */
function whyOf({ error, findings, run, verdict }: ReportedScenario): string {
  if (error !== undefined) return error;
  const failed = run?.done.find(({ state }) => state === 'failed');
  if (failed) return `${failed.step.title}: ${failed.failures[0]?.message ?? 'failed'}`;
  return verdict === 'failed' ? (findings[0]?.message ?? '') : '';
}

function signHtml(verdict: ReportedVerdict): Html {
  const [sign, word] = VERDICTS[verdict];
  return markup`<span class="sign ${verdict}"><span aria-hidden="true">${sign}</span> ${word}</span>`;
}

function seconds(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** One scenario of the page. */
class ScenarioPart {
  constructor(
    private readonly scenario: ReportedScenario,
    private readonly number: number,
    private readonly options: ReportOptions,
  ) {}

  html(): Html {
    const { verdict, name, file, findings, error, run, log, ms } = this.scenario;
    // The target of links is inside of what is folded: a browser unfolds what is around the target.
    const id = `s${this.number}`;
    const isOpen = (verdict === 'failed' || verdict === 'error') && raw(' open');
    const parts = [
      name !== file && markup`<p class="faint">${file}</p>`,
      error !== undefined && markup`<div class="why"><h3>Why it could not be run</h3>\n<p>${error}</p></div>`,
      findings.length > 0 && this.findingsHtml(),
      ...(run?.done ?? []).filter(({ state }) => state === 'failed').map((entry) => this.whyHtml(entry)),
      run && this.diagramHtml(run),
      run && this.stepsHtml(run),
      run && run.devices.size > 0 && devicesHtml(run, this.options.table ?? [], this.options.words ?? NAMES_ONLY, 3),
      log.length > 0 && markup`<h3>Output of the server</h3>\n<pre tabindex="0">${log.join('\n')}</pre>`,
    ];
    return markup`<section class="scenario ${verdict}" aria-labelledby="${id}-name"><details${isOpen}><summary>${signHtml(verdict)} <h2 id="${id}-name">${name}</h2> <span class="faint">${seconds(ms)}</span></summary>
<div id="${id}" class="content">
${onLines(parts.filter(Boolean))}
</div></details></section>`;
  }

  private findingsHtml(): Html {
    const { findings, verdict } = this.scenario;
    const items = findings.map(({ message, place }) => markup`<li>${message} ${this.placeHtml(place)}</li>`);
    const heading = verdict === 'failed' ? 'What is wrong with the file' : 'Hints about the file';
    return markup`<div class="${verdict === 'failed' ? 'why' : 'hints'}"><h3>${heading}</h3>\n<ul>${items}</ul></div>`;
  }

  /** Which step failed and why: what was expected, what was there, and the reasons of the server. */
  private whyHtml(entry: RunEntry): Html {
    const { step, failures, journal, messages } = entry;
    const last = messages.at(-1);
    const who = [`Step ${step.index + 1}`, actorsWords(step)].filter(Boolean).join(', ');
    return markup`<div class="why"><h3>What failed: ${step.title}</h3>
<p>${who}. ${this.placeHtml(step.place)}</p>
${last && markup`<p>Its message: ${this.messageLink(last)}</p>\n`}${onLines(failures.map((failure) => this.failureHtml(failure)))}
${this.reasonsHtml(journal)}</div>`;
  }

  /** The reasons of the server. Those of several requests are told request by request. */
  private reasonsHtml(journal: readonly JournalEntry[]): Html | false {
    const entries = journal.filter(({ causes }) => causes.length > 0);
    if (entries.length === 0) return false;
    const parts = entries.map((entry) => {
      const { method, url, status, causes } = entry;
      const asked =
        method === NO_REQUEST ? 'Without a request' : `${method} ${url}: ${status === 0 ? 'no answer' : status}`;
      const items = causes.map(({ rule, message }) => markup`<li><code>${rule}</code>: ${withUtcTimes(message)}</li>`);
      return markup`${entries.length > 1 && markup`<h5>${asked}</h5>\n`}<ol>${items}</ol>`;
    });
    return markup`<h4>Why the server answered so</h4>\n${onLines(parts)}`;
  }

  private failureHtml(failure: StepFailure): Html {
    const { message, place, compared } = failure;
    const { expected, actual } = compared ?? failure;
    const values =
      (compared !== undefined || !saysBoth(failure)) &&
      (expected !== undefined || actual !== undefined) &&
      markup`<dl>${expected !== undefined && markup`<dt>Expected</dt><dd>${expected}</dd>`}${actual !== undefined && markup`<dt>Actual</dt><dd>${actual}</dd>`}</dl>`;
    return markup`<p><strong>${message}</strong> ${this.placeHtml(place)}</p>${values}`;
  }

  private placeHtml(place: RunPlace): Html {
    const shown = this.options.shownPlace(place);
    const link = this.options.linkTo(place);
    if (link === undefined) return markup`<span class="faint">${shown}</span>`;
    return markup`<a class="place" href="${link}">${shown}<span class="spoken"> (opens in VS Code)</span></a>`;
  }

  private diagramHtml(run: CoveredRun): Html {
    const diagram = diagramOf(run, this.options.words);
    const story = storyOf(diagram).map((sentence) => markup`<li>${sentence}</li>`);
    return markup`<h3>Diagram</h3>
${diagram.description !== '' && markup`<p>${diagram.description}</p>\n`}${this.picturesHtml(diagram)}
<details><summary>The diagram in words</summary>
<ol>
${onLines(story)}
</ol></details>`;
  }

  /** Of few actors there is a second picture, which a narrow window shows. What has no room there is moved sideways. */
  private picturesHtml(diagram: Diagram): Html {
    const picture = (kind: string, svg: string) => markup`<div class="diagram${kind}" tabindex="0">\n${raw(svg)}</div>`;
    const { length } = diagram.lifelines;
    if (length <= NARROW_ACTORS)
      return onLines([picture(' broad', svgOf(diagram)), picture(' narrow', narrowSvgOf(diagram))]);
    const hint = markup`<p class="faint sideways">Move the diagram sideways to see all ${length} actors.</p>`;
    if (length > TIGHT_ACTORS) return onLines([hint, picture('', svgOf(diagram))]);
    return onLines([hint, picture(' roomy', svgOf(diagram)), picture(' tight', narrowSvgOf(diagram))]);
  }

  private stepsHtml(run: CoveredRun): Html {
    const items = runEntries(run).map((entry) => this.stepHtml(entry));
    return markup`<h3>Steps and messages</h3>\n<ol class="steps">\n${onLines(items)}\n</ol>`;
  }

  private stepHtml({ step, state, messages, failures, journal }: RunEntry): Html {
    const shown = state === 'skipped' && failures.length === 0 ? 'skipped' : state;
    const who = actorsWords(step);
    const causes = messages.length === 0 ? journal.flatMap((each) => each.causes) : [];
    return markup`<li><span class="sign ${shown}">${STATES[shown]}</span> <h4>${step.index + 1}. ${step.title}</h4>${who !== '' && markup` <span class="faint">${who}</span>`} ${this.placeHtml(step.place)}
${failures.map(({ message }) => markup`<p>${message}</p>\n`)}${causes.length > 0 && markup`<p class="faint">${causes.map(({ rule, message }) => `${rule}: ${withUtcTimes(message)}`).join(' ')}</p>\n`}${onLines(messages.map((each) => this.messageHtml(each, state === 'failed' && each === messages.at(-1))))}</li>`;
  }

  private messageHtml(exchange: Exchange, isOpen: boolean): Html {
    return exchangeHtml(exchange, { level: 5, id: this.messageId(exchange), isOpen });
  }

  private messageLink(exchange: Exchange): Html {
    const { method, url } = exchange.sent.request;
    return markup`<a href="#${this.messageId(exchange)}">${method} ${url}: ${exchangeOutcome(exchange)}</a>`;
  }

  private messageId({ sent }: Exchange): string {
    return `s${this.number}-m${sent.id}`;
  }
}
