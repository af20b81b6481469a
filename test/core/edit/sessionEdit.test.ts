import assert from 'node:assert/strict';
import fc from 'fast-check';
import { phraseText } from '../../../src/core/compliance/phrase';
import {
  accept,
  emailWarning,
  regenerateToken,
  type SessionEdit,
  setEmail,
  setStatus,
  setToken,
} from '../../../src/core/edit/sessionEdit';
import { applyEdits } from '../../../src/core/edit/textEdit';
import { SEED_SESSION } from '../../support/seedSession';
import { seedWith } from '../compliance/checking';
import { anySession, anyStyle } from '../repair/styledSession';

function done(text: string, edit: SessionEdit): string {
  assert.ok(edit.ok);
  return applyEdits(text, edit.edits);
}

function refusal(edit: SessionEdit): string {
  assert.ok(!edit.ok);
  return phraseText(edit.reason);
}

const parse = (text: string) => JSON.parse(text.replace(/^\ufeff/, ''));

describe('accept', () => {
  it('a session without a token that is accepted gets the one 4D would write, wherever the status stands', () => {
    fc.assert(
      fc.property(anySession, anyStyle, (session, style) => {
        const pending: Record<string, unknown> = { ...session, status: 'pending' };
        delete pending.token;
        const text = style(pending as typeof session);
        const accepted = parse(done(text, accept(text)));
        const token = parse(done(text, regenerateToken(text))).token;
        assert.equal(typeof token, 'string');
        assert.deepEqual(accepted, { ...pending, status: 'accepted', token });
      }),
      { numRuns: 200 },
    );
  });

  it('a session with a token that is accepted keeps it', () => {
    const text = seedWith('"status":"accepted"', '"status":"pending"');
    assert.equal(done(text, accept(text)), SEED_SESSION);
  });
});

describe('setStatus', () => {
  it('setStatus changes only the value, however the session is written; twice toggled it is the same text', () => {
    fc.assert(
      fc.property(anySession, anyStyle, (session, style) => {
        const text = style(session);
        const other = session.status === 'accepted' ? 'pending' : 'accepted';
        const toggled = done(text, setStatus(text, other));
        assert.deepEqual(parse(toggled), { ...session, status: other });
        assert.deepEqual(Object.keys(parse(toggled)), Object.keys(parse(text)));
        assert.equal(toggled.length, text.length + other.length - session.status.length);
        assert.equal(done(toggled, setStatus(toggled, session.status)), text);
        assert.deepEqual(setStatus(text, session.status), { ok: true, edits: [] });
      }),
      { numRuns: 300 },
    );
  });

  it('setStatus changes the value that counts', () => {
    const text = seedWith('"status":"accepted"', '"status":"no","status" : "pending"');
    const after = seedWith('"status":"accepted"', '"status":"no","status" : "accepted"');
    assert.equal(done(text, setStatus(text, 'accepted')), after);
  });

  it('setStatus refuses a malformed file and one that holds no session, and says why', () => {
    assert.match(refusal(setStatus('{"status":"pending",}', 'accepted')), /not well-formed JSON/);
    assert.match(refusal(setStatus('', 'accepted')), /not well-formed JSON/);
    assert.match(refusal(setStatus('[]', 'accepted')), /no object/);
  });
});

describe('setEmail and setToken', () => {
  it('setEmail and setToken replace or add the value', () => {
    assert.equal(done(SEED_SESSION, setEmail(SEED_SESSION, 'a"b@c.d')), seedWith('"email":""', '"email":"a\\"b@c.d"'));
    const without = seedWith('"email":"",\n', '');
    assert.equal(parse(done(without, setEmail(without, 'x'))).email, 'x');
    assert.equal(parse(done('{}', setToken('{}', 'abc'))).token, 'abc');
  });
});

describe('regenerateToken', () => {
  it('regenerateToken writes the token that 4D would', () => {
    assert.deepEqual(regenerateToken(SEED_SESSION), { ok: true, edits: [] });
    const { token } = parse(SEED_SESSION);
    const damaged = seedWith(token, 'x');
    assert.equal(done(damaged, regenerateToken(damaged)), SEED_SESSION);
  });

  it('regenerateToken says which id is missing', () => {
    assert.match(refusal(regenerateToken('{')), /not well-formed/);
    assert.match(refusal(regenerateToken('{}')), /"application.id"/);
    assert.match(refusal(regenerateToken('{"application":{"id":"a"},"session":{"id":""}}')), /"session.id"/);
    assert.match(refusal(regenerateToken('{"application":{"id":"a"},"session":{"id":"b"},"team":1}')), /"team.id"/);
  });
});

describe('emailWarning', () => {
  const fine = ['', 'a@b.c', 'jane.doe+x@example.co.uk', 'ü@例え.jp', '"a@b"@example.com', 'a@[127.0.0.1]'];
  for (const email of fine)
    it(`an e-mail address may be “${email}”`, () => assert.equal(emailWarning(email), undefined));

  const odd = [
    'a',
    '@',
    'a@',
    '@b.c',
    'a b@c.d',
    'a@b@c.d',
    'a@localhost',
    'a@b..c',
    'a@.b.c',
    'a@b.c.',
    'a@b.c,d@e.f',
    '\u0000@b.c',
    ' a@b.c',
  ];
  for (const email of odd) {
    it(`an e-mail address draws a warning: ${JSON.stringify(email)}`, () => assert.ok(emailWarning(email)));
  }
});
