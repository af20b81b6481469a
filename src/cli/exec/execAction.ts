import fs from 'node:fs/promises';
import path from 'node:path';
import type { ServerAddress } from '../../core/protocol/address';
import { folderFaultSync } from '../../disk/fileKind';
import { makeFolders } from '../../disk/makeFolders';
import { ProcessFolders } from '../../disk/processFolders';
import { ServerChildProcess } from '../../server/client/serverChildProcess';
import type { ServerOptions } from '../../server/kernel/options/options';
import '../../server/systems/mobile/mobileOptions';
import '../../server/systems/tokens/tokensOptions';
import { UNLESS_NAMED } from '../../core/server/unlessNamed';
import { CallError } from '../callError';
import { complain } from '../complain';
import { ExitCode } from '../exitCode';
import { AT_ONCE, endAtOnce } from '../serve/endingSignals';
import { type ServerFrame, startFramed } from '../serve/framedServer';
import { withOptions } from '../serve/serveAction';
import type { ServeCall } from '../serve/serveOptions';
import type { Terminal } from '../terminal';
import { CommandSignals } from './commandSignals';
import { SpawnedCommand } from './spawnedCommand';

/** Options of `exec`: those of `serve`, but what `serve` writes to stdout. */
export interface ExecCall extends Omit<ServeCall, 'json'> {
  /** Shows a line for each answer. */
  readonly verbose: boolean;
}

/**
 * What `exec` does: runs a command beside a server, and ends the server with it.
 * @param command its name and its arguments
 * @returns the exit status of the command. 128 and the number of the signal that ended it; 126 and 127 if it was not run
 * @throws CallError when the server cannot start or cannot go on, or its snapshot cannot be written
 */
export async function execAction(terminal: Terminal, command: readonly string[], call: ExecCall): Promise<number> {
  const signals = new CommandSignals((status) => {
    complain(terminal, AT_ONCE);
    endAtOnce(status);
  });
  const folders = new ProcessFolders('exec', 'Files of a call of exec that was killed');
  let scratch: string | undefined;
  let code: number = ExitCode.cannot;
  try {
    const quiet = !call.verbose;
    const folder = () => {
      scratch ??= folders.make();
      return path.join(scratch, 'MobileApps');
    };
    await withOptions(
      terminal,
      { ...call, json: false, quiet },
      { folder, whenNone: UNLESS_NAMED },
      async (options, frame) => {
        const given = call.mobileApps === undefined ? undefined : path.resolve(terminal.cwd, call.mobileApps);
        // A test beside an empty server would say nothing of the one with a slip in it.
        if (given !== undefined && folderFaultSync(given)) {
          throw new CallError(
            `--mobile-apps names ${given}, which is no folder that can be used; make it, or leave the option out for a new one`,
          );
        }
        if (scratch !== undefined) {
          makeFolders(folder(), 0o700);
          await folders.removeLeft((words) => complain(terminal, words));
        }
        const server = serverFor(terminal, scratch && path.join(scratch, 'backups'));
        try {
          code = await beside(terminal, server, options, frame, { command, signals });
        } finally {
          signals.closing();
          await server.stop();
        }
      },
    );
  } finally {
    if (scratch !== undefined) await fs.rm(scratch, { recursive: true, force: true });
  }
  // Nobody reads the lines that wait, and they would keep this process.
  if (terminal.isErrBehind) endAtOnce(code);
  return code;
}

function serverFor(terminal: Terminal, backups: string | undefined): ServerChildProcess {
  return new ServerChildProcess({
    program: path.join(__dirname, 'server.js'),
    runtime: process.execPath,
    env: terminal.env,
    leavesSignals: true,
    ...(backups !== undefined && { backups }),
    onLog: (words) => complain(terminal, words),
  });
}

async function beside(
  terminal: Terminal,
  server: ServerChildProcess,
  options: ServerOptions,
  frame: Omit<ServerFrame, 'by'>,
  { command, signals }: { readonly command: readonly string[]; readonly signals: CommandSignals },
): Promise<number> {
  const open = await startFramed(terminal, server, options, { ...frame, by: 'exec' }, signals.beforeCommand);
  if (!open) return signals.code;
  try {
    const spawned = new SpawnedCommand(command, { ...terminal.env, ...told(open.address) }, isShown(terminal));
    signals.passTo(spawned);
    const ended = spawned.ended.then((end) => ({ ...end, isFailed: false }));
    const failed = open.failed.catch((error: Error) => ({ code: ExitCode.cannot, why: error.message, isFailed: true }));
    const { code, why, isFailed } = await Promise.race([ended, failed]);
    if (why !== undefined) complain(terminal, why);
    if (isFailed) await spawned.stop();
    spawned.endLeftovers();
    return code;
  } finally {
    signals.closing();
    await open.close().catch((error: Error) => {
      // The reason why the server is gone was told.
      if (server.status !== 'failed') throw error;
    });
  }
}

/** Whether somebody sits at a terminal, which belongs to the command too. */
function isShown({ typed, interactive, columns }: Terminal): boolean {
  return typed || interactive || columns !== undefined;
}

/** How the command finds the server. */
function told({ url, controlUrl, controlToken, externalPlatformUrl }: ServerAddress): Record<string, string> {
  return {
    SESSION_WORKBENCH_URL: url,
    SESSION_WORKBENCH_CONTROL_URL: controlUrl,
    SESSION_WORKBENCH_CONTROL_TOKEN: controlToken,
    SESSION_WORKBENCH_PLATFORM_URL: externalPlatformUrl,
  };
}

/**
 * The command in the arguments: what stands behind `--`.
 * @param args what stands behind `exec`, as it was typed
 * @param operands what is no option of `exec`
 * @throws CallError
 */
export function commandIn(args: readonly string[], operands: readonly string[]): readonly string[] {
  const at = args.indexOf('--');
  if (at < 0) {
    const meant = operands.length > 0 ? operands.map(inShell).join(' ') : 'node --test';
    throw new CallError(`write -- before the command: session-workbench exec [options] -- ${meant}`);
  }
  const command = args.slice(at + 1);
  const [extra] = operands.slice(0, operands.length - command.length).filter((operand) => operand !== '--');
  if (extra?.startsWith('-')) throw new CallError(`unknown option '${extra}'; see session-workbench exec --help`);
  if (extra !== undefined) {
    throw new CallError(`“${extra}” stands before --; options of exec stand there, and the command behind it`);
  }
  if (command.length === 0 || command[0] === '') {
    throw new CallError('no command stands behind --; write it there: session-workbench exec -- node --test');
  }
  return command;
}

/** A word as people type it. */
function inShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
