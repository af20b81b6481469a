import * as vscode from 'vscode';
import { visibleLines } from '../../core/base/visibleText';
import { actorsWords, saysBoth } from '../../core/scenario/failureWords';
import { rulesIn } from '../../core/scenario/rulesIn';
import type { RunEvent, ShownStep, StepFailure, StepResult } from '../../core/scenario/runEvents';
import type { SecretSearch } from '../../core/scenario/runSecrets';
import type { Scenario } from '../../core/scenario/scenario';
import { SecretTexts, tooManySecrets } from '../../core/scenario/secretTexts';
import { ShortSecrets } from '../../core/scenario/shortSecrets';
import { loginPaths, SLICES, secretNames } from '../../core/systems';
import { linesOf } from '../../core/terminal/terminalLine';
import { diskFiles } from '../../disk/userFile';
import { ScenarioRunner } from '../../scenario/runner';
import { RunError } from '../../scenario/runnerOptions';
import { SecretCollector } from '../../scenario/secretCollector';
import type { StartServer } from '../../scenario/startServer';
import { errorText } from '../host/errorText';
import { l10n } from '../host/l10n';
import { editorRange } from '../host/ranges';
import type { TestOutput } from './outputTurns';
import { scenarioRules } from './scenarioRules';
import type { AskBeforeStep } from './stepQuestion';

const SIGNS = { passed: '✔', failed: '✖', skipped: '◌' } as const;

export interface TestRunParts {
  readonly run: vscode.TestRun;
  readonly output: TestOutput;
  /** @param onLog receives the output of the server */
  readonly startServer: (onLog: (line: string) => void) => StartServer;
  /** Only if the run stops before each step. */
  readonly ask: AskBeforeStep | undefined;
  readonly openSimulator: (file: string) => void;
}

/** Runs one scenario as a test, on a server of its own, and reports each step as it ends. */
export class ScenarioTestRun {
  private readonly runner: ScenarioRunner;
  /** Secrets of all messages so far. */
  private readonly secrets = new SecretTexts([], new ShortSecrets(true));
  /** Values of secret variables, which are in no message. */
  private readonly hiddenTexts = new SecretTexts([], new ShortSecrets(true));
  private hiddenCount = 0;
  private readonly collector = new SecretCollector(
    () => this.search(),
    (secret) => this.secrets.add(secret),
    (event) => this.heard(event),
  );
  private readonly serverLog: string[] = [];
  private hasFailed = false;

  /** @param last index of the last step to run */
  constructor(
    private readonly item: vscode.TestItem,
    private readonly scenario: Scenario,
    private readonly last: number,
    private readonly parts: TestRunParts,
  ) {
    const start = parts.startServer((line) => this.serverLog.push(line));
    this.runner = new ScenarioRunner(scenario, {
      server: { start },
      files: diskFiles,
      ...scenarioRules(scenario.file),
    });
    this.runner.onDidHappen((event) => this.collector.hear(event));
  }

  /**
   * Resolves when the server is gone. Never rejects.
   * @returns how the whole scenario ended; undefined if it was not run to its end
   */
  async go(signal: AbortSignal): Promise<'passed' | 'failed' | undefined> {
    const { run } = this.parts;
    const started = performance.now();
    const since = () => performance.now() - started;
    run.started(this.item);
    this.say(this.scenario.name);
    // The secrets of a large message are found, and it is told, before the next one is sent.
    this.runner.beforeSend = async (request) => {
      await this.collector.collect(signal);
      return request;
    };
    let [isBroken, isWhole] = [false, false];
    try {
      const isComplete = await this.steps(signal);
      if (this.hasFailed) run.failed(this.item, [], since());
      else if (isComplete) run.passed(this.item, since());
      else run.skipped(this.item);
      isWhole = isComplete && this.runner.atEnd;
    } catch (error) {
      await this.collector.collect(signal);
      isBroken = !signal.aborted;
      if (isBroken) run.errored(this.item, this.brokenBy(error), since());
      else run.skipped(this.item);
    } finally {
      this.skipRest();
      // What cannot be covered is not told.
      if (this.collector.isDone && (this.hasFailed || isBroken))
        for (const line of this.serverLog) this.say(`  session-workbench server: ${line}`);
      await this.runner.dispose().catch((error: unknown) => this.say(String(error)));
    }
    if (this.hasFailed || isBroken) return 'failed';
    return isWhole ? 'passed' : undefined;
  }

