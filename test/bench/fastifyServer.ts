// A server of Fastify without a hook that answers each path with the same bytes as the dev session server does: what its
// framework alone costs. Argument: a JSON file with the answers. Prints its port.
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { givenAnswers } from './answersFile';

const app = Fastify({ logger: false });
for (const [request, { headers, body }] of Object.entries(givenAnswers())) {
  const [method = '', url = ''] = request.split(' ');
  const answer: unknown = JSON.parse(body);
  // As the dev session server has it: an asynchronous handler, and an answer that is made to JSON each time.
  app.route({
    method,
    url,
    handler: async (_request, reply) => {
      reply.headers(headers);
      return answer;
    },
  });
}
void app.listen({ host: '127.0.0.1', port: 0 }).then(() => console.log((app.server.address() as AddressInfo).port));
