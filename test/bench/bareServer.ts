// A server of node:http alone that answers each path with the same bytes as the dev session server does, whatever is asked.
// Argument: a JSON file with the answers. Prints its port.
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What to answer, by method and path. */
export type Answers = Record<string, { readonly headers: Record<string, string>; readonly body: string }>;

if (require.main === module) {
  const answers = JSON.parse(fs.readFileSync(process.argv[2] as string, 'utf8')) as Answers;
  const server = http.createServer((request, response) => {
    const answer = answers[`${request.method} ${request.url}`];
    const send = () => response.writeHead(answer ? 200 : 404, answer?.headers).end(answer?.body);
    if (request.method === 'GET') send();
    else request.resume().on('end', send);
  });
  server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
}
