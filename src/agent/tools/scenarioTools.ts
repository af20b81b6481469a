import path from 'node:path';
import { counted } from '../../core/base/counted';
import { inOneLine, withoutFullStop } from '../../core/base/fullStop';
import { UserFileError } from '../../core/files/userFileError';
import { RootFolder } from '../../disk/rootFolder';
import {
  misnamedWords,
  type ScenarioSearch,
  scenarioFiles,
  type UnreadPlace,
} from '../../disk/scenarios/scenarioFiles';
import { ScenarioSearchError } from '../../disk/scenarios/scenarioSearchError';
import { diskFiles } from '../../disk/userFile';
import { causesOf, countOf, type RunReport, type ScenarioReport } from '../../scenario/batch/runReport';
import { loadScenario } from '../../scenario/loadScenario';
import { type AgentTool, agentTool, ONLY_LOOKS, ToolRefusal } from '../agentTool';
import { coveredText } from '../coveredAnswer';
import { rootedPath } from '../rootedPath';

const MOST_FINDINGS = 100;
const MOST_SCENARIOS = 200;
const MOST_STEPS = 50;
const MOST_LINES = 40;

const FINDINGS = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      code: { type: 'string' },
      severity: { type: 'string', enum: ['error', 'hint'] },
      message: { type: 'string' },
      pointer: { type: 'string' },
      range: { type: 'object' },
    },
    required: ['code', 'severity', 'message', 'pointer', 'range'],
  },
} as const;

/** The tools about scenario files. */
export function scenarioTools(): AgentTool[] {
  return [checkScenarioTool(), runTool()];
}

function checkScenarioTool(): AgentTool {
  return agentTool<{ readonly path: string }>({
    name: 'checkScenario',
    title: 'Check a scenario file',
    description:
      'Checks a scenario file (*.scenario.json) and what it includes, without running it: JSON, schema, actors, variables, steps.',
    input: {
      type: 'object',
      properties: { path: { type: 'string', maxLength: 4096, description: 'The scenario file.' } },
      required: ['path'],
      additionalProperties: false,
    },
    output: {
      type: 'object',
      properties: {
        valid: { type: 'boolean', description: 'Whether it can be run.' },
        name: { type: 'string' },
        steps: { type: 'integer' },
        findings: FINDINGS,
      },
      required: ['valid', 'findings'],
    },
    effects: ONLY_LOOKS,
    async use({ input, workplace, signal }) {
      const { place, kind } = await rootedPath(workplace, input.path);
      if (kind === 'folder') throw new ToolRefusal('path names a folder; give one scenario file.');
      try {
        const { scenario, findings } = await loadScenario(place, {
          files: diskFiles,
          roots: await workplace.roots(),
          shipped: path.join(workplace.installation, 'media', 'scenarios'),
          signal,
        });
        const told = findings.slice(0, MOST_FINDINGS).map(({ code, severity, message, pointer, range }) => ({
          code,
          severity,
          message: coveredText(message),
          pointer: coveredText(pointer),
          range,
        }));
        const lines = told.map(
          ({ severity, message, range: { start } }) =>
            `${start.line + 1}:${start.character + 1} ${severity}: ${message}`,
        );
        const words = scenario ? `It can be run: ${counted(scenario.steps.length, 'step')}.` : 'It cannot be run.';
        return {
          structured: {
            valid: scenario !== undefined,
            ...(scenario && { name: coveredText(scenario.name), steps: scenario.steps.length }),
            findings: told,
          },
          text: [words, ...lines].join('\n'),
        };
      } catch (error) {
        if (error instanceof UserFileError) throw new ToolRefusal(coveredText(error.message));
        throw error;
      }
    },
  });
}

