import http from 'node:http';
import https from 'node:https';

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  /** The parsed body of a JSON answer. Undefined for other answers. */
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for, and asserts on it
  readonly json: any;
}

export interface Call {
  readonly method?: string | undefined;
  /** Sent unchanged. A URL would resolve `.` and `..` in it. */
  readonly path?: string | undefined;
  readonly headers?: http.OutgoingHttpHeaders;
  /** Text and bytes are sent unchanged, everything else as JSON. */
  readonly body?: unknown;
  /** The local address from which to connect. */
  readonly from?: string | undefined;
  /** Keeps connections. Without one, the connection is new. */
  readonly agent?: http.Agent | undefined;
}

/**
 * Sends one request, with exactly the given headers. `fetch` does not allow a test to set `Host`. A
 * certificate that was made for a test is trusted.
 */
export function call(url: string | URL, { method, path, headers, body, from, agent }: Call = {}): Promise<Answer> {
  const bytes = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const options = {
    method: method ?? 'GET',
    agent: agent ?? (false as const),
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
