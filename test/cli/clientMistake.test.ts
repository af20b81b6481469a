import assert from 'node:assert/strict';
import { clientMistake } from '../../src/cli/mcp/clientMistake';

describe('clientMistake', () => {
  it('what the words of the SDK repeat of a message is not told, as it may have secrets in it', () => {
    const content = JSON.stringify({ jsonrpc: '2.0', id: 99, result: { password: 'hunter2', note: 'hunter2' } });
    for (const [words, told] of [
      [
        `Received a response for an unknown message ID: ${content}`,
        'a response has the id of no request of this program',
      ],
      [
        `Received a progress notification for an unknown token: ${content}`,
        'a note of progress is about no request of this program',
      ],
      [`Unknown message type: ${content}`, 'a message is neither a request, nor a response, nor a note'],
      [`Something else that comes later: ${content}`, 'Something else that comes later'],
      ['Something else with "hunter2" in it', 'Something else with'],
      ['Connection closed', 'Connection closed'],
    ] as const)
      assert.equal(clientMistake(new Error(words)), told);
  });
});
