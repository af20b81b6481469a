import { HttpError } from '../../kernel/answer/httpError';
import { isCallersName, originUnder } from '../../kernel/guard/hostNames';

/** What the platform says of a request when it calls back. */
export type Verdict = 'approve' | 'refuse';

/** What a refusal says in the callback. Source: RFC 6749, 4.1.2.1. */
const REFUSED = 'error=access_denied';
const PASSCODE = '$4DSID';
const LONGEST = 4096;
const LOCALHOST = 'localhost';

/** Which addresses the platform calls back, or sends a browser to: this server's own, and others on this machine. */
export class CallbackRules {
  /** @param isServer whether an origin is the server itself, under any of its names */
  constructor(readonly isServer: (origin: string) => boolean) {}

  /** Whether an address is the server itself as emulators and containers call it: a browser there can be sent to it. */
  isServerForACaller(url: URL): boolean {
    return isCallersName(url.hostname) && this.isServer(originUnder(LOCALHOST, url));
  }

  /**
   * Anywhere else would make this an open redirect.
   * @throws HttpError 400 when the platform may not go there
   */
  read(text: string | undefined): URL {
    if (text === undefined || text === '') {
      throw new HttpError(
        400,
        'callback-missing',
        'There is no callback address; give one as “callback” or “redirect_uri”.',
      );
    }
    const url = text.length <= LONGEST && URL.canParse(text) ? new URL(text) : undefined;
    if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
      throw new HttpError(
        400,
        'callback-malformed',
        'The callback address is no whole http or https address without a user name; give one.',
      );
    }
    if (!isLoopbackName(url.hostname) && !this.isServer(url.origin) && !this.isServerForACaller(url)) {
      throw new HttpError(
        400,
        'callback-foreign',
        'The callback address leads to another machine; this platform calls back this server, and what runs on this machine.',
      );
    }
    return url;
  }
}

/** The address to go to: the callback with what the platform was given to give back. What stands in it stays as it is. */
export function answeredUrl(callback: string, state: string | undefined, verdict: Verdict): string {
  const [, base = '', hash = ''] = /^([^#]*)(#.*)?$/s.exec(callback) ?? [];
  const added = [
    ...(verdict === 'refuse' ? [REFUSED] : []),
    ...(state === undefined ? [] : [`state=${encodeURIComponent(state)}`]),
  ].join('&');
  if (added === '') return callback;
  const sign = !base.includes('?') ? '?' : /[?&]$/.test(base) ? '' : '&';
  return `${base}${sign}${added}${hash}`;
}

/** The passcode in a callback address, if there is one. */
export function passcodeIn(callback: URL): string | undefined {
  return callback.searchParams.get(PASSCODE) ?? undefined;
}

function isLoopbackName(hostname: string): boolean {
  return /^(?:(?:[\w-]+\.)*localhost\.?|127\.\d+\.\d+\.\d+|\[::1\])$/i.test(hostname);
}
