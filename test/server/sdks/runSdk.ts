import http from 'node:http';
import https from 'node:https';
import zlib from 'node:zlib';
import type { SdkAnswer, SdkCall, SdkRun } from './sdkCall';

export interface SdkExchange {
  readonly call: SdkCall;
  readonly answer: SdkAnswer;
}

/**
 * Lets an app do what it does against a server, over HTTP.
 * @param url origin of the server
 * @param seen is told each exchange when it is over
 * @returns what the app has at its end
 * @throws SdkFailure where the app would show an error
 */
export async function runSdk<Result>(
  run: SdkRun<Result>,
  url: string,
  seen: (exchange: SdkExchange) => void = () => {},
): Promise<Result> {
  const cookies = new Map<string, string>();
  for (let next = run.next(); ; ) {
    if (next.done) return next.value;
    const call = next.value;
    const answer = await sendSdk(url, call, cookies);
    seen({ call, answer });
    next = run.next(answer);
  }
}

/**
 * Sends one call. iOS (`URLSession`) keeps cookies and sends them back; Android has no jar, and does not get one.
 * What is compressed is unpacked, as both do.
 */
export function sendSdk(url: string, call: SdkCall, cookies = new Map<string, string>()): Promise<SdkAnswer> {
  const isIos = !call.headers['User-Agent']?.startsWith('okhttp');
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = { ...call.headers, ...(isIos && cookie && { Cookie: cookie }) };
  const { request } = new URL(url).protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const { method, target: path, body } = call;
    const sent = request(url, { method, path, headers, agent: false, rejectUnauthorized: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode: status = 0, headers } = response;
        for (const line of headers['set-cookie'] ?? []) {
          const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
          cookies.set(name, value);
        }
        try {
          resolve({ status, headers, text: unpacked(Buffer.concat(chunks), headers['content-encoding']).toString() });
        } catch (error) {
          reject(error);
        }
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function unpacked(bytes: Buffer, encoding = 'identity'): Buffer {
  switch (encoding) {
    case 'identity':
      return bytes;
    case 'gzip':
      return zlib.gunzipSync(bytes);
    case 'deflate':
      return zlib.inflateSync(bytes);
    case 'br':
      return zlib.brotliDecompressSync(bytes);
    default:
      throw new Error(`The answer has an encoding that the app does not know: ${encoding}`);
  }
}
