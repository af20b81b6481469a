import type { Command } from 'commander';
import { isAddress } from '../core/base/isAddress';
import { CallError } from './callError';
import type { OutputOrder } from './outputs/outputOrder';

/** What the help calls a path, which may follow the name of a format. */
const PATH = /[<[](?:dir|file|path|name\[=file\])(?:\.{3})?[>\]]/;

/**
 * Refuses an address where a command takes a path. A folder with the name of its protocol would be made or looked for otherwise.
 * Only the protocol is repeated, as the rest may have a password in it.
 * @throws CallError
 */
export function refuseAddresses(command: Command): void {
  for (const option of command.options) {
    if (PATH.test(option.flags)) refuse(option.long ?? option.flags, command.getOptionValue(option.attributeName()));
  }
  for (const [at, argument] of command.registeredArguments.entries()) {
    if (PATH.test(`<${argument.name()}>`)) refuse('a path', command.processedArgs[at]);
  }
}

function refuse(name: string, value: unknown): void {
  const given = [value].flat() as readonly (string | OutputOrder<string> | undefined)[];
  for (const each of given) {
    const path = typeof each === 'object' ? each.file : each;
    if (path === undefined || !isAddress(path.replace(/^!/, ''))) continue;
    const scheme = path.replace(/^!/, '').replace(/:.*/s, ':…');
    throw new CallError(`${name} is given as an address (${scheme}); give a path, or put ./ before it if it is one`);
  }
}
