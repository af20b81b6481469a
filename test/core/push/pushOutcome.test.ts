import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type PushOutcome, plainText, readPushAnswer } from '../../../src/core/push/pushOutcome';

const FILE = 'UTT7VDX8W5.com.contactApp.Contact/7023d9205074199d1c16fc00d24354e778137675';
const MOBI = { component: 'mobi', code: 3, file: FILE, message: 'The json file does not validate the json schema' };

const read = (value: unknown) => readPushAnswer(typeof value === 'string' ? value : JSON.stringify(value));
const done = (value: unknown): PushOutcome => {
  const answer = read(value);
  assert.ok(answer.kind === 'done', JSON.stringify(answer));
  return answer.outcome;
};
const NOTHING: PushOutcome = { detailed: false, refreshed: [], removed: [], errors: [] };

describe('The answer to a push', () => {
  it('the answer to a push is read as the dev session server gives it', () => {
    const report = { checked: 3, refreshed: [FILE], removed: ['a/b'], errors: [MOBI] };
    assert.deepEqual(done(report), { detailed: true, ...report });
  });

  it('the answer to a push needs no details', () => {
    for (const each of ['', ' \n', 'null', 'true', '{"success":true}', '{"ok":true}', '[]']) {
      assert.deepEqual(done(each), NOTHING, each);
    }
  });

  it('the answer to a push is read from the lists that are there', () => {
    assert.deepEqual(done({ refreshed: [FILE] }), { ...NOTHING, detailed: true, refreshed: [FILE] });
    assert.deepEqual(done({ checked: 2 }), { ...NOTHING, detailed: true, checked: 2 });
  });

  it('the answer to a push may have the errors of 4D as Last errors has them, each once', () => {
    const error = { errCode: 2, componentSignature: 'mobi', message: 'The json file is not correctly formed' };
    const wanted = [{ component: 'mobi', code: 2, message: error.message }];
    assert.deepEqual(done([error, error]).errors, wanted);
    assert.deepEqual(done({ success: false, errors: [error] }).errors, wanted);
    assert.deepEqual(done({ __ERROR: [error] }).errors, wanted);
  });

  it('the answer to a push is a refusal when the server says that it failed, with its words', () => {
    assert.deepEqual(read({ success: false, statusText: 'Not today' }), { kind: 'refused', message: 'Not today' });
    assert.deepEqual(read({ success: false }), { kind: 'refused', message: '' });
    const foreign = [{ errCode: 54, componentSignature: '4DRT', message: 'Argument types are incompatible.' }];
    assert.deepEqual(read(foreign), { kind: 'refused', message: 'Argument types are incompatible.' });
    assert.deepEqual(read({ success: false, errors: foreign }), {
      kind: 'refused',
      message: 'Argument types are incompatible.',
    });
  });

  it('an answer that is none to a push is unknown', () => {
    for (const each of ['<!DOCTYPE html>', '{"refreshed":[', '42', '"ok"', 'false', '{}', '{"name":"x"}']) {
      assert.deepEqual(read(each), { kind: 'unknown' }, each);
    }
  });

  it('the answer to a push has file names with one kind of slash, without control characters, each once', () => {
    const { refreshed } = done({ refreshed: ['a\\b', 'a/b', 'x\u0000\u202ey/z', 7, ''] });
    assert.deepEqual(refreshed, ['a/b', 'x  y/z']);
  });

  it('the answer to a push cannot bring a link into a notification, nor a text without end', () => {
    assert.equal(plainText('see [this](command:workbench.action.quit)'), 'see [this] (command:workbench.action.quit)');
    assert.equal(plainText('a\r\n\tb\u202ec'), 'a b c');
    assert.equal(plainText('x'.repeat(9999)).length, 500);
  });

  it('the answer to a push can be any text: reading it never throws, and its messages and lists are cut at their limits', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        const answer = readPushAnswer(text);
        if (answer.kind !== 'done') return;
        for (const { message } of answer.outcome.errors) assert.ok(message.length <= 500);
      }),
    );
    const many = Array.from({ length: 20_000 }, (_, i) => `a/${i}`);
    assert.equal(done({ refreshed: many }).refreshed.length, 10_000);
  });
});
