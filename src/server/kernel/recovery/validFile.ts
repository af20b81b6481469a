import fs from 'node:fs';
import { promisify } from 'node:util';
import { lineOf } from './lineOf';
import type { StateFiles } from './stateLog';

const BEGIN = /^\["begin",(\d+)\]\n/;
const WHOLE = Buffer.from(`\n${lineOf(['whole'])}`);
/** The first line is shorter. */
const HEAD = 64;
const CHUNK = 256 * 1024;
const read = promisify(fs.read);

/**
 * The one of two files that has the valid state. It is looked for without taking in the state, which may be larger than the
 * memory.
 * @returns undefined if there is no valid state
 */
export async function validFile(files: StateFiles): Promise<number | undefined> {
  let valid: { readonly file: number; readonly generation: number } | undefined;
  for (const file of files) {
    const generation = generationIn(file);
    if (generation === undefined || (valid && valid.generation > generation)) continue;
    if (await isWhole(file)) valid = { file, generation };
  }
  return valid?.file;
}

/** Reads an open file from its beginning, and leaves it open, as a stream would not. */
export async function* readOpen(file: number): AsyncGenerator<Buffer> {
  for (let at = 0; ; ) {
    const { bytesRead, buffer } = await read(file, Buffer.alloc(CHUNK), 0, CHUNK, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

function generationIn(file: number): number | undefined {
  const head = Buffer.alloc(HEAD);
  const length = fs.readSync(file, head, 0, HEAD, 0);
  const [, generation] = BEGIN.exec(head.toString('latin1', 0, length)) ?? [];
  return generation === undefined ? undefined : Number(generation);
}

/** A text in JSON has no end of a line in it, so this is a line and nothing else. */
async function isWhole(file: number): Promise<boolean> {
  let rest = Buffer.alloc(0);
  for await (const chunk of readOpen(file)) {
    const bytes = Buffer.concat([rest, chunk]);
    if (bytes.includes(WHOLE)) return true;
    rest = bytes.subarray(-WHOLE.length);
  }
  return false;
}
