import http from 'node:http';
import https from 'node:https';

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  /** Of a JSON answer; undefined of another one. */
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for, and asserts on it
  readonly json: any;
}

export interface Call {
  readonly method?: string | undefined;
  /** Sent as it is, where a URL would resolve dots. */
  readonly path?: string | undefined;
  readonly headers?: http.OutgoingHttpHeaders;
  /** Sent as it is; anything but text and bytes as JSON. */
  readonly body?: unknown;
  /** The address to come from. */
  readonly from?: string | undefined;
}

/**
 * One request on a connection of its own, with every header as the test says: `fetch` would not let it say `Host`. A
 * certificate that was made for a test counts.
 */
export function call(url: string | URL, { method, path, headers, body, from }: Call = {}): Promise<Answer> {
  const bytes = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const options = {
    method: method ?? 'GET',
    agent: false as const,
    rejectUnauthorized: false,
    headers: { ...(bytes !== body && { 'content-type': 'application/json' }), ...headers },
    ...(path !== undefined && { path }),
    ...(from !== undefined && { localAddress: from }),
  };
  const { request } = new URL(url).protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode: status = 0, headers } = response;
        const text = Buffer.concat(chunks).toString();
        try {
          const isJson = text !== '' && /json/.test(headers['content-type'] ?? '');
          resolve({ status, headers, text, json: isJson ? JSON.parse(text) : undefined });
        } catch (error) {
          reject(error);
        }
      });
    });
    sent.on('error', reject);
    sent.end(bytes);
  });
}
