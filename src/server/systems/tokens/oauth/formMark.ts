import type { FaceRequest } from '../../../kernel/answer/face';
import type { Random } from '../../../kernel/random/random';
import { isSameText } from '../../../kernel/secrets/isSameText';
import { TokensRefusal } from '../tokensRefusal';

const MARK = /^[\w-]{43}$/;
const COOKIE = 'tokens-csrf';

/**
 * The mark that the form of the page and a cookie of the browser share. Another site can make a browser send a form, but
 * can read neither. The kernel refuses forms of other origins anyway; this also holds where a browser sends no `Origin`.
 */
export class FormMark {
  constructor(
    private readonly random: Random,
    /** Path of the page. */
    private readonly path: string,
  ) {}

  /** The mark of a browser. One that it has stays, so that two tabs do not get into each other's way. */
  of(request: FaceRequest): string {
    return sentMark(request) ?? this.random.bytes(32).toString('base64url');
  }

  cookie(mark: string, { protocol }: FaceRequest): string {
    // Lax: the browser comes to the page from the app.
    return `${COOKIE}=${mark}; Path=${this.path}; HttpOnly; SameSite=Lax${protocol === 'https' ? '; Secure' : ''}`;
  }

  /** @throws TokensRefusal if the form is not from this browser's page */
  assertSame(request: FaceRequest, sent: string | undefined): void {
    const mark = sentMark(request);
    if (mark !== undefined && sent !== undefined && isSameText(mark, sent)) return;
    throw new TokensRefusal(
      403,
      'form-foreign',
      'The form is not from the page that this browser has, or the browser takes no cookies; begin again in the app.',
    );
  }
}

function sentMark({ headers }: FaceRequest): string | undefined {
  const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
  const mark = cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
  return mark !== undefined && MARK.test(mark) ? mark : undefined;
}
