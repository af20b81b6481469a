import { setMaxListeners } from 'node:events';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { ownText } from '../../core/base/ownText';
import { sideBySide } from '../../core/base/sideBySide';
import type { ServerAddress } from '../../core/protocol/address';
import { withoutLooseSecrets } from '../../core/redaction/looseSecrets';
import { outlineOf } from '../../core/scenario/outline';
import { afterEvent, newRun, type Run, resultsOf } from '../../core/scenario/run';
import type { RunEvent, StepResult } from '../../core/scenario/runEvents';
import { shapesOf } from '../../core/scenario/runSecrets';
import type { Scenario } from '../../core/scenario/scenario';
import type { ScenarioReading } from '../../core/scenario/scenarioReading';
import { coveredJson } from '../../core/scenario/secrets';
import { SecretTexts, tooManySecrets } from '../../core/scenario/secretTexts';
import { DEVICE, loginPaths, SLICES, secretNames } from '../../core/systems';
import { loadScenario } from '../loadScenario';
import type { ReadableFiles } from '../readableFiles';
import { ScenarioRunner } from '../runner';
import type { RunRules } from '../runRules';
import { SecretCollector } from '../secretCollector';
import type { RunningServer, StartServer } from '../startServer';
import { coveredSentence } from './coveredSentence';
import { coveredSteps, isCovered, shownTitle } from './coveredSteps';
import { KeptLines } from './keptLines';
import { KeptMessages } from './keptMessages';
import type { RunReport, ScenarioReport } from './runReport';
import { SentWords } from './sentWords';
import { undeclaredSecrets } from './undeclaredSecrets';

/** Starts a server for each run. `WarmServers` of the server's client is one. */
export interface RunServers {
  /** @param onLog receives the lines that the server writes */
  start(onLog: (line: string) => void, ...wanted: Parameters<StartServer>): Promise<RunningServer>;
  /** Ends all servers. */
  dispose(): Promise<void>;
}

/** What a program that runs scenarios has for them. */
export interface RunHost {
  /** Disposed of when all has run. */
  readonly servers: RunServers;
  readonly files: ReadableFiles;
  /** The folder of the flows that ship. */
  readonly shipped: string;
  /** The name of the option with the folder that paths must stay in. */
  readonly rootOption: string;
  /** What to say of an error of the environment. Undefined for an error of the program itself. */
  readonly wordsOf: (error: unknown) => string | undefined;
}

/** What is run, and what each may do. */
export interface WantedRuns {
  /** Absolute. */
  readonly files: readonly string[];
  readonly rulesFor: (file: string) => RunRules;
  /** How many run at the same time. */
  readonly jobs: number;
  /** Whether a scenario with this name is run. By default all are. */
  readonly wants?: (name: string) => boolean;
  /** A server that runs already, and keeps its state. Without it, each scenario has its own. */
  readonly server?: ServerAddress;
  /** Whether reports get the messages, too. */
  readonly keepsMessages?: boolean;
  /** Whether nothing more runs after the first one that does not pass. */
  readonly bail?: boolean;
}

/** What is told while scenarios run. */
export interface RunsHeard {
  /** Called in the order of the files, as soon as a scenario and all before it are done. */
  readonly onScenario: (report: ScenarioReport) => void;
  /** Called with the number of scenarios that are done. */
  readonly onCount: (done: number) => void;
}

/** What the runs of one call share. */
interface Shared {
  readonly host: RunHost;
  readonly wants: (name: string) => boolean;
  readonly keepsMessages: boolean;
  readonly server?: ServerAddress;
  readonly signal: AbortSignal;
}

/**
 * Runs scenario files side by side, each against a server of its own.
 * @param signal ends the running scenarios; the others are told as not run
 */
