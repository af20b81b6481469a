import { isSessionCookie } from '../../../core/redaction/cookieValue';
import type { Session } from '../../../core/session/session';
import { MOBILE_DATA_METHODS } from '../../../core/systems/mobile/mobileData';
import type { FaceRequest } from '../../kernel/answer/face';
import type { ForwardedAnswer } from '../../kernel/upstream/forwardedAnswer';
import type { AskedOfData } from './answerToKeep';
import { RecorderThread } from './recorderThread';

/** Answers that wait to be written. More are left out, so that memory stays small when the disk is slow. */
const MOST_WAITING = 200;
/** As many bytes of them. */
const MOST_BYTES_WAITING = 128_000_000;
const PASSCODE = '$4dsid';

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
  private readonly thread: RecorderThread;

  /** @param folder absolute path; it is made when it is needed */
  constructor(
    folder: string,
    private readonly log: (line: string) => void,
  ) {
    this.thread = new RecorderThread(folder);
  }

  /**
   * Keeps an answer, soon. It is not kept when it says nothing about data: that of a failure of the server.
   * @param known what is secret besides what the answer tells: of the request, and of the login on the upstream
   */
  add(request: FaceRequest, session: Session, answer: ForwardedAnswer, known: readonly string[]): void {
    const asked = askedOf(request);
    if (!asked || answer.status >= 500 || answer.status === 401 || answer.status === 304) return;
    const bytes = answer.body.length;
    if (this.waiting >= MOST_WAITING || this.bytesWaiting + bytes > MOST_BYTES_WAITING) {
      if (!this.isDropping) this.log('Answers of the upstream come faster than they can be kept; some are left out.');
      this.isDropping = true;
      return;
    }
    const secrets = [
      ...request.trace.secrets,
      ...answer.secrets.filter(isSessionCookie),
      ...known,
      ...[session.token, session.session.id, session.device.token].filter((each) => each !== undefined),
    ];
    const origin = `${request.protocol}://${request.headers.host ?? ''}`;
    const { status, headers, body, encoding } = answer;
    const given = { asked, answer: { status, headers, body, encoding }, email: session.email, secrets, origin };
    this.waiting += 1;
    this.bytesWaiting += bytes;
    this.queue = this.queue.then(async () => {
      try {
        for (const line of await this.thread.keep(given)) this.tell(line);
      } catch (error) {
        this.tell(`An answer of the upstream is not kept: ${(error as Error).message}.`);
      }
      this.waiting -= 1;
      this.bytesWaiting -= bytes;
      this.isDropping &&= this.waiting > 0;
    });
  }

  /** Resolves when all that was added is written. */
  async dispose(): Promise<void> {
    await this.queue;
    await this.thread.dispose();
  }

  /** Each line once, because an app repeats its requests. */
  private tell(line: string): void {
    if (this.told.has(line) || this.told.size > 1_000) return;
    this.told.add(line);
    this.log(line);
  }
}

/** Undefined for a request whose answer no file can have, or would be played by none: this server keeps uploads itself. */
function askedOf({ method, url }: FaceRequest): AskedOfData | undefined {
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
