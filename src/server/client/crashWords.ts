import { withoutFullStop } from '../../core/base/fullStop';
import { ServerStartError } from '../kernel/start/startErrors';
import type { ServerLaunch } from './serverProcess';
import type { StateRemedy } from './stateTrials';

/** A line of the log about a server that runs no more, and what is done. */
export function lossWords(loss: string, waitMs: number, isKept: boolean): string {
  const moment = waitMs === 0 ? 'now' : `in ${waitMs / 1000} s`;
  const state = isKept ? 'with its state' : 'without its state, which could not be kept';
  return `The dev session server ${loss}. It is started again ${moment}, ${state}.`;
}

/**
 * A line of the log about state that a start did not take up, and what is done.
 * @param file absolute path of what is kept aside; undefined if there was nothing
 */
export function refusedWords(how: string, remedy: StateRemedy, file?: string): string {
  const failure = `The dev session server did not start again while it took up what it had (${how})`;
  switch (remedy.kind) {
    case 'again':
      return `${failure}. It is started again now, with its state.`;
    case 'moreHeap':
      return `${failure}. It is started again now, with its state and with a heap of up to ${remedy.heapMb} MiB. NODE_OPTIONS=--max-old-space-size=${remedy.heapMb} gives it as much from the start.`;
    case 'aside': {
      const kept =
        file === undefined
          ? ''
          : ` What it had is kept in ${file}, which only you can read: a text in JSON in each line, with secrets. Delete it when you need it no more.`;
      return `${failure}. It begins anew, with the session files only.${kept}`;
    }
  }
}

/** A server that is given up. */
export function crashedError(
  how: string,
  { startsAgain = false }: Pick<ServerLaunch, 'startsAgain'>,
): ServerStartError {
  const next = startsAgain
    ? 'it goes on with what it had. To begin anew, restart it'
    : 'it begins anew, with the session files only';
  const message = `The dev session server crashed and cannot be started again (${withoutFullStop(how)}); its log says why. Start it when that is mended: ${next}.`;
  return new ServerStartError({ code: 'crashed', message });
}