export async function runScenarios(
  host: RunHost,
  { files, rulesFor, jobs, wants = () => true, keepsMessages = false, bail = false, server }: WantedRuns,
  { onScenario, onCount }: RunsHeard,
  signal: AbortSignal,
): Promise<RunReport> {
  const started = performance.now();
  const { servers } = host;
  const over = new AbortController();
  const shared = {
    host,
    wants,
    keepsMessages,
    ...(server && { server }),
    signal: AbortSignal.any([signal, over.signal]),
  };
  let count = 0;
  let leftOut = 0;
  const run = async (file: string): Promise<ScenarioReport | undefined> => {
    if (shared.signal.aborted) return withTextsCovered(notRun(file));
    const found = await runFile(shared, file, rulesFor(file));
    const report = found && withTextsCovered(found);
    onCount(++count);
    if (!report) leftOut++;
    else if (bail && (report.verdict === 'failed' || report.verdict === 'error')) over.abort();
    return report;
  };
  // Each run listens to it. Node takes more than ten listeners for a leak and says so on stderr.
  setMaxListeners(0, shared.signal);
  // A server that hangs while it starts would keep its run for ever. What dispose rejects with is told below.
  shared.signal.addEventListener('abort', () => void servers.dispose().catch(() => {}), { once: true });
  try {
    const scenarios = await sideBySide(files, jobs, run, onScenario);
    const isPartial = scenarios.some(({ verdict }) => verdict === 'notRun' || verdict === 'cancelled');
    const stopped = signal.aborted ? 'ended' : over.signal.aborted && isPartial ? 'bail' : undefined;
    return { scenarios, leftOut, ...(stopped && { stopped }), ms: since(started) };
  } finally {
    await servers.dispose();
  }
}

function notRun(file: string): ScenarioReport {
  return { file, name: path.basename(file), verdict: 'notRun', findings: [], steps: [], log: [], ms: 0 };
}

/** Undefined for a scenario whose name is not wanted. One whose name cannot be read is told, as nobody would miss it otherwise. */
async function runFile(shared: Shared, file: string, rules: RunRules): Promise<ScenarioReport | undefined> {
  const { host, signal } = shared;
  const started = performance.now();
  const nothing = { file, name: path.basename(file), steps: [], log: [] };
  let reading: ScenarioReading;
  try {
    reading = await loadScenario(file, {
      files: host.files,
      roots: [rules.root.folder],
      shipped: host.shipped,
      rootOption: host.rootOption,
      signal,
    });
  } catch (error) {
    if (signal.aborted) return { ...nothing, verdict: 'cancelled', findings: [], ms: since(started) };
    const words = `The file cannot be read: ${toldBy(host, error)}`;
    return { ...nothing, verdict: 'error', findings: [], error: words, ms: since(started) };
  }
  const { scenario, name, findings } = reading;
  if (name !== undefined && !shared.wants(name)) return undefined;
  if (!scenario) return { ...nothing, verdict: 'failed', findings, ms: since(started) };
  const report = await runScenario(shared, scenario, rules);
  return { ...report, findings, ms: since(started) };
}

