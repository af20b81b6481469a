import os from 'node:os';
import path from 'node:path';
import { UserFileError } from '../core/files/userFileError';
import { OptionsError } from '../core/server/optionsError';
import { RootFolder } from '../disk/rootFolder';
import { diskFiles } from '../disk/userFile';
import { MOST_JOBS } from '../scenario/batch/mostJobs';
import type { RunReport } from '../scenario/batch/runReport';
import { runScenarios } from '../scenario/batch/runScenarios';
import { ServerCallError } from '../scenario/controlCalls';
import { FileStepError } from '../scenario/fileStepError';
import { ANSWER_BYTES, ANSWER_MS, DISK_BYTES, RunError } from '../scenario/runnerOptions';
import type { RunRules } from '../scenario/runRules';
import { serverEnvironment } from '../scenario/serverEnvironment';
import { WarmServers } from '../server/client/warmServers';
import { AllowedHosts } from '../server/kernel/guard/allowedHosts';
import { ServerStartError } from '../server/kernel/start/startErrors';
import type { AgentWorkplace } from './agentWorkplace';

/** Errors whose message is for whoever runs scenarios. */
const TOLD = [UserFileError, ServerStartError, OptionsError, RunError, ServerCallError, FileStepError];

/** What an agent runs. */
export interface AgentRun {
  /** Absolute. */
  readonly files: readonly string[];
  /** The root of the workplace that holds them all. Their paths must stay in it. */
  readonly root: string;
}

/**
 * Runs scenarios for an agent, each against a server of its own. They call no other hosts and read no environment variables:
 * whoever needs that runs them by hand.
 */
export function runForAgent(
  { launch, installation }: AgentWorkplace,
  { files, root }: AgentRun,
  progress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<RunReport> {
  const { program, runtime, env = {} } = launch;
  const host = {
    servers: new WarmServers({ program, runtime, env: serverEnvironment(env) }),
    files: diskFiles,
    shipped: path.join(installation, 'media', 'scenarios'),
    rootOption: '--root',
    wordsOf: (error: unknown) =>
      isOfSystem(error) || TOLD.some((kind) => error instanceof kind) ? (error as Error).message : undefined,
  };
  const rules = rulesIn(root);
  const jobs = Math.min(os.availableParallelism(), MOST_JOBS);
  const heard = { onScenario: () => {}, onCount: (done: number) => progress(done, files.length) };
  return runScenarios(host, { files, rulesFor: () => rules, jobs }, heard, signal);
}

function rulesIn(root: string): RunRules {
  const byHand = 'run it by hand with session-workbench run';
  return {
    hosts: new AllowedHosts([], '--allow-host'),
    env: {},
    root: new RootFolder(root),
    answerMs: ANSWER_MS,
    answerBytes: ANSWER_BYTES,
    diskBytes: DISK_BYTES,
    waysOut: {
      host: (name) => `${byHand} --allow-host ${name}`,
      variable: (name) => `an agent gives no environment variable ${name}; ${byHand} --env ${name}`,
      path: () => `move it there, or ${byHand} --root and a folder that holds both`,
      answerBytes: `${byHand} --answer-limit`,
      answerMs: `${byHand} --timeout`,
      diskBytes: `${byHand} --disk-limit`,
    },
  };
}

function isOfSystem(error: unknown): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return typeof code === 'string' && typeof syscall === 'string';
}
