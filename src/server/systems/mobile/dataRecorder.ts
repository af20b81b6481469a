import type { Session } from '../../../core/session/session';
import { isRecord } from '../../../core/session/sessionFields';
import {
  MOBILE_DATA_METHODS,
  type MobileDataAnswer,
  type MobileDataFile,
  type MobileDataMethod,
  mobileDataFileName,
  mobileDataText,
  withAnswer,
} from '../../../core/systems/mobile/mobileData';
import type { FaceRequest } from '../../kernel/answer/face';
import { bearerToken } from '../../kernel/guard/bearer';
import type { ForwardedAnswer } from '../../kernel/upstream/forwardedAnswer';
import { AnswerCleaner } from './answerCleaner';
import { isSessionCookie, KnownSecrets } from './knownSecrets';
import { RecordedBodies } from './recordedBodies';
import { RecordedFolder } from './recordedFolder';

/** Answers that wait to be written. More are left out, so that memory stays small when the disk is slow. */
const MOST_WAITING = 200;
/** As many bytes of them. */
const MOST_BYTES_WAITING = 128_000_000;
/** How many parameters an answer can have, and how long they can be (schemas/mobile-data.schema.json). */
const MOST_PARAMETERS = 50;
const LONGEST_PARAMETER = 100_000;
const LONGEST_PATH = 2000;
const ACTION = /^\/mobileapp\/\$action\/([^/]{1,200})$/i;
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
  private bytesWaiting = 0;
  private isDropping = false;
  private readonly told = new Set<string>();
  private readonly files: RecordedFolder;
  private readonly bodies: RecordedBodies;
  /** Actions that have ended with success in this recording. */
  private readonly done = new Set<string>();

  /** @param folder absolute path; it is made when it is needed */
  constructor(
    folder: string,
    private readonly log: (line: string) => void,
  ) {
    this.files = new RecordedFolder(folder);
    this.bodies = new RecordedBodies(folder);
  }

  /**
   * Keeps an answer, soon. It is not kept when it says nothing about data: that of a failure of the server.
   * @param known what is secret besides what the answer tells: of the login on the upstream
   */
  add(request: FaceRequest, session: Session, answer: ForwardedAnswer, known: readonly string[] = []): void {
    const asked = askedOf(request);
    if (!asked || answer.status >= 500 || answer.status === 401 || answer.status === 304) return;
    const bytes = answer.body.length;
    if (this.waiting >= MOST_WAITING || this.bytesWaiting + bytes > MOST_BYTES_WAITING) {
      if (!this.isDropping) this.log('Answers of the upstream come faster than they can be kept; some are left out.');
      this.isDropping = true;
      return;
    }
    const secrets = new KnownSecrets([
      ...request.trace.secrets,
      ...answer.secrets.filter(isSessionCookie),
      ...known,
      ...secretsOfRequest(request),
      ...[session.token, session.session.id, session.device.token].filter((each) => each !== undefined),
    ]);
    const origin = `${request.protocol}://${request.headers.host ?? ''}`;
    const clean = new AnswerCleaner({ email: session.email, secrets, origin });
    this.waiting += 1;
    this.bytesWaiting += bytes;
    this.queue = this.queue.then(async () => {
      await this.keep(asked, answer, clean).catch((error: Error) =>
        this.tell(`An answer to ${asked.method} ${clean.path(asked.path).slice(0, 200)} is not kept: ${error.message}`),
      );
      this.waiting -= 1;
      this.bytesWaiting -= bytes;
      this.isDropping &&= this.waiting > 0;
    });
  }

  /** Resolves when all that was added is written. */
  dispose(): Promise<void> {
    return this.queue;
  }

  private async keep({ method, path, query }: Asked, answer: ForwardedAnswer, clean: AnswerCleaner): Promise<void> {
    const cleanPath = clean.path(path);
    const cleanQuery = Object.fromEntries(
      Object.entries(query).map(([name, value]) => [clean.path(name), clean.parameter(name, value)]),
    );
    const name = mobileDataFileName(method, cleanPath);
    const before = (await this.files.read(name)) ?? { recorded: true, method, path: cleanPath, answers: [] };
    if (before === 'foreign') {
      this.tell(`${name} was not made by a recording, so it stays as it is; move it away to have it recorded.`);
      return;
    }
    const other = await this.files.madeByHand(method, cleanPath);
    if (other !== undefined) {
      this.tell(
        `${other} was made by hand for ${method} ${cleanPath.slice(0, 200)}, so it is played before what is recorded now.`,
      );
    }
    const body = await this.bodies.of(answer, clean);
    const note = clean.covered.length === 0 ? undefined : `Covered by the recording: ${clean.covered.join(', ')}.`;
    const after = this.actionBefore(cleanPath, answer.status, body.body);
    const kept: MobileDataAnswer = {
      ...(note !== undefined && { note }),
      ...(Object.keys(cleanQuery).length > 0 && { query: cleanQuery }),
      ...(after !== undefined && { after }),
      ...(answer.status !== 200 && { status: answer.status }),
      ...body,
    };
    const file = withAnswer(before, kept);
    assertPlayable(file);
    // What is played once an action was done must be looked at before what is played always.
    const answers = file.answers.toSorted((a, b) => Number(b.after !== undefined) - Number(a.after !== undefined));
    await this.files.write(name, mobileDataText({ ...file, answers }));
    if (note !== undefined) this.tell(`${name}: ${note}`);
  }

  /** The action itself, if it has ended with success before: then an answer is what it says from the second time on. */
  private actionBefore(path: string, status: number, body: unknown): string | undefined {
    const action = ACTION.exec(path)?.[1];
    if (action === undefined) return undefined;
    const after = this.done.has(action) ? action : undefined;
    if (status < 300 && isRecord(body) && body.success === true) this.done.add(action);
    return after;
  }

  /** Each line once, because an app repeats its requests. */
  private tell(line: string): void {
    if (this.told.has(line) || this.told.size > 1_000) return;
    this.told.add(line);
    this.log(line);
  }
}

