import { parsedUrl } from '../../../core/base/parsedUrl';
import { pathPattern, pathReadings } from '../../../core/base/pathReadings';
import { UserFileError } from '../../../core/files/userFileError';
import { globMatcher } from '../../../core/pattern/globMatcher';
import { PatternLimit } from '../../../core/pattern/patternLimit';
import { OptionsError } from '../../../core/server/optionsError';
import { readUserFile } from '../../../disk/userFile';
import { HttpError } from '../answer/httpError';
import type { Refusal } from '../answer/refusal';
import { isLoopback } from '../guard/peer';
import type { UpstreamOptions } from './upstreamOptions';

const MEBIBYTE = 1024 * 1024;
const PEM_LIMIT = { bytes: MEBIBYTE, name: 'PEM_LIMIT' };
const DEFAULTS = { timeoutMs: 30_000, bodyMb: 32, answerMb: 256 } as const;

/** The options of an upstream, checked and with their defaults. */
export interface UpstreamTarget {
  /** Without a slash at the end, such as `https://4d.example.test:8443`. */
  readonly origin: string;
  /** What stands before each path. Empty, or a slash and more, without a slash at the end. */
  readonly prefix: string;
  /** Whether the sessions of apps log in there with what the app sent. */
  readonly logsIn: boolean;
  /** The environment variable that has the header `Authorization`. */
  readonly variable: string | undefined;
  readonly ca: string | undefined;
  readonly insecure: boolean;
  /** Real milliseconds. */
  readonly timeoutMs: number;
  readonly bodyBytes: number;
  readonly answerBytes: number;
  readonly record: string | undefined;
  /** @param url path and query, as they were sent. It is excepted if any reading of its path is */
  readonly excepts: (url: string) => boolean;
  /** What is allowed, and most likely not meant. */
  readonly warnings: readonly string[];
}

/**
 * Reads the option `upstream`.
 * @throws OptionsError when it cannot be used
 */
export function upstreamTarget(given: string | UpstreamOptions): UpstreamTarget {
  const options: UpstreamOptions = typeof given === 'string' ? { url: given } : given;
  const { authorization, authorizationVariable: variable, insecure = false, ca, record, except = [] } = options;
  const url = addressOf(options.url, typeof given === 'string' ? 'upstream' : 'upstream.url');
  const { timeoutMs, bodyMb, answerMb } = { ...DEFAULTS, ...options };
  return {
    origin: url.origin,
    prefix: url.pathname.replace(/\/+$/, ''),
    logsIn: variable === undefined && authorization !== 'none',
    variable,
    ca,
    insecure,
    timeoutMs,
    bodyBytes: bodyMb * MEBIBYTE,
    answerBytes: answerMb * MEBIBYTE,
    record,
    excepts: anyOf(except),
    warnings: [
      variable !== undefined && authorization === 'login'
        ? '“upstream.authorizationVariable” is used; “login” has no effect.'
        : '',
      insecure && ca !== undefined ? '“upstream.insecure” accepts any certificate; “upstream.ca” has no effect.' : '',
      insecure ? `“upstream.insecure” is on: nothing proves that ${url.host} is who answers.` : '',
      url.protocol === 'http:' && !isLocal(url)
        ? `“upstream” is http: what goes to ${url.host} can be read on its way.`
        : '',
    ].filter((line) => line !== ''),
  };
}

/**
 * The header `Authorization` that an environment variable has, or the refusal of all requests while it has none. Others
 * can start a server without it, such as an editor that has a different environment.
 */
export function authorizationIn(variable: string, environment: NodeJS.ProcessEnv): string | Refusal {
  const value = environment[variable]?.trim() ?? '';
  const where = `“upstream.authorizationVariable” names ${variable}, which`;
  if (value === '') {
    return new HttpError(502, 'upstream-login', `${where} is not set; set it where the server is started from.`);
  }
  if (!/^[\x20-\x7e]+$/.test(value)) {
    const message = `${where} has what no header can have; give it a token, or “Bearer TOKEN”.`;
    return new HttpError(502, 'upstream-login', message);
  }
  return value.includes(' ') ? value : `Bearer ${value}`;
}

/**
 * The certificate authority in a PEM file.
 * @throws OptionsError
 */
export async function authorityIn(file: string): Promise<string> {
  let text: string;
  try {
    const { bytes } = await readUserFile(file, { limit: PEM_LIMIT });
    text = Buffer.from(bytes).toString('utf8');
  } catch (error) {
    if (error instanceof UserFileError) throw new OptionsError(error.about(`“upstream.ca” names ${file}, which`));
    throw error;
  }
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new OptionsError(`“upstream.ca” names ${file}, which has no certificate in PEM form; name one that has`);
}

function addressOf(text: string, option: string): URL {
  const url = parsedUrl(() => new URL(text));
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new OptionsError(`“${option}” is no address of a server; give one such as https://4d.example.test`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new OptionsError(`“${option}” has a name or password in it; give that with “upstream.authorizationVariable”`);
  }
  if (url.search !== '' || url.hash !== '') {
    throw new OptionsError(`“${option}” has a query or fragment; end it before the “${url.search === '' ? '#' : '?'}”`);
  }
  return url;
}

function anyOf(globs: readonly string[]): (url: string) => boolean {
  try {
    const tests = globs
      .flatMap((glob) => withRecords(pathPattern(glob)))
      .map((glob) => globMatcher(literally(glob), { dot: true, nocase: true }));
    return (url) => {
      const readings = tests.length === 0 ? [] : pathReadings(url);
      return tests.some((test) => readings.some((path) => isMatch(test, path)));
    };
  } catch (error) {
    if (error instanceof PatternLimit) throw new OptionsError(`“upstream.except”: ${error.message}`);
    throw error;
  }
}

/**
 * A record with its parts, which are below it in 4D's REST: `Emp(1)/Name,Photo`. What is below a table has its records, which stand
 * beside it there: `Emp(1)` for `Emp/**`.
 */
function withRecords(glob: string): string[] {
  if (glob.endsWith(')')) return [glob, `${glob}/**`];
  const table = /^(.*\/[^/()*?]+)\/\*\*$/s.exec(glob)?.[1];
  return table === undefined ? [glob] : [glob, `${table}(*)`, `${table}(*)/**`];
}

/** What takes too long to compare is not passed on. */
function isMatch(test: (path: string) => boolean, path: string): boolean {
  try {
    return test(path);
  } catch (error) {
    if (error instanceof PatternLimit) return true;
    throw error;
  }
}

/** Parentheses, which 4D has in paths, stand for themselves. */
function literally(glob: string): string {
  return glob.replace(/[()[\]{}!+@]/g, '\\$&');
}

function isLocal({ hostname }: URL): boolean {
  return hostname === 'localhost' || isLoopback(hostname.replace(/^\[|\]$/g, ''));
}
