import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { WEB_CALLS } from '../../src/core/systems/web/webCalls';
import { readMarkdown } from '../contract/markdown';
import { webServer } from './webHarness';

const root = path.resolve(__dirname, '../../..');
const [handler = ''] = readMarkdown(fs.readFileSync(path.join(root, 'docs/web-code.md'), 'utf8'))
  .fences.filter(({ language }) => language === 'js')
  .map(({ text }) => text);

describe('the handler of docs/web-code.md', () => {
  const server = webServer(
    {},
    {
      'Project/Sources/HTTPHandlers.json': [
        { class: 'OperationsHandler', method: 'handleOperation', pattern: 'operation' },
      ],
      'WebCode/OperationsHandler.js': handler,
    },
  );

  it('the handler of docs/web-code.md refuses a session that waits for nothing, and thanks one that does, once', async () => {
    const client = server().client();
    assert.equal((await client.call('/operation/done')).status, 403);

    const [session] = await server().sessions();
    assert.ok(session);
    await server().control.ask(
      WEB_CALLS.change(session.id, { storage: { status: { step: 'Waiting' } }, userName: 'Ada' }),
    );
    const { status, text, headers } = await client.call('/operation/done');
    assert.equal(status, 200);
    assert.equal(text, 'Thank you, Ada');
    assert.equal(headers['content-type'], 'text/plain; charset=utf-8');
    assert.equal((await client.call('/operation/done')).status, 403);
  });
});
