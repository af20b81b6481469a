import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { saysBoth } from '../../src/core/scenario/failureWords';
import { readScenario } from '../../src/core/scenario/readScenario';
import type { RunEvent, RunVerdict, StepResult } from '../../src/core/scenario/runEvents';
import type { Scenario } from '../../src/core/scenario/scenario';
import { DEVICE } from '../../src/core/systems';
import { diskFiles } from '../../src/disk/userFile';
import { scenarioSchema } from '../../src/scenario/loadScenario';
import { ScenarioRunner } from '../../src/scenario/runner';
import type { RunnerOptions } from '../../src/scenario/runnerOptions';
import type { StartServer } from '../../src/scenario/startServer';
import { DevServer } from '../../src/server/devServer';
import { checkedOptions } from '../../src/server/kernel/options/optionsCheck';
import { pathsIn, withAbsolutePaths } from '../../src/server/kernel/options/optionsPaths';
import { resolvedOptions } from '../../src/server/systemOptions';
import { SYSTEMS } from '../../src/server/systems';

export const SHIPPED = path.resolve(__dirname, '../../../media/scenarios');
const MEDIA = path.dirname(SHIPPED);

/** A real server in this process, as a run wants it. */
export const startDevServer: StartServer = async (options, folder, scratch, assertPath) => {
  const absolute = withAbsolutePaths(checkedOptions(options), folder);
  for (const [option, place] of pathsIn(absolute)) await assertPath(option, place);
  const server = await DevServer.start(resolvedOptions(absolute, SYSTEMS, MEDIA), {
    log: () => {},
    backups: path.join(scratch, 'backups'),
  });
  return { address: server.address(), stop: () => server.close() };
};

/** Scenario files of one test, in a folder that ends with it; and runners that do. */
export class ScenarioBench {
  private readonly root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-scenario-')));
  private readonly runners: ScenarioRunner[] = [];

  write(name: string, source: unknown): string {
    const file = path.join(this.root, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, typeof source === 'string' ? source : JSON.stringify(source, undefined, 2));
    return file;
  }

  read(file: string): Scenario {
    const { scenario, findings } = readScenario(fs.readFileSync(file, 'utf8'), {
      file,
      schema: scenarioSchema,
      device: DEVICE,
      include: (include, from) => {
        const included = path.resolve(path.dirname(from), include);
        return { file: included, text: fs.readFileSync(included, 'utf8') };
      },
    });
    if (!scenario)
      throw new Error(findings.map(({ message, range }) => `${range.start.line + 1}: ${message}`).join('\n'));
    return scenario;
  }

  runner(file: string, options: Partial<RunnerOptions> = {}): ScenarioRunner {
    const runner = new ScenarioRunner(this.read(file), {
      server: { start: startDevServer },
      files: diskFiles,
      ...options,
    });
    this.runners.push(runner);
    return runner;
  }

  async close(): Promise<void> {
    for (const runner of this.runners) await runner.dispose();
    fs.rmSync(this.root, { recursive: true, force: true });
  }
}

export interface Ran {
  readonly verdict: RunVerdict;
  readonly events: readonly RunEvent[];
  readonly results: readonly StepResult[];
}

/** Runs all of it, and keeps what was told. */
export async function runAll(runner: ScenarioRunner): Promise<Ran> {
  const events: RunEvent[] = [];
  const listening = runner.onDidHappen((event) => events.push(event));
  const verdict = await runner.runAll();
  listening.dispose();
  return { verdict, events, results: resultsIn(events) };
}

export function resultsIn(events: readonly RunEvent[]): StepResult[] {
  return events.flatMap((event) => (event.kind === 'stepEnded' ? [event.result] : []));
}

/** What failed, as a person is told. */
export function told(results: readonly StepResult[]): string[] {
  return results.flatMap(({ step, failures, journal }) =>
    failures.map((failure) => {
      const { message, expected, actual, place } = failure;
      const values = saysBoth(failure) ? '' : ` Expected ${expected}, got ${actual}.`;
      const rules = journal.flatMap(({ causes }) => causes.map(({ rule }) => rule)).join(' → ');
      return `${path.basename(place.file)}:${place.range.start.line + 1} ${step.title}: ${message}${values} [${rules}]`;
    }),
  );
}

/** The steps of a flow that was saved, without the time that passed between them: on a slow machine some does. */
export function withoutPassedTime<T extends { readonly title?: string }>(steps: readonly T[]): T[] {
  return steps.filter(({ title = '' }) => !/^Clock: .* later$/.test(title));
}
