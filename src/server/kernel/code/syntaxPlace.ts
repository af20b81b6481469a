import { execFile } from 'node:child_process';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { askedByImport } from './importAsked';
import { withJsonPlace } from './jsonFaultPlace';
import { moduleSource } from './moduleSource';
import { neededEnvironment } from './neededEnvironment';

/** Each takes the start of a program. The first ones are those that the developer has named. */
const MOST_MODULES = 100;
const CHECK_MS = 10_000;
const MODULE = /\.m?js$/i;
/** `from './a.js'`, `import './a.js'`, `import('./a.js')` and `require('./a.mjs')`. */
const IMPORTED = /\b(?:from|import|require)\s{0,9}\(?\s{0,9}(['"])(\.{1,2}\/[^'"\r\n]{1,999})\1/g;
const PREFIX = 'SyntaxError: ';

/**
 * A message of a developer's code, with the place when it is that of a syntax error in an ES module or in JSON: Node names no
 * place then.
 * The modules are compiled once more for it, without being run.
 * @param files absolute paths of the modules that were loaded. What they import is looked at too
 */
export async function withSyntaxPlace(
  message: string,
  files: readonly string[],
  signal?: AbortSignal,
): Promise<string> {
  if (!message.startsWith(PREFIX)) return message;
  const ofJson = await withJsonPlace(message);
  if (ofJson !== undefined) return ofJson;
  if (message.endsWith(')') && message.includes(' (at ')) return message;
  const waiting = new Set(files.filter((file) => file !== ''));
  // A set goes on with what is added while it is gone through.
  let looked = 0;
  for (const file of waiting) {
    if (looked++ >= MOST_MODULES || signal?.aborted) break;
    const source = await moduleSource(file);
    if (source === undefined) continue;
    const line = MODULE.test(file) ? await faultyLine(source, message, signal) : undefined;
    if (line !== undefined) return `${message} (at ${file}:${line})`;
    for (const [, , name = ''] of source.matchAll(IMPORTED)) {
      const imported = askedByImport(name, pathToFileURL(file).href);
      if (imported) waiting.add(imported.name);
    }
  }
  return message;
}

/** The line at which the source, as an ES module, has this fault. Undefined when it has none or another one. */
function faultyLine(source: string, message: string, signal?: AbortSignal): Promise<number | undefined> {
  return new Promise((resolve) => {
    const options = { env: neededEnvironment(), timeout: CHECK_MS, windowsHide: true, signal };
    const child = execFile(process.execPath, ['--check', '--input-type=module', '-'], options, (error, _, told) => {
      const line = /^\[stdin\]:(\d+)\r?$/m.exec(told)?.[1];
      resolve(error && line !== undefined && hasFault(told, message) ? Number(line) : undefined);
    });
    // Without a process there is no pipe. The callback above has the error.
    child.stdin?.on('error', () => {}).end(source);
  });
}

function hasFault(told: string, message: string): boolean {
  return told.replaceAll('\r\n', '\n').includes(`\n${message}\n`);
}
