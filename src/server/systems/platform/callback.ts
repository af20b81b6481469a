import { parsedUrl } from '../../../core/base/parsedUrl';
import { urlEncoded } from '../../../core/base/urlText';
import { isCallersName, originUnder } from '../../kernel/guard/hostNames';
import { PlatformRefusal } from './platformRefusal';

/** The answer to a validation request, as sent to the callback address. */
export type PlatformVerdict = 'approve' | 'refuse';

/** The query parameter of a refusal. Source: RFC 6749, 4.1.2.1. */
const REFUSED = 'error=access_denied';
const PASSCODE = '$4DSID';
const LONGEST = 4096;
const LOCALHOST = 'localhost';

/** The rules for callback addresses. Only this server and other servers on this machine are allowed. */
export class CallbackRules {
  /** @param isServer whether an origin belongs to this server, under any of its names */
  constructor(readonly isServer: (origin: string) => boolean) {}

  /**
   * Whether a URL addresses this server by a name that only emulators and containers use for this machine. A browser in
   * one of them can be redirected to such a URL.
   */
  isServerForACaller(url: URL): boolean {
    return isCallersName(url.hostname) && this.isServer(originUnder(LOCALHOST, url));
  }

  /**
   * Parses a callback address. Other machines are refused, because the platform would be an open redirect otherwise.
   * @throws PlatformRefusal 400 when the address is missing, invalid or not allowed
   */
  read(text: string | undefined): URL {
    if (text === undefined || text === '') {
      throw new PlatformRefusal(
        400,
        'callback-missing',
        'There is no callback address; give one as “callback” or “redirect_uri”.',
      );
    }
    const url = text.length <= LONGEST ? parsedUrl(() => new URL(text)) : undefined;
    if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
      throw new PlatformRefusal(
        400,
        'callback-malformed',
        'The callback address is no whole http or https address without a user name; give one.',
      );
    }
    if (!isLoopbackName(url.hostname) && !this.isServer(url.origin) && !this.isServerForACaller(url)) {
      throw new PlatformRefusal(
        400,
        'callback-foreign',
        'The callback address leads to another machine; this platform calls back this server, and what runs on this machine.',
        {
          // A name of this server itself, as that of a tunnel, can be listed. Whether it is one, only the reader knows.
          remedy: { option: 'allowedHosts' },
        },
      );
    }
    return url;
  }
}

/** The callback URL with the state and the verdict added. The query that the URL already has is kept. */
export function answeredUrl(callback: string, state: string | undefined, verdict: PlatformVerdict): string {
  const [, base = '', hash = ''] = /^([^#]*)(#.*)?$/s.exec(callback) ?? [];
  const added = [
    ...(verdict === 'refuse' ? [REFUSED] : []),
    ...(state === undefined ? [] : [`state=${urlEncoded(state)}`]),
  ].join('&');
  if (added === '') return callback;
  const sign = !base.includes('?') ? '?' : /[?&]$/.test(base) ? '' : '&';
  return `${base}${sign}${added}${hash}`;
}

/** The passcode in a callback URL, if there is one. */
export function passcodeIn(callback: URL): string | undefined {
  return callback.searchParams.get(PASSCODE) ?? undefined;
}

function isLoopbackName(hostname: string): boolean {
  return /^(?:(?:[\w-]+\.)*localhost\.?|127\.\d+\.\d+\.\d+|\[::1\])$/i.test(hostname);
}
