import http from 'node:http';
import https from 'node:https';
import { PLATFORM_AGENT } from '../../../core/systems/platform/platformPart';
import { isCallersName } from '../../kernel/guard/hostNames';

/** The result of one call from the platform to the server. */
export type PlatformCall =
  | { readonly status: number; readonly body: string }
  /** Status 0 means that there was no answer. */
  | { readonly status: 0; readonly error: string };

const LIMIT_MS = 30_000;
const LATE = `no answer within ${LIMIT_MS} ms`;
/** How many characters of the answer are kept. It is enough for a person or a scenario to find a text in it. */
const KEPT = 4096;

/**
 * Calls a callback address from server to server. It sends no cookie and follows no redirect.
 * @param isServer whether the callback address is this server itself; its certificate is not verified then
 */
export function callBack(url: URL, isServer: boolean, signal: AbortSignal): Promise<PlatformCall> {
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve) => {
    const fail = (error: NodeJS.ErrnoException) => resolve({ status: 0, error: error.code ?? error.message });
    const call = request(
      url,
      {
        agent: false,
        // The name that a container uses for this machine may not resolve on this machine itself.
        ...(isCallersName(url.hostname) && { hostname: 'localhost' }),
        headers: { host: url.host, 'user-agent': PLATFORM_AGENT, accept: '*/*' },
        rejectUnauthorized: !isServer,
        signal,
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
    // Not `AbortSignal.timeout` inside `AbortSignal.any`: the garbage collector of Node 20 takes it away.
    const limit = setTimeout(() => call.destroy(new Error(LATE)), LIMIT_MS).unref();
    call.on('close', () => clearTimeout(limit));
    call.on('error', fail);
    call.end();
  });
}
