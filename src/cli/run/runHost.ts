import path from 'node:path';
import { UserFileError } from '../../core/files/userFileError';
import { OptionsError } from '../../core/server/optionsError';
import { diskFiles } from '../../disk/userFile';
import type { RunHost } from '../../scenario/batch/runScenarios';
import { ServerCallError } from '../../scenario/controlCalls';
import { FileStepError } from '../../scenario/fileStepError';
import { RunError } from '../../scenario/runnerOptions';
import { serverEnvironment } from '../../scenario/serverEnvironment';
import { WarmServers } from '../../server/client/warmServers';
import { ServerStartError } from '../../server/kernel/start/startErrors';
import { shippedFlows } from '../product';
import { isSystemError } from '../systemError';
import type { Terminal } from '../terminal';

/** Errors whose message is for whoever runs scenarios. */
const TOLD = [UserFileError, ServerStartError, OptionsError, RunError, ServerCallError, FileStepError];

/** What the command line has for runs: dist/server.js, in processes that have one server after the other. */
export function runHost({ env }: Pick<Terminal, 'env'>): RunHost {
  const program = path.join(__dirname, 'server.js');
  return {
    servers: new WarmServers({ program, runtime: process.execPath, env: serverEnvironment(env) }),
    files: diskFiles,
    shipped: shippedFlows(),
    rootOption: '--root',
    wordsOf: (error) =>
      isSystemError(error) || TOLD.some((kind) => error instanceof kind) ? (error as Error).message : undefined,
  };
}
