import { isUtf8 } from 'node:buffer';
import fs from 'node:fs';
import path from 'node:path';
import { decodeToken } from '../core/session/connectionToken';
import { beginsAsObject, judgeName } from '../core/session/location';
import { MAX_SESSION_BYTES } from '../disk/sessionFile';
import { CallError } from './callError';
import type { Terminal } from './terminal';

/** The input of `decode`: a token alone, or the text of a session file. */
export type DecodeInput = { kind: 'token'; token: string } | { kind: 'session'; text: string; utf8: boolean };

const HOW = 'give a connection token, a session file, or - for stdin';

/**
 * Finds out what the argument is. `-` or no argument is stdin. The path of an existing file is that file. Anything else
 * is a token if it looks like one.
 * @throws CallError for everything else
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

/**
 * Extracts the token from text that was copied from a request: `Authorization: Bearer …`, `Bearer …`, or the token
 * alone.
 */
function bareToken(text: string): string {
  return text
    .trim()
    .replace(/^authorization\s*:\s*/i, '')
    .replace(/^bearer\s+/i, '');
}

/** Whether the text was meant as a token and not as the name of a missing file. */
function looksLikeToken(text: string): boolean {
  if (decodeToken(text).ok) return true;
  // It may be the name of a session file in another folder.
  if (text.length < 20 || judgeName(text) === 'session') return false;
  // A token begins with "e", because that is how "{" begins in base64. In any other text, a slash is more likely part
  // of a path.
  return /^e[\w+/-]/.test(text) || /^[\w+-]+={0,2}$/.test(text);
}

function statOrNothing(file: string): fs.Stats | undefined {
  try {
    return fs.statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    // Too long for a file name, so it is not a file.
    if ((error as NodeJS.ErrnoException).code === 'ENAMETOOLONG') return undefined;
    throw error;
  }
}
