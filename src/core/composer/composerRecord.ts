import { readHeaderLines } from '../flows/requestText';
import type { NamedSecrets } from '../redaction/namedSecrets';
import { redactBody, redactHeaders, redactHeaderText, redactUrl } from '../redaction/redactMessage';
import { headerValues } from '../scenario/facts';
import type { Headers } from '../scenario/runEvents';
import { SecretTexts } from '../scenario/secretTexts';
import { ShortSecrets } from '../scenario/shortSecrets';
import { isRecord } from '../session/sessionFields';
import type { RequestDraft } from './composedRequest';
import type { ComposedAnswer } from './composerMessages';

const VERSION = 1;

/** What a composer is after a reload of the window: the draft, the route that it is for, and the last answer. */
export interface ComposerRecord {
  readonly version: typeof VERSION;
  readonly route: string;
  readonly draft: RequestDraft;
  readonly answer?: KeptAnswer;
}

/** An answer with the request that it came for. */
export interface KeptAnswer {
  readonly draft: RequestDraft;
  readonly answer: ComposedAnswer;
}

/** What is kept, before its secrets are covered. */
export interface OpenRecord extends Omit<ComposerRecord, 'version'> {
  /** Whether the draft is the example of its route, in which no secret of anybody is. */
  readonly isExample: boolean;
}

/**
 * A record as it may be kept in a file: what its names and shapes say is secret is covered, and so are these secrets.
 * @param names tells what is secret in the server
 */
export function coveredRecord(open: OpenRecord, names: NamedSecrets, secrets: readonly string[]): ComposerRecord {
  const { route, draft, isExample, answer } = open;
  const known = new SecretTexts(secrets, new ShortSecrets(true));
  const covered = (each: RequestDraft) => known.coveredJson(coveredDraft(each, names));
  return {
    version: VERSION,
    route,
    draft: isExample ? draft : covered(draft),
    ...(answer && {
      answer: {
        draft: covered(answer.draft),
        answer: known.coveredJson(coveredAnswer(answer, names)),
      },
    }),
  };
}

/** Reads what was kept. Undefined when it cannot be used. */
export function readComposerRecord(value: unknown): ComposerRecord | undefined {
  return isRecord(value) && value.version === VERSION ? (value as unknown as ComposerRecord) : undefined;
}

function coveredDraft({ method, path, headers, body, sender }: RequestDraft, names: NamedSecrets): RequestDraft {
  const read = readHeaderLines(headers);
  const pairs = 'headers' in read ? read.headers : [];
  const lines = headers.split('\n').map((line) => {
    const [, name, value] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) return redactHeaderText(line, names, '');
    return `${name}: ${coveredHeader(name, value, names)}`;
  });
  return {
    method,
    path: redactUrl(path, names),
    headers: lines.join('\n'),
    body: coveredBody(body, pairs, names.at(path)),
    sender,
  };
}

function coveredAnswer({ draft, answer }: KeptAnswer, names: NamedSecrets): ComposedAnswer {
  const { title, headers, body, ...rest } = answer;
  const [method = '', ...url] = title.split(' ');
  return {
    ...rest,
    title: `${method} ${redactUrl(url.join(' '), names)}`,
    headers: headers.map(([name, value]) => [name, coveredHeader(name, value, names)] as const),
    body: coveredBody(body, headers, names.at(draft.path)),
  };
}

function coveredHeader(name: string, value: string, names: NamedSecrets): string {
  return redactHeaders({ [name]: value }, names)[name.toLowerCase()] ?? '';
}

function coveredBody(body: string, headers: Headers, names: NamedSecrets): string {
  return redactBody(body, headerValues(headers, 'content-type')[0] ?? '', Number.POSITIVE_INFINITY, names);
}
