import { isUtf8 } from 'node:buffer';
import path from 'node:path';
import { UserFileError } from '../core/files/userFileError';
import { withoutBom } from '../core/json/byteOrderMark';
import { decodeToken } from '../core/session/connectionToken';
import { beginsAsObject, judgeName } from '../core/session/location';
import { SeveralTokensError, type TokenInText, tokenInText } from '../core/session/tokenInText';
import { SESSION_LIMIT } from '../disk/sessionFile';
import { diskFiles } from '../disk/userFile';
import { CallError } from './callError';
import type { Terminal } from './terminal';

/** The input of `decode`: a token alone, or the text of a session file. */
export type DecodeInput = ({ kind: 'token' } & TokenInText) | { kind: 'session'; text: string; utf8: boolean };

/** The files that this process has open. */
const INHERITED = /^\/(?:dev\/fd|proc\/self\/fd)\/\d+$|^\/dev\/stdin$/;

const HOW = 'give a connection token, a session file, or - for stdin';

/**
 * Finds out what the argument is. `-` or no argument is stdin. The path of an existing file is that file. Anything else
 * is a token if it looks like one.
 * @throws CallError for everything else
 */
export async function decodeInput(terminal: Terminal, argument: string | undefined): Promise<DecodeInput> {
  if (argument === undefined && terminal.typed) throw new CallError(`nothing to decode; ${HOW}`);
  if (argument === undefined || argument === '-') return fromBytes(await terminal.readInput(SESSION_LIMIT), 'stdin');
  if (argument.trim() === '') throw new CallError(`the argument is empty; ${HOW}`);
  const file = path.resolve(terminal.cwd, argument);
  const bytes = await bytesOf(file);
  if (bytes) return fromBytes(bytes, file);
  if (beginsAsObject(argument)) return { kind: 'session', text: argument, utf8: true };
  const input = fromText(argument, 'the argument');
  if (input.forgiven.length === 0 && !looksLikeToken(input.token)) {
    throw new CallError(`${toldArgument(argument)} is no file, and no connection token either; ${HOW}`);
  }
  return input;
}

/** What is said of an argument. One that may be a secret, or a part of one, is not repeated. */
function toldArgument(argument: string): string {
  const parts = argument.split(/[\\/.\s:=&?"']+/);
  const isTold = parts.every((part) => part.length <= 24 || judgeName(part) === 'session' || !/\d/.test(part));
  return isTold ? argument : 'the argument';
}

function fromBytes(bytes: Buffer, source: string): DecodeInput {
  const encoding = wideEncodingOf(bytes);
  const text = new TextDecoder(encoding ?? 'utf-8', { ignoreBOM: true }).decode(bytes);
  const body = withoutBom(text);
  if (body.trim() === '') throw new CallError(`${source} is empty; ${HOW}`);
  return beginsAsObject(text)
    ? { kind: 'session', text, utf8: encoding === undefined && isUtf8(bytes) }
    : fromText(body, source);
}

/** What PowerShell writes with `>`, with a byte order mark or without: every other byte of a token is zero there. */
function wideEncodingOf(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (bytes.length < 4 || bytes.length % 2 !== 0) return undefined;
  if (second === 0 && bytes[3] === 0 && first !== 0) return 'utf-16le';
  return first === 0 && bytes[2] === 0 && second !== 0 ? 'utf-16be' : undefined;
}

/** @param source what the text is, for messages */
function fromText(text: string, source: string): Extract<DecodeInput, { kind: 'token' }> {
  try {
    return { kind: 'token', ...tokenInText(text) };
  } catch (error) {
    if (!(error instanceof SeveralTokensError)) throw error;
    throw new CallError(`${source} has ${error.count} tokens; give one of them`);
  }
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

/** Undefined when there is no file of this name, so that it is a token if it looks like one. */
async function bytesOf(file: string): Promise<Buffer | undefined> {
  try {
    // A shell gives the output of another command as a pipe that this process has open: decode <(make-one).
    const read = INHERITED.test(file) ? diskFiles.readPiped : diskFiles.read;
    return Buffer.from((await read(file, { limit: SESSION_LIMIT })).bytes);
  } catch (error) {
    if (!(error instanceof UserFileError)) throw error;
    const { fault, cause } = error;
    if (fault.kind === 'missing') return undefined;
    // Too long for a file name, so it is not a file.
    if ((cause as NodeJS.ErrnoException | undefined)?.code === 'ENAMETOOLONG') return undefined;
    if (fault.kind === 'folder')
      throw new CallError(`${file} is a folder; give a session file, or use the command check`);
    throw new CallError(fault.kind === 'tooLarge' ? `${file} is too big to be a session file; ${HOW}` : error.message);
  }
}
