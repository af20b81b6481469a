import fs from 'node:fs';
import path from 'node:path';
import { OptionsError } from '../../core/server/optionsError';
import { RootFolder } from '../../disk/rootFolder';
import { scenarioRoot } from '../../disk/scenarios/scenarioRoot';
import type { RunRules } from '../../scenario/runRules';
import { AllowedHosts } from '../../server/kernel/guard/allowedHosts';
import { CallError } from '../callError';
import type { Terminal } from '../terminal';

/** The options of `run` about what a scenario may do. */
export interface RunFlags {
  readonly allowHost: readonly string[];
  /** `NAME` or `NAME=VALUE`. */
  readonly env: readonly string[];
  readonly root?: string;
  /** Seconds. */
  readonly timeout: number;
  /** Bytes. */
  readonly answerLimit: number;
  /** Bytes. */
  readonly diskLimit: number;
}

/**
 * What each scenario may do.
 * @param given absolute paths of the files and folders that are run
 * @throws CallError for a flag that cannot be meant
 */
export function rulesOfRun(
  { cwd, env }: Pick<Terminal, 'cwd' | 'env'>,
  flags: RunFlags,
  given: readonly string[],
): (file: string) => RunRules {
  const hosts = allowedHosts(flags.allowHost);
  const variables = new Map(flags.env.map((text) => variableOf(text, env)));
  const root = flags.root === undefined ? undefined : folderOf(path.resolve(cwd, flags.root));
  const shared = {
    hosts,
    env: Object.fromEntries(variables),
    answerMs: flags.timeout * 1000,
    answerBytes: flags.answerLimit,
    diskBytes: flags.diskLimit,
    waysOut: {
      host: (host: string) => `allow it with --allow-host ${host}`,
      variable: (name: string) =>
        variables.has(name)
          ? `the environment variable ${name} is not set; set it, or give --env ${name}=VALUE`
          : `a scenario reads the environment variable ${name} only with --env ${name}; give that, or --env ${name}=VALUE`,
      path: () => 'move it there, or give a folder that holds both with --root',
      answerBytes: 'raise it with --answer-limit',
      answerMs: 'raise it with --timeout',
      diskBytes: 'raise it with --disk-limit',
    },
  };
  return (file) => ({ ...shared, root: new RootFolder(root ?? scenarioRoot(file, given)) });
}

function allowedHosts(names: readonly string[]): AllowedHosts {
  try {
    return new AllowedHosts(names, '--allow-host');
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error;
    throw new CallError(error.message);
  }
}

function variableOf(text: string, env: Terminal['env']): [name: string, value: string | undefined] {
  const [name = '', ...rest] = text.split('=');
  if (name === '' || name.includes('\0')) {
    throw new CallError('--env has no name; give it as --env NAME, or --env NAME=VALUE');
  }
  return [name, rest.length > 0 ? rest.join('=') : env[name]];
}

function folderOf(root: string): string {
  if (fs.statSync(root, { throwIfNoEntry: false })?.isDirectory()) return root;
  throw new CallError(`--root names ${root}, which is no folder; give one that holds the scenarios and what they use`);
}