function runTool(): AgentTool {
  return agentTool<{ readonly path: string }>({
    name: 'runScenario',
    title: 'Run scenarios',
    description:
      'Runs a scenario file, or all of a folder, each against a dev server of its own that starts empty, and says which step failed and why. To run a scenario is to run code of whoever wrote it: handlers and modules that it names run on this machine with the rights of the user. Use checkScenario first. It calls no other hosts and reads no environment variables.',
    input: {
      type: 'object',
      properties: {
        path: { type: 'string', maxLength: 4096, description: 'A scenario file, or a folder that has some.' },
      },
      required: ['path'],
      additionalProperties: false,
    },
    output: {
      type: 'object',
      properties: {
        summary: {
          type: 'object',
          properties: Object.fromEntries(
            ['scenarios', 'passed', 'failed', 'errors', 'cancelled'].map((name) => [name, { type: 'integer' }]),
          ),
        },
        scenarios: {
          type: 'array',
          description: 'Those that did not pass first, with the steps that failed.',
          items: {
            type: 'object',
            properties: {
              file: { type: 'string' },
              name: { type: 'string' },
              verdict: { type: 'string', enum: ['passed', 'failed', 'error', 'cancelled', 'notRun'] },
              steps: { type: 'integer' },
              error: { type: 'string' },
              findings: { type: 'array', items: { type: 'string' } },
              failed: { type: 'array', items: { type: 'object' } },
            },
            required: ['file', 'name', 'verdict', 'steps', 'findings', 'failed'],
          },
        },
        omitted: { type: 'integer', description: 'Scenarios that are counted and not told.' },
        passedOver: {
          type: 'array',
          items: { type: 'string' },
          description: 'What may be a scenario and was not run, and why.',
        },
      },
      required: ['summary', 'scenarios', 'omitted'],
    },
    effects: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
    async use({ input, workplace, signal, progress }) {
      const { place } = await rootedPath(workplace, input.path);
      const roots = await workplace.roots();
      const root = roots.find((each) => new RootFolder(each).holds(place)) ?? place;
      const { runForAgent } = await import('../agentRuns.js');
      const { files, unreadable, misnamed } = searched(place);
      const report = await runForAgent(workplace, { files, root }, progress, signal);
      if (signal.aborted) throw new ToolRefusal('The call was cancelled, and the scenarios that ran were ended.');
      return toldRun(report, [...unreadableWords(unreadable), ...misnamed.map(misnamedWords)]);
    },
  });
}

function searched(place: string): ScenarioSearch {
  try {
    return scenarioFiles(path.dirname(place), [place]);
  } catch (error) {
    if (error instanceof ScenarioSearchError) throw new ToolRefusal(`${inOneLine(error.message)}.`);
    throw error;
  }
}

function unreadableWords(unreadable: readonly UnreadPlace[]): string[] {
  return unreadable.map(({ folder, file, reason }) => {
    const place = path.join(folder, file);
    // Most reasons begin with it.
    return reason.startsWith(place) ? reason : `${place}: ${reason}`;
  });
}

/** @param passedOver what may be a scenario and was not run, with the reason */
function toldRun(report: RunReport, passedOver: readonly string[]) {
  const summary = {
    scenarios: report.scenarios.length,
    passed: countOf(report, 'passed'),
    failed: countOf(report, 'failed'),
    errors: countOf(report, 'error'),
    cancelled: countOf(report, 'cancelled'),
  };
  const sorted = [...report.scenarios].sort((a, b) => Number(a.verdict === 'passed') - Number(b.verdict === 'passed'));
  const scenarios = sorted.slice(0, MOST_SCENARIOS).map(toldScenario);
  const lines = scenarios
    .filter(({ verdict }) => verdict !== 'passed')
    .flatMap(({ name, verdict, error, findings, failed }) => [
      `${name}: ${verdict}${error === undefined ? '' : `: ${error}`}`,
      ...findings.map((words) => `  ${words}`),
      ...failed.flatMap(({ title, failures }) => [`  ${title}`, ...failures.map(({ message }) => `    ${message}`)]),
    ]);
  const unread = passedOver.slice(0, MOST_SCENARIOS).map((words) => coveredText(`${withoutFullStop(words)}.`));
  const first = `${summary.passed} of ${counted(summary.scenarios, 'scenario')} passed.`;
  return {
    structured: {
      summary,
      scenarios,
      omitted: sorted.length - scenarios.length,
      ...(unread.length > 0 && { passedOver: unread }),
    },
    text: [first, ...[...unread, ...lines].slice(0, MOST_LINES)].join('\n'),
  };
}

function toldScenario({ file, name, verdict, error, findings, steps }: ScenarioReport) {
  const failed = steps.filter(({ failures }) => failures.length > 0).slice(0, MOST_STEPS);
  return {
    file: coveredText(file),
    name: coveredText(name),
    verdict,
    steps: steps.length,
    ...(error !== undefined && { error: coveredText(error) }),
    findings: findings
      .slice(0, MOST_FINDINGS)
      .map(({ message, range: { start } }) => `${start.line + 1}:${start.character + 1} ${coveredText(message)}`),
    failed: failed.map((step) => ({
      title: coveredText(step.step.title),
      line: step.step.place.range.start.line + 1,
      causes: causesOf(step),
      failures: step.failures.slice(0, MOST_STEPS).map(({ message, expected, actual }) => ({
        message: coveredText(message),
        ...(expected !== undefined && { expected: coveredText(expected) }),
        ...(actual !== undefined && { actual: coveredText(actual) }),
      })),
    })),
  };
}