async function runScenario(
  { host, keepsMessages, server, signal }: Shared,
  scenario: Scenario,
  rules: RunRules,
): Promise<Omit<ScenarioReport, 'findings' | 'ms'>> {
  const { file, name } = scenario;
  const output = new KeptLines();
  const outline = outlineOf(scenario);
  let run = newRun(outline);
  const messages = keepsMessages ? new KeptMessages() : undefined;
  const runner = new ScenarioRunner(scenario, {
    server: server
      ? { address: server }
      : { start: (...wanted) => host.servers.start((line) => output.add(line), ...wanted) },
    files: host.files,
    ...rules,
  });
  const names = secretNames(scenario.server);
  const logins = loginPaths(scenario.server);
  const secrets = new SecretTexts();
  const words = new SentWords();
  const cover = { secrets, words, shapes: shapesOf(SLICES) };
  const over = new AbortController();
  const take = (secret: string, isSent: boolean) => {
    messages?.addSecret(secret);
    if (isCovered(secret)) secrets.add(ownText(secret));
    // An answer has words everywhere. Of a request it is known which ones are secrets.
    if (isSent) words.add(ownText(secret));
  };
  for (const secret of undeclaredSecrets(scenario)) take(secret, true);
  const end = AbortSignal.any([signal, over.signal]);
  const collector = new SecretCollector(
    () => ({ slices: SLICES, names, logins }),
    (secret, { kind }) => {
      take(secret, kind === 'messageSent');
      if (secrets.isOver) over.abort();
    },
  );
  runner.onDidHappen((event) => {
    messages?.hear(event);
    // All messages together may be larger than memory.
    if (event.kind !== 'messageSent' && event.kind !== 'messageAnswered') run = afterEvent(run, withoutValues(event));
    collector.hear(event);
  });
  // The secrets of a large message are found before the next one is sent.
  runner.beforeSend = async (request) => {
    await collector.collect(end);
    return request;
  };
  const own = <T>(value: T): T => withoutShapes(coveredJson(value, runner.secretTexts));
  const shownName = () => own(shownTitle(name, cover));
  const withMessages = (): Pick<ScenarioReport, 'run'> => {
    if (!messages) return {};
    const told = {
      result: (result: StepResult) => own(coveredSteps([result], cover))[0] ?? result,
      title: (title: string) => own(shownTitle(title, cover)),
    };
    return { run: messages.covered([...runner.secretTexts, ...runner.typedTexts], told, outline) };
  };
  /** What cannot be covered is not told. */
  const untold = async (): Promise<Omit<ScenarioReport, 'findings' | 'ms'> | undefined> => {
    const isCollected = await collector.collect(end);
    for (const text of runner.expectedTexts) {
      if (isCovered(text)) secrets.add(text);
      words.add(text);
    }
    // Here too, as the reader must see that two of them differ.
    for (const secret of runner.secretTexts) secrets.add(secret);
    if (secrets.isOver) return { file, name, verdict: 'error', steps: [], error: tooManySecrets(), log: [] };
    return isCollected ? undefined : { file, name, verdict: 'cancelled', steps: [], log: [] };
  };
  try {
    const verdict = await runner.runAll(end);
    const ended = await untold();
    if (ended) return ended;
    const steps = own(coveredSteps(resultsOf(run), cover));
    return {
      file,
      name: shownName(),
      verdict,
      steps,
      ...transitionsOf(run),
      ...withMessages(),
      log: verdict === 'failed' ? output.all : [],
    };
  } catch (error) {
    const ended = await untold();
    if (ended) return ended;
    const told = own({ steps: coveredSteps(resultsOf(run), cover), error: toldBy(host, error) });
    return {
      file,
      name: shownName(),
      verdict: 'error',
      ...told,
      ...transitionsOf(run),
      ...withMessages(),
      log: output.all,
    };
  } finally {
    await runner.dispose();
  }
}

/** No report shows what variables have got, and all reports are kept until the end. */
function withoutValues(event: RunEvent): RunEvent {
  return event.kind === 'stepEnded' ? { ...event, result: { ...event.result, taken: {} } } : event;
}

/** Covers what has the shape of a secret, wherever it stands. */
function withoutShapes<T>(told: T): T {
  return shapesOf(SLICES).coveredJson(told);
}

/** The name of a scenario, or of its file, may be a token as any other text, and so may what the findings and errors repeat. */
function withTextsCovered(report: ScenarioReport): ScenarioReport {
  const { name, findings, error, log } = report;
  return {
    ...report,
    name: coveredSentence(withoutShapes(name)),
    findings: findings.map((finding) => ({
      ...finding,
      message: coveredSentence(finding.message),
      pointer: coveredSentence(finding.pointer),
    })),
    ...(error !== undefined && { error: withoutLooseSecrets(error) }),
    log: log.map((line) => withoutLooseSecrets(line)),
  };
}

/** Which rows of the transition table a run with a device took, in the order of the table, and which it did not. */
function transitionsOf({ devices, rowsTaken }: Run): Pick<ScenarioReport, 'transitions'> {
  if (devices.size === 0) return {};
  const ids = (DEVICE?.table ?? []).map(({ id }) => id);
  const taken = ids.filter((id) => rowsTaken.includes(id));
  return { transitions: { taken, missing: ids.filter((id) => !taken.includes(id)) } };
}

/** Whatever goes wrong with one scenario, the others are still run. An error of this program itself is told as one. */
function toldBy({ wordsOf }: RunHost, error: unknown): string {
  return wordsOf(error) ?? `an unexpected error: ${String(error)}`;
}

function since(started: number): number {
  return Math.round(performance.now() - started);
}
