import { Annotations } from '../formats/annotations';
import { annotationRoot, rootFor } from '../formats/repositoryRoot';
import { prettyRun } from './prettyRun';
import type { RunFormat } from './runFormat';
import { addRunSummary } from './runSummary';
import { scenarioTroubles } from './scenarioTroubles';

/**
 * For GitHub Actions: the log is that for people, with file and line of what failed. An annotation shows each scenario that did not
 * pass at its step, and the summary of the workflow's step has all of them.
 */
export const githubRun: RunFormat = {
  scenario(report, terminal) {
    return prettyRun.scenario?.(report, terminal) ?? [];
  },
  end(report, context) {
    const { cwd, env } = context.terminal;
    const annotations = new Annotations(annotationRoot(env, rootFor(report.scenarios[0]?.file, { cwd, env })));
    const shown = report.scenarios.flatMap((scenario) => {
      const [first, ...more] = scenarioTroubles(scenario);
      if (!first) return [];
      const { step, place, why } = first;
      const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
      const message = `${step === undefined ? '' : `${step}: `}${why}${others}`;
      return annotations.of('error', { ...place, title: scenario.name }, message);
    });
    return [...shown, ...prettyRun.end(report, context)];
  },
  beside: (report, context) => addRunSummary(report, context),
};