  /** @returns whether all wanted steps were run and passed */
  private async steps(signal: AbortSignal): Promise<boolean> {
    let { ask } = this.parts;
    await this.runner.start();
    while (this.runner.next <= this.last && !this.runner.atEnd) {
      signal.throwIfAborted();
      const step = this.scenario.steps[this.runner.next];
      const answer = ask && step && (await ask(step, this.scenario.steps.length, signal));
      if (answer === 'simulator') this.parts.openSimulator(this.scenario.file);
      if (answer === 'stop' || answer === 'simulator') return false;
      if (answer === 'end') ask = undefined;
      const result = await this.runner.step(signal);
      if (!(await this.collector.collect(signal))) signal.throwIfAborted();
      if (this.secrets.isOver) throw new RunError(tooManySecrets());
      if (result?.verdict === 'failed') return false;
    }
    return true;
  }

  private search(): SecretSearch {
    const { server } = this.scenario;
    return { slices: SLICES, names: secretNames(server), logins: loginPaths(server) };
  }

  private heard(event: RunEvent): void {
    if (event.kind === 'stepStarted') {
      const item = this.itemOf(event.step.index);
      if (item) this.parts.run.started(item);
    } else if (event.kind === 'messageSent') {
      const { method, url } = event.message.request;
      this.say(`    → ${method} ${url}`);
    } else if (event.kind === 'messageAnswered') {
      const { answer, problem, ms } = event.answer;
      this.say(`    ← ${answer ? `${answer.status} ${answer.statusText}` : problem} (${ms} ms)`);
    } else if (event.kind === 'stepEnded') {
      this.ended(event.result);
    }
  }

  private ended(result: StepResult): void {
    const { step, verdict, failures, journal, ms } = result;
    const { run } = this.parts;
    const item = this.itemOf(step.index);
    this.say(`  ${SIGNS[verdict]} ${step.index + 1}. ${step.title} (${ms} ms)`, item);
    const causes = rulesIn(journal);
    if (causes.length > 0) this.say(`    because ${causes.join(' → ')}`, item);
    const hidden = this.hidden;
    for (const failure of failures) {
      const { message, expected, actual } = failure;
      this.say(`    ${message}`, item);
      if (saysBoth(failure)) continue;
      if (expected !== undefined) this.say(`      expected  ${hidden.covered(expected)}`, item);
      if (actual !== undefined) this.say(`      actual    ${hidden.covered(actual)}`, item);
    }
    if (verdict === 'passed' && item) run.passed(item, ms);
    if (verdict !== 'failed') return;
    this.hasFailed = true;
    if (item)
      run.failed(
        item,
        failures.map((failure) => this.messageOf(failure, step)),
        ms,
      );
  }

  private skipRest(): void {
    for (const { index } of this.scenario.steps.slice(this.runner.next)) {
      const item = this.itemOf(index);
      if (index <= this.last && item) this.parts.run.skipped(item);
    }
  }

  /** Values that are compared as a whole are shown as a diff. The first line says enough of the others. */
  private messageOf(failure: StepFailure, step: ShownStep): vscode.TestMessage {
    const { message, expected, actual, compared, place } = failure;
    const hidden = this.hidden;
    const cover = (text: string) => visibleLines(hidden.covered(text));
    const said = expected === undefined || compared || saysBoth(failure);
    const values = said ? [] : [l10n.t('Expected {0}, but there is {1}.', expected, actual ?? '')];
    const which = l10n.t('Step {0}: {1}', String(step.index + 1), step.title);
    const actors = actorsWords(step);
    const words = cover([message, ...values, actors === '' ? which : `${which} (${actors})`].join('\n'));
    const shown = compared
      ? vscode.TestMessage.diff(words, cover(compared.expected), cover(compared.actual))
      : new vscode.TestMessage(words);
    shown.location = new vscode.Location(vscode.Uri.file(place.file), editorRange(place.range));
    return shown;
  }

  private brokenBy(error: unknown): vscode.TestMessage {
    const words = this.covered(errorText(error));
    this.say(`  ${words}`);
    return new vscode.TestMessage(words);
  }

  /**
   * Values of secret variables. Secrets of the server are not included: they must be visible where they differ from
   * what was expected.
   */
  private get hidden(): SecretTexts {
    const texts = this.runner.secretTexts;
    for (; this.hiddenCount < texts.length; this.hiddenCount++) this.hiddenTexts.add(texts[this.hiddenCount] as string);
    return this.hiddenTexts;
  }

  private say(line: string, item: vscode.TestItem = this.item): void {
    this.parts.output.add(linesOf(this.covered(line)), item);
  }

  private covered(text: string): string {
    return this.secrets.isOver ? tooManySecrets() : this.secrets.covered(text, this.hidden);
  }

  private itemOf(index: number): vscode.TestItem | undefined {
    return this.item.children.get(String(index));
  }
}
