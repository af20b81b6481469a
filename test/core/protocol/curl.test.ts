import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { curlOf, shellQuote } from '../../../src/core/protocol/curl';
import type { JournalEntry, JournalMessage } from '../../../src/core/protocol/journal';
import { REDACTED } from '../../../src/core/protocol/redacted';

const NOTHING: JournalMessage = { headers: {}, bodyBytes: 0 };

function entry(method: string, url: string, request: Partial<JournalMessage> = {}): JournalEntry {
  const bodyBytes = Buffer.byteLength(request.body ?? '');
  return {
    id: 1,
    at: '2026-01-01T00:00:00.000Z',
    face: 'mobile',
    actor: { ip: '127.0.0.1' },
    method,
    url,
    request: { ...NOTHING, bodyBytes, ...request },
    status: 200,
    response: NOTHING,
    ms: 1,
    causes: [],
    changes: [],
    cookies: [],
  };
}

/** What sh makes of the line: the arguments that curl gets. */
function argumentsOf(line: string, variables: Record<string, string> = {}): string[] {
  const output = execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }\n${line}`], {
    env: { PATH: process.env.PATH ?? '', ...variables },
    encoding: 'utf8',
  });
  return output.split('\0').slice(0, -1);
}

describe('copy as curl', () => {
  const BASE = 'http://127.0.0.1:8080';

  it('a command line for curl says a request again, without what curl writes itself', () => {
    const headers = { host: 'x', connection: 'close', 'content-length': '2', 'x-qmobile': '1', accept: '' };
    assert.equal(
      curlOf(entry('GET', '/mobileapp/$catalog?a=1&b=2', { headers }), BASE),
      `curl -H 'x-qmobile: 1' -H 'accept;' 'http://127.0.0.1:8080''/mobileapp/$catalog?a=1&b=2'`,
    );
  });

  it('curl calls a server of this machine over HTTPS although nobody has signed its certificate, and no other', () => {
    for (const base of ['https://127.0.0.1:8080', 'https://localhost', 'https://[::1]:1']) {
      assert.deepEqual(argumentsOf(curlOf(entry('GET', '/a'), base)), ['--insecure', `${base}/a`]);
    }
    for (const base of ['https://server.example', 'https://localhost.evil.example', 'https://127.0.0.1.evil.example']) {
      assert.deepEqual(argumentsOf(curlOf(entry('GET', '/a'), base)), [`${base}/a`]);
    }
  });

  it('the address in a command line is a variable where it is not known', () => {
    const line = curlOf(entry('GET', '/mobileapp/'), undefined);
    assert.deepEqual(argumentsOf(line, { SESSION_WORKBENCH_URL: 'http://h:1' }), ['http://h:1/mobileapp/']);
  });

  it('curl sends a body as it was, as what it was', () => {
    const body = '{"email":"o\'neil@example.com","x":"@$`\\"\\n"}';
    const headers = { 'content-type': 'application/json' };
    assert.deepEqual(argumentsOf(curlOf(entry('POST', '/a', { headers, body }), BASE)), [
      '-H',
      'content-type: application/json',
      '--data-raw',
      body,
      `${BASE}/a`,
    ]);
    assert.ok(argumentsOf(curlOf(entry('POST', '/a', { body }), BASE)).includes('content-type:'));
  });

  it('the command line names the method where curl would take another', () => {
    const methodOf = (each: JournalEntry) => argumentsOf(curlOf(each, BASE)).slice(0, -1);
    assert.deepEqual(methodOf(entry('POST', '/a')), ['-X', 'POST']);
    assert.deepEqual(methodOf(entry('DELETE', '/a')), ['-X', 'DELETE']);
    assert.deepEqual(methodOf(entry('HEAD', '/a')), ['--head']);
    assert.deepEqual(methodOf(entry('GET', '/a', { body: 'x' })).slice(0, 2), ['-X', 'GET']);
  });

  it('the command line switches off the patterns that curl would see in a URL', () => {
    assert.ok(argumentsOf(curlOf(entry('GET', '/a?$params=[{1}]'), BASE)).includes('--globoff'));
  });

  it('the command line has a variable for each secret, named like it', () => {
    const headers = {
      authorization: `Bearer ${REDACTED}a1b2`,
      cookie: `4DSID_Workbench=${REDACTED}`,
      'x-api-key': REDACTED,
      'content-type': 'application/json',
    };
    const body = `{"email":"a@b.c","password":"${REDACTED}","token":"${REDACTED}"}`;
    const line = curlOf(entry('POST', `/activation?token=${REDACTED}&x=1`, { headers, body }), BASE);
    const variables = { TOKEN: "t'1", COOKIE: 'c 2', X_API_KEY: 'k"3', PASSWORD: 'p$4' };
    assert.deepEqual(argumentsOf(line, variables), [
      '-H',
      "authorization: Bearer t'1",
      '-H',
      'cookie: 4DSID_Workbench=c 2',
      '-H',
      'x-api-key: k"3',
      '-H',
      'content-type: application/json',
      '--data-raw',
      `{"email":"a@b.c","password":"p$4","token":"t'1"}`,
      `${BASE}/activation?token=t'1&x=1`,
    ]);
    assert.ok(!line.includes(REDACTED));
  });

  it('curl reads a body that the journal does not have whole from a file, and the command line says so', () => {
    const cut = [
      { bodyBytes: 5 },
      { body: 'abc', bodyBytes: 5000 },
      { body: `{"token":"${REDACTED}","x…`, bodyBytes: 5000 },
      { body: 'a\0b', bodyBytes: 3 },
    ];
    for (const request of cut) {
      const line = curlOf(entry('POST', '/a', request), BASE);
      assert.match(line, /^# .*request-body.*\ncurl /);
      assert.deepEqual(argumentsOf(line), ['-H', 'content-type:', '--data-binary', '@request-body', `${BASE}/a`]);
    }
  });

  it('the command line quotes every text for sh', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((each) => !each.includes('\0'));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (texts) => {
        assert.deepEqual(argumentsOf(`curl ${texts.map(shellQuote).join(' ')}`), texts);
      }),
      { numRuns: 30 },
    );
  });
});
