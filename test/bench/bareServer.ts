// A server of node:http alone that answers each path with the same bytes as the dev session server does, whatever is asked.
// Argument: a JSON file with the answers. Prints its port.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { givenAnswers } from './answersFile';

const answers = givenAnswers();
const server = http.createServer((request, response) => {
  const answer = answers[`${request.method} ${request.url}`];
  const send = () => response.writeHead(answer ? 200 : 404, answer?.headers).end(answer?.body);
  if (request.method === 'GET') send();
  else request.resume().on('end', send);
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