/** @throws Error when the file could not be played */
function assertPlayable({ path, matters = [], answers }: MobileDataFile): void {
  const values = answers.flatMap(({ query = {} }) => Object.values(query));
  const isLong = values.some((value) => typeof value === 'string' && value.length > LONGEST_PARAMETER);
  if (path.length > LONGEST_PATH) throw new Error(`its path has more than ${LONGEST_PATH} characters`);
  if (matters.length > MOST_PARAMETERS) throw new Error(`its route has more than ${MOST_PARAMETERS} query parameters`);
  if (isLong || matters.some(({ length }) => length > 200)) throw new Error('a query parameter is too long');
}

/** The token and the cookies with which an app asks. */
function secretsOfRequest({ headers }: FaceRequest): string[] {
  const cookies = [headers.cookie ?? [], headers['set-cookie'] ?? []].flat().flatMap((line) => line.split(';'));
  const values = cookies.map((each) => each.replace(/^[^=]*=/, '').trim()).filter(isSessionCookie);
  return [...values, ...[bearerToken(headers.authorization)].filter((each) => each !== undefined)];
}

/** Undefined for a request whose answer no file can have, or would be played by none: this server keeps uploads itself. */
function askedOf({ method, url }: FaceRequest): Asked | undefined {
  const known = MOBILE_DATA_METHODS.find((each) => each === method);
  const [raw = '', query = ''] = url.replace(/#.*$/s, '').split(/\?(.*)/s);
  if (/^\/mobileapp\/(?:\$|%24)upload$/i.test(raw)) return undefined;
  try {
    const parameters = [...new URLSearchParams(query)].filter(
      ([name]) => name !== '' && name.toLowerCase() !== PASSCODE,
    );
    // Of a parameter that comes twice, the first counts, as when answers are played.
    return (
      known && { method: known, path: decodeURIComponent(raw), query: Object.fromEntries(parameters.toReversed()) }
    );
  } catch {
    return undefined;
  }
}
