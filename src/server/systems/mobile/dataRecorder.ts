import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { changedTexts } from '../../../core/json/changedTexts';
import { parseJson } from '../../../core/json/parseJson';
import { isSecretName, REDACTED } from '../../../core/protocol/secretNames';
import type { Session } from '../../../core/session/session';
import { isRecord } from '../../../core/session/sessionFields';
import {
  hasMobileVariable,
  isPlayedHeader,
  MOBILE_DATA_METHODS,
  type MobileDataAnswer,
  type MobileDataFile,
  type MobileDataMethod,
  mobileDataFileName,
  mobileDataText,
  withAnswer,
} from '../../../core/systems/mobile/mobileData';
import { writePrivate } from '../../../disk/privateFile';
import { readUserFile } from '../../../disk/userFile';
import type { FaceRequest } from '../../kernel/answer/face';
import type { ForwardedAnswer } from '../../kernel/upstream/upstream';

/** Answers that wait to be written. More are left out, so that memory stays small when the disk is slow. */
const MOST_WAITING = 200;
/** A file that has grown beyond this gets no more answers. */
const FILE_LIMIT = { bytes: 64 * 1024 * 1024, name: 'FILE_LIMIT' };
/** The folder of bodies that are no text, such as pictures. */
const BODIES = 'bodies';
const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/pdf': '.pdf',
  'image/gif': '.gif',
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/svg+xml': '.svg',
  'image/tiff': '.tiff',
};
/** Headers of the answer that say what it is. Others belong to that one exchange. */
const KEPT_HEADERS = ['content-type', 'content-disposition'];
const PASSCODE = '$4dsid';

/** What a request was, as far as it decides which answer fits. */
interface Asked {
  readonly method: MobileDataMethod;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

/**
 * Keeps the answers of an upstream as files of the folder `mobile.data`, one for each route (docs/upstream.md#recording). It has
 * no token, no cookie, and a variable in the place of the user's e-mail. It writes after the answer was sent, one file at a
 * time, and leaves files alone that it has not made.
 */
export class DataRecorder {
  private queue: Promise<void> = Promise.resolve();
  private waiting = 0;
  private isDropping = false;
  private readonly told = new Set<string>();

  /** @param folder absolute path; it is made when it is needed */
  constructor(
    private readonly folder: string,
    private readonly log: (line: string) => void,
  ) {}

  /** Keeps an answer, soon. It is not kept when it says nothing about data: that of a failure of the server. */
  add(request: FaceRequest, session: Session, answer: ForwardedAnswer): void {
    const asked = askedOf(request);
    if (!asked || answer.status >= 500 || answer.status === 401 || answer.status === 304) return;
    if (this.waiting >= MOST_WAITING) {
      if (!this.isDropping) this.log('Answers of the upstream come faster than they can be kept; some are left out.');
      this.isDropping = true;
      return;
    }
    const secrets = [...request.trace.secrets];
    this.waiting += 1;
    this.queue = this.queue.then(async () => {
      await this.keep(asked, answer, new Cleaner(session.email, secrets)).catch((error: Error) =>
        this.tell(`An answer to ${asked.method} ${asked.path.slice(0, 200)} is not kept: ${error.message}`),
      );
      this.waiting -= 1;
      this.isDropping &&= this.waiting > 0;
    });
  }

  /** Resolves when all that was added is written. */
  dispose(): Promise<void> {
    return this.queue;
  }

  private async keep({ method, path: route, query }: Asked, answer: ForwardedAnswer, clean: Cleaner): Promise<void> {
    const cleanPath = clean.text(route);
    const name = mobileDataFileName(method, cleanPath);
    const place = path.join(this.folder, name);
    const before = (await this.read(place)) ?? { recorded: true, method, path: cleanPath, answers: [] };
    if (before === 'foreign') {
      this.tell(`${name} was not made by a recording, so it stays as it is; move it away to have it recorded.`);
      return;
    }
    await fs.mkdir(this.folder, { recursive: true });
    const cleanQuery = Object.fromEntries(Object.entries(query).map(([key, value]) => [key, clean.text(value)]));
    const kept: MobileDataAnswer = {
      ...(Object.keys(cleanQuery).length > 0 && { query: cleanQuery }),
      ...(answer.status !== 200 && { status: answer.status }),
      ...(await this.bodyOf(answer, clean)),
    };
    await writePrivate(place, Buffer.from(mobileDataText(withAnswer(before, kept)), 'utf8'));
  }

