import http from 'node:http';
import https from 'node:https';
import { isCallersName } from '../../kernel/guard/hostNames';

/** What came of one call of the platform itself. */
export type PlatformCall =
  | { readonly status: number; readonly body: string }
  /** There was no answer. */
  | { readonly status: 0; readonly error: string };

const USER_AGENT = 'Session-Workbench-Platform';
const LIMIT_MS = 30_000;
/** Characters: enough for what a person or a scenario looks for. */
const KEPT = 4096;

/**
 * Calls a callback address from server to server: without a cookie, as nobody's browser, and following nothing.
 * @param isServer whether the other end is this very process, whose certificate needs no proof
 */
export function callBack(url: URL, isServer: boolean, signal: AbortSignal): Promise<PlatformCall> {
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve) => {
    const fail = (error: NodeJS.ErrnoException) => resolve({ status: 0, error: error.code ?? error.message });
    const call = request(
      url,
      {
        agent: false,
        // What calls this machine by a name of its own does not share that name with this machine.
        ...(isCallersName(url.hostname) && { hostname: 'localhost' }),
        headers: { host: url.host, 'user-agent': USER_AGENT, accept: '*/*' },
        rejectUnauthorized: !isServer,
        signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]),
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (text: string) => {
          if (body.length < KEPT) body += text;
        });
        response.on('error', fail);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: body.slice(0, KEPT) }));
      },
    );
    call.on('error', fail);
    call.end();
  });
}
