import { countOf, type RunReport } from '../../scenario/batch/runReport';
import { rootFor } from '../formats/repositoryRoot';
import { addToSummary, inMarkdown } from '../formats/summaryFile';
import { unreadableLines } from '../unreadableLines';
import { verdictWords } from './prettyRun';
import type { RunContext } from './runFormat';
import { type ScenarioTrouble, scenarioTroubles } from './scenarioTroubles';
import { shownFile, shownPlace } from './shownPlace';

/** Adds what failed in a run to the page of the workflow's run. */
export function addRunSummary(report: RunReport, { terminal, unreadable }: RunContext): void {
  addToSummary(terminal, () => {
    const root = rootFor(report.scenarios[0]?.file, { cwd: terminal.cwd, env: terminal.env });
    const unread = unreadableLines(unreadable, 'run');
    const isFine = countOf(report, 'passed') === report.scenarios.length && unread.length === 0;
    const notes = unread.map((words) => `- ${inMarkdown(words)}\n`).join('');
    return {
      head: `### ${isFine ? '✅' : '❌'} Scenarios: ${verdictWords(report)}\n\n${notes}${notes && '\n'}`,
      columns: ['Scenario', 'Step', 'Place', 'Why'],
      rows: report.scenarios.flatMap((scenario) =>
        scenarioTroubles(scenario).map(({ step = '', place, why }) => [
          scenario.name,
          step,
          placeText(root, place),
          why,
        ]),
      ),
      noun: 'failure',
    };
  });
}

function placeText(root: string, { file, range }: ScenarioTrouble['place']): string {
  return range ? shownPlace(root, { file, range }) : shownFile(root, file);
}