  /** The file so far. Undefined if there is none. */
  private async read(place: string): Promise<MobileDataFile | 'foreign' | undefined> {
    let bytes: Uint8Array;
    try {
      await fs.access(place);
      ({ bytes } = await readUserFile(place, { limit: FILE_LIMIT }));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    try {
      const value: unknown = parseJson(Buffer.from(bytes).toString('utf8'));
      const isOurs = isRecord(value) && value.recorded === true && Array.isArray(value.answers);
      return isOurs ? (value as unknown as MobileDataFile) : 'foreign';
    } catch {
      return 'foreign';
    }
  }

  private async bodyOf({ headers, body }: ForwardedAnswer, clean: Cleaner): Promise<Partial<MobileDataAnswer>> {
    const type = String(headers['content-type'] ?? '');
    const told = Object.entries(headers).filter(([name]) => KEPT_HEADERS.includes(name) && isPlayedHeader(name));
    const kept = Object.fromEntries(told.map(([name, value]) => [name, clean.text([value].flat().join(', '))]));
    const isJsonType = /^application\/json(?:;\s*charset=utf-?8)?$/i.test(type.trim());
    const json = /json/i.test(type) || type === '' ? jsonIn(body) : undefined;
    // What has the type that a played answer has anyway needs no header.
    const own = json !== undefined && isJsonType ? {} : kept;
    const withHeaders = Object.keys(own).length > 0 ? { headers: own as Record<string, string> } : {};
    if (body.length === 0) return withHeaders;
    if (json !== undefined) return { ...withHeaders, ...clean.body('body', json.value) };
    if (/^text\/|json|xml|javascript/i.test(type) && isText(body)) {
      return { ...withHeaders, ...clean.body('text', body.toString('utf8')) };
    }
    return { ...withHeaders, file: await this.fileOf(body, type) };
  }

  /** Writes a body that is no text. The same body has the same file. */
  private async fileOf(body: Buffer, type: string): Promise<string> {
    const extension = EXTENSIONS[type.replace(/;.*$/s, '').trim().toLowerCase()] ?? '.bin';
    const name = `${createHash('sha256').update(body).digest('hex').slice(0, 16)}${extension}`;
    await fs.mkdir(path.join(this.folder, BODIES), { recursive: true });
    await writePrivate(path.join(this.folder, BODIES, name), body);
    return `${BODIES}/${name}`;
  }

  /** Each line once, because an app repeats its requests. */
  private tell(line: string): void {
    if (this.told.has(line) || this.told.size > 1_000) return;
    this.told.add(line);
    this.log(line);
  }
}

/** Takes out of an answer what belongs to one user alone. */
class Cleaner {
  constructor(
    private readonly email: string,
    private readonly secrets: readonly string[],
  ) {}

  text(text: string): string {
    const covered = this.withoutSecrets(text);
    return hasMobileVariable(covered) ? covered : this.withVariables(covered);
  }

  /** The body without secrets. One with texts that look like variables gets none, and says so. */
  body(member: 'body' | 'text', value: unknown): Partial<MobileDataAnswer> {
    const covered = changedTexts(value, (text, name) =>
      member === 'body' && name !== undefined && isSecretName(name) && text !== ''
        ? REDACTED
        : this.withoutSecrets(text),
    );
    if (hasMobileVariable(covered)) return { [member]: covered, literal: true };
    return { [member]: changedTexts(covered, (text) => this.withVariables(text)) };
  }

  private withoutSecrets(text: string): string {
    return this.secrets.reduce((covered, secret) => covered.replaceAll(secret, REDACTED), text);
  }

  private withVariables(text: string): string {
    // Without an address, the session is that of a guest.
    return this.email.includes('@') ? text.replaceAll(this.email, '{{email}}') : text;
  }
}

/** Undefined for a request whose answer no file can have. */
function askedOf({ method, url }: FaceRequest): Asked | undefined {
  const known = MOBILE_DATA_METHODS.find((each) => each === method);
  const [raw = '', query = ''] = url.replace(/#.*$/s, '').split(/\?(.*)/s);
  try {
    const parameters = [...new URLSearchParams(query)].filter(
      ([name]) => name !== '' && name.toLowerCase() !== PASSCODE,
    );
    return known && { method: known, path: decodeURIComponent(raw), query: Object.fromEntries(parameters) };
  } catch {
    return undefined;
  }
}

function jsonIn(body: Buffer): { readonly value: unknown } | undefined {
  try {
    return { value: parseJson(body.toString('utf8')) };
  } catch {
    return undefined;
  }
}

function isText(body: Buffer): boolean {
  return Buffer.from(body.toString('utf8'), 'utf8').equals(body);
}
