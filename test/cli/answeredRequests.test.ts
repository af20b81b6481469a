import assert from 'node:assert/strict';
import { AnsweredRequests, type RefusedRequest } from '../../src/cli/mcp/answeredRequests';

/** What goes on to the SDK, and what is answered instead. */
async function sent(...chunks: readonly (string | Buffer)[]) {
  const refused: RefusedRequest[] = [];
  const requests = new AnsweredRequests((each) => refused.push(each));
  for (const each of chunks) requests.write(each);
  requests.end();
  let passed = '';
  for await (const each of requests) passed += each;
  return { refused, passed };
}

const ping = (more: object) => JSON.stringify({ jsonrpc: '2.0', method: 'ping', ...more });

describe('requests to mcp that cannot be used', () => {
  const rows: [line: string, code: number, id: unknown][] = [
    ...[1.5, true, false, {}, [1], [], null, 1e300].map((id): [string, number, null] => [ping({ id }), -32600, null]),
    ...['a', '', 0, -7, 2 ** 40].flatMap((id): [string, number, unknown][] => [
      [ping({ id, method: undefined }), -32600, id],
      [ping({ id, method: null }), -32600, id],
      [ping({ id, method: ['ping'] }), -32600, id],
      [ping({ id, params: 'x' }), -32602, id],
      [ping({ id, jsonrpc: 2 }), -32600, id],
    ]),
    [ping({ method: undefined }), -32600, null],
    [ping({ method: 5 }), -32600, null],
    [`[${ping({ id: 1 })},${ping({ id: 2 })}]`, -32600, null],
    [`[${ping({})}]`, -32600, null],
    ...['[]', '{}', '"ping"', '7', 'true', 'null'].map((line): [string, number, null] => [line, -32600, null]),
    ...['ping', '{"id":1', "{'id':1}", '{"id":1,}', '\u0000', 'NaN', `${ping({ id: 1 })} ${ping({ id: 2 })}`].map(
      (line): [string, number, null] => [line, -32700, null],
    ),
  ];

  it('each is answered with the number that JSON-RPC has, with its id if that can be one, and in one sentence', async () => {
    for (const [line, code, id] of rows) {
      for (const text of [`${line}\n`, `\ufeff${line}\r\n`, line]) {
        const { refused, passed } = await sent(text);
        assert.deepEqual([refused.map((each) => [each.error.code, each.id]), passed], [[[code, id]], ''], text);
        assert.match(refused[0]?.error.message ?? '', /^The (?:request|line) cannot be used: [^\n.{]+\.?[^\n.{]*\.$/);
      }
    }
  });

  it('what needs no answer of its own goes on, also behind a byte order mark and in pieces', async () => {
    const fine = [
      ping({ id: 1 }),
      ping({ id: 'a' }),
      ping({ method: 'notifications/initialized' }),
      ping({ method: 'notifications/cancelled', params: { requestId: 1 } }),
      '{"jsonrpc":"2.0","id":1,"result":{}}',
      '{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"no"}}',
      '{"jsonrpc":"2.0","error":{"code":1,"message":"no"}}',
    ];
    for (const line of fine) {
      for (const text of [`${line}\n`, `\ufeff${line}\n`, line, `\n \r\n${line}\n`]) {
        assert.deepEqual(await sent(text), { refused: [], passed: `${line}\n` });
      }
      const bytes = Buffer.from(`\ufeff${line}\n`);
      const pieces = Array.from(bytes, (byte) => Buffer.of(byte));
      assert.deepEqual(await sent(...pieces), { refused: [], passed: `${line}\n` });
    }
  });
});
