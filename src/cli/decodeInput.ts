import { isUtf8 } from 'node:buffer';
import fs from 'node:fs';
import path from 'node:path';
import { decodeToken } from '../core/session/connectionToken';
import { beginsAsObject, judgeName } from '../core/session/location';
import { MAX_SESSION_BYTES } from '../disk/sessionFile';
import { CallError } from './callError';
import type { Terminal } from './terminal';

/** What `decode` was given: a token alone, or the text of a session file. */
export type DecodeInput = { kind: 'token'; token: string } | { kind: 'session'; text: string; utf8: boolean };

const HOW = 'give a connection token, a session file, or - for stdin';

/**
 * Finds out what an argument means: `-` or none is stdin; a file that exists is that file; the rest is a token when it
 * looks like one. Rejects with `CallError` otherwise.
 */
export async function decodeInput(terminal: Terminal, argument: string | undefined): Promise<DecodeInput> {
  if (argument === undefined && terminal.typed) throw new CallError(`nothing to decode; ${HOW}`);
  if (argument === undefined || argument === '-') return fromBytes(await terminal.readInput(), 'stdin');
  const file = path.resolve(terminal.cwd, argument);
  const stats = statOrNothing(file);
  if (stats?.isDirectory()) throw new CallError(`${file} is a folder; give a session file, or use the command check`);
  if (stats && stats.size > MAX_SESSION_BYTES) throw new CallError(`${file} is too big to be a session file; ${HOW}`);
  if (stats) return fromBytes(fs.readFileSync(file), file);
  const token = bareToken(argument);
  if (token === argument.trim() && !looksLikeToken(token)) {
    throw new CallError(`${argument} is no file, and no connection token either; ${HOW}`);
  }
  return { kind: 'token', token };
}

function fromBytes(bytes: Buffer, source: string): DecodeInput {
  const text = bytes.toString('utf8');
  if (text.trim() === '') throw new CallError(`${source} is empty; ${HOW}`);
  return beginsAsObject(text)
    ? { kind: 'session', text, utf8: isUtf8(bytes) }
    : { kind: 'token', token: bareToken(text) };
}

/** The token in what was copied from a request: `Authorization: Bearer …`, `Bearer …`, or the token alone. */
function bareToken(text: string): string {
  return text
    .trim()
    .replace(/^authorization\s*:\s*/i, '')
    .replace(/^bearer\s+/i, '');
}

/** Whether somebody who typed this meant a token rather than a file that does not exist. */
function looksLikeToken(text: string): boolean {
  if (decodeToken(text).ok) return true;
  // The name of a session file, looked for in the wrong folder.
  if (text.length < 20 || judgeName(text) === 'session') return false;
  // Base64 of a text that begins with "{" begins with "e"; otherwise a slash is more likely one of a path.
  return /^e[\w+/-]/.test(text) || /^[\w+-]+={0,2}$/.test(text);
}

function statOrNothing(file: string): fs.Stats | undefined {
  try {
    return fs.statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    // A token can be too long for a file name, and then it is none.
    if ((error as NodeJS.ErrnoException).code === 'ENAMETOOLONG') return undefined;
    throw error;
  }
}
