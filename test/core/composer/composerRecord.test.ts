import assert from 'node:assert/strict';
import type { RequestDraft } from '../../../src/core/composer/composedRequest';
import type { ComposedAnswer } from '../../../src/core/composer/composerMessages';
import { coveredRecord, type OpenRecord, readComposerRecord } from '../../../src/core/composer/composerRecord';
import { REDACTED } from '../../../src/core/protocol/redacted';
import { NamedSecrets } from '../../../src/core/redaction/namedSecrets';

const NAMES = new NamedSecrets({ names: ['renew'], logins: ['/sign-in'] });
const DRAFT: RequestDraft = {
  method: 'POST',
  path: '/sign-in?otp=a1b2c3d4e5f6a7b8c9d0&page=2',
  headers: 'Content-Type: application/json\nAuthorization: Bearer abcdefghijklmnop\nX-Own: plain\nhalf',
  body: '{\n  "username": "ada",\n  "password": "correct horse battery"\n}',
  sender: 'mobile:a',
};
const ANSWER: ComposedAnswer = {
  id: 7,
  title: 'POST /sign-in?otp=a1b2c3d4e5f6a7b8c9d0',
  status: 200,
  statusText: 'OK',
  ms: 3,
  headers: [
    ['Content-Type', 'application/json'],
    ['Set-Cookie', '4DSID_app=0123456789abcdef0123456789abcdef; Path=/'],
  ],
  body: '{"renew":"a-token-that-is-secret","text":"what the sender hid: 77-secret-77"}',
  causes: [],
  changes: ['Web session a: created'],
};
const OPEN: OpenRecord = {
  route: 'POST /sign-in',
  draft: DRAFT,
  isExample: false,
  answer: { draft: DRAFT, answer: ANSWER },
};

describe('what a composer keeps over a reload', () => {
  it('a draft and its answer are kept with their secrets covered, and all else as it was', () => {
    const record = coveredRecord(OPEN, NAMES, ['77-secret-77']);
    assert.equal(record.route, OPEN.route);
    assert.match(record.draft.path, /^\/sign-in\?otp=•••&page=/);
    assert.match(record.draft.headers, /^Content-Type: application\/json\nAuthorization: .*\nX-Own: plain\nhalf$/);
    assert.equal(record.draft.body, DRAFT.body.replace('correct horse battery', REDACTED));
    assert.deepEqual([record.draft.sender, record.answer?.answer.status], ['mobile:a', 200]);
    assert.deepEqual(record.answer?.answer.changes, ANSWER.changes);
    const text = JSON.stringify(record);
    for (const secret of ['a1b2c3d4', 'abcdefghijkl', 'horse', '0123456789abcdef', 'a-token-that', '77-secret-77'])
      assert.ok(!text.includes(secret), `${secret} in ${text}`);
  });

  it('a login that somebody wrote has no secrets but those that a name tells', () => {
    const names = new NamedSecrets({ logins: ['/sign-in'], isByName: true });
    const body = JSON.stringify({ send: 'link', note: 'plain-remark', password: 'correct horse' });
    const draft = { ...DRAFT, path: '/sign-in?token=a1b2c3d4e5f6&x=1', body };
    const record = coveredRecord({ ...OPEN, draft }, names, []);
    assert.equal(record.draft.path, `/sign-in?token=${REDACTED}&x=1`);
    assert.equal(record.draft.body, body.replace('correct horse', REDACTED));
  });

  it('the example of a route has no secret of anybody and stays as it is', () => {
    assert.deepEqual(coveredRecord({ ...OPEN, isExample: true }, NAMES, []).draft, DRAFT);
  });

  it('a record is read again as it was written, and nothing else is one', () => {
    const record = coveredRecord(OPEN, NAMES, []);
    assert.deepEqual(readComposerRecord(JSON.parse(JSON.stringify(record))), record);
    for (const other of [undefined, null, 1, {}, { ...record, version: 0 }])
      assert.equal(readComposerRecord(other), undefined);
  });
});
