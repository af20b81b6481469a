import http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';
import { phraseText } from '../../core/compliance/phrase';
import { failurePhrase, type PushFailure } from '../../core/push/pushFailure';
import { type PushOutcome, plainText, readPushAnswer } from '../../core/push/pushOutcome';
import { isHeaderValue, originOf, type PushTarget, shownAddress } from '../../core/push/pushTarget';

/** The maximum size of an answer. A report on 10,000 files has less than half of it. */
const MOST_BYTES = 4 * 1024 * 1024;

/** A push failed. The message is English and holds no secret. */
export class PushFailedError extends Error {
  constructor(readonly failure: PushFailure) {
    super(phraseText(failurePhrase(failure)));
    this.name = 'PushFailedError';
  }
}

export interface PushOptions {
  readonly secret?: string | undefined;
  /** Additional trusted certificates, as PEM text. */
  readonly certificates?: string | undefined;
  readonly signal?: AbortSignal;
}

/**
 * Asks a server once to refresh its sessions. It follows no redirect, so that the secret is sent to the origin of the
 * target only. It uses `node:http` instead of `fetch`, because only there can certificates be added for one target. VS
 * Code applies the system's proxy and certificates to both.
 * @throws PushFailedError
 */
export async function pushToTarget(target: PushTarget, options: PushOptions = {}): Promise<PushOutcome> {
  const { secret } = options;
  if (secret !== undefined && !isHeaderValue(secret)) throw new PushFailedError({ kind: 'secret' });
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), target.timeoutMs);
  const signal = options.signal ? AbortSignal.any([limit.signal, options.signal]) : limit.signal;
  try {
    return outcomeOf(await send(target, options, signal), target, secret);
  } catch (error) {
    if (error instanceof PushFailedError) throw error;
    throw new PushFailedError(failureOf(error, target, limit.signal, options));
  } finally {
    clearTimeout(timer);
  }
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly location: string;
  readonly text: string;
}

function send(target: PushTarget, { secret, certificates }: PushOptions, signal: AbortSignal): Promise<Answer> {
  const url = new URL(target.url);
  const headers = headersOf(target, secret);
  const request = url.protocol === 'https:' ? https.request : http.request;
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      { method: target.method, headers, signal, agent: false, ...(certificates && caOption(certificates)) },
      (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes <= MOST_BYTES) return chunks.push(chunk);
          const megabytes = MOST_BYTES / 1024 / 1024;
          reject(new PushFailedError({ kind: 'tooLarge', address: shownAddress(target.url), megabytes }));
          return asked.destroy();
        });
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            contentType: response.headers['content-type'] ?? '',
            location: response.headers.location ?? '',
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}

/** Adds the certificates of the target to the default ones, which stay trusted. */
function caOption(certificates: string): https.RequestOptions {
  return { ca: [...tls.rootCertificates, certificates] };
}

function headersOf(target: PushTarget, secret: string | undefined): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json', 'user-agent': 'session-workbench' };
  if (target.method !== 'GET') headers['content-length'] = '0';
  for (const [name, text] of Object.entries(target.headers)) headers[name.toLowerCase()] = text;
  if (secret !== undefined) headers[target.secretHeader.toLowerCase()] = target.secretPrefix + secret;
  return headers;
}

function outcomeOf(answer: Answer, target: PushTarget, secret: string | undefined): PushOutcome {
  const { status } = answer;
  const address = shownAddress(target.url);
  const fail = (failure: PushFailure): never => {
    throw new PushFailedError(failure);
  };
  const text = withoutSecret(answer.text, secret);
  if (status >= 300 && status < 400) {
    return fail({ kind: 'redirect', address, status, to: withoutSecret(placeOf(answer.location, target.url), secret) });
  }
  if (status === 401 || status === 403) {
    return fail({ kind: 'unauthorized', address, status, hasSecret: secret !== undefined });
  }
  if (status === 404 || status === 405) return fail({ kind: 'notFound', address, status });
  const read = readPushAnswer(text);
  if (status < 200 || status >= 300) {
    const message =
      read.kind === 'refused' ? read.message : read.kind === 'done' ? read.outcome.errors[0]?.message : '';
    return fail({ kind: 'status', address, status, message: message ?? '' });
  }
  if (read.kind === 'refused') return fail({ kind: 'refused', address, message: read.message });
  if (read.kind === 'unknown') {
    const contentType = withoutSecret(plainText(answer.contentType.split(';')[0] ?? ''), secret) || 'text';
    return fail({ kind: 'notJson', address, contentType });
  }
  return read.outcome;
}

/** The target of a redirect without its query, which might hold secrets. */
function placeOf(location: string, from: string): string {
  try {
    const { origin, pathname } = new URL(location, from);
    return plainText(origin === 'null' ? '?' : origin + pathname);
  } catch {
    return '?';
  }
}

/** Removes the secret, because a server may repeat what it received. */
function withoutSecret(text: string, secret: string | undefined): string {
  return secret ? text.replaceAll(secret, '•••') : text;
}

function failureOf(
  error: unknown,
  target: PushTarget,
  timeout: AbortSignal,
  { signal, secret }: PushOptions,
): PushFailure {
  const address = originOf(target.url);
  if (signal?.aborted) return { kind: 'cancelled' };
  if (timeout.aborted) return { kind: 'timeout', address, seconds: target.timeoutMs / 1000 };
  const { code = '', message = '' } = error as NodeJS.ErrnoException;
  if (LOST.test(code)) return { kind: 'lost', address, reason: code };
  if (CERTIFICATE.test(code)) return { kind: 'certificate', address, reason: code };
  // The code is preferred, because some messages of Node quote what was sent.
  return { kind: 'unreachable', address, reason: plainText(withoutSecret(code || message, secret)) };
}

/** Error codes for a connection that was lost after it was established. */
const LOST = /^(ECONNRESET|EPIPE|HPE_.+)$/;
/** Error codes of Node and OpenSSL for an untrusted certificate. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|^ERR_TLS_CERT|CRL|INVALID_(CA|PURPOSE)|PATH_LENGTH/;
