import assert from 'node:assert/strict';
import { secretsInText, secretsOfRun } from '../../../src/core/scenario/runSecrets';
import { secretNames } from '../../../src/core/systems';
import { answered, sent } from './runs';

/** The secrets of a run with one request that has these headers and this body. */
function secretsOf(headers: readonly (readonly [string, string])[], body?: string): Set<string> {
  const request = { method: 'POST', url: 'http://127.0.0.1:1/', headers, ...(body !== undefined && { body }) };
  return secretsOfRun([sent(1, 1, { request, cookiesBefore: [] }), answered(1, 0)], []);
}

describe('secrets in a run', () => {
  for (const [value, isSecret] of [
    ['Responsive', false],
    ['Desktop', false],
    ['true', false],
    ['PhoneOffline', false],
    ['a1b2c3', true],
    ['hunter2', true],
    ['0b52c9a1-9d54-4c1e-a0aa-6f0d3c1c2b1a', true],
    ['abcdefghijklmnop', true],
    ['-60', true],
  ] as const) {
    it(`a cookie with the value ${value} is ${isSecret ? 'covered' : 'a word that a reader of the run needs'}`, () => {
      assert.equal(secretsOf([['Cookie', `x=${value}`]]).has(value), isSecret);
      const cookie = { name: 'x', value, domain: 'h', path: '/', hostOnly: true, secure: false, httpOnly: true };
      assert.equal(secretsOfRun([sent(1, 1, { cookiesBefore: [cookie] })], []).has(value), isSecret);
    });
  }

  it('what has a name that the options of the server choose is covered in requests and answers', () => {
    const request = { method: 'POST', url: 'http://127.0.0.1:1/', headers: [], body: '{"word":"opensesame"}' };
    const events = [sent(1, 1, { request, cookiesBefore: [] })];
    const server = { tokens: { fields: { password: 'word', refresh_token: 'renew' } } };
    assert.ok(!secretsOfRun(events, []).has('opensesame'));
    assert.ok(secretsOfRun(events, [], secretNames(server)).has('opensesame'));
    assert.deepEqual(secretsInText('{"data":{"renew":"next-one"}}', secretNames(server)), ['next-one']);
    assert.deepEqual(secretNames({ web: {} }), []);
  });

  for (const [body, value, isSecret] of [
    ['{"password":"example"}', 'example', true],
    ['{"useAuthToken":"default"}', 'default', false],
    ['{"token":"true"}', 'true', false],
    ['{"csrftoken":"abcdef"}', 'abcdef', true],
  ] as const) {
    it(`in the body ${body} the value ${value} is ${isSecret ? 'covered' : 'no secret'}`, () => {
      assert.equal(secretsOf([['Content-Type', 'application/json']], body).has(value), isSecret);
    });
  }

  for (const [value, isSecret] of [
    ['link', false],
    ['code', false],
    ['password', false],
    ['magic_link', false],
    ['opensesame', true],
    ['hunter2', true],
  ] as const) {
    it(`in a login, a member that nobody knows with the value ${value} is ${isSecret ? 'covered' : 'a word of logins'}`, () => {
      const body = JSON.stringify({ user: 'jane', way: value });
      const headers = [['Content-Type', 'application/json']] as const;
      const request = { method: 'POST', url: 'http://127.0.0.1:1/login', headers, body };
      assert.equal(secretsOfRun([sent(1, 1, { request, cookiesBefore: [] })], []).has(value), isSecret);
    });
  }

  it('an address whose path has the letters of a password is no secret', () => {
    const request = {
      method: 'POST',
      url: 'http://127.0.0.1:1/mobileapp/login',
      headers: [],
      body: '{"password":"mobi"}',
    };
    assert.deepEqual([...secretsOfRun([sent(1, 1, { request, cookiesBefore: [] })], [])], ['mobi']);
  });

  it('a long body of short pairs is searched for the shapes of secrets as a whole, and not once for each pair', () => {
    const searchesFor = (pairs: number) => {
      const { matchAll } = String.prototype;
      let searches = 0;
      String.prototype.matchAll = function counted(this: string, pattern: RegExp) {
        searches++;
        return matchAll.call(this, pattern);
      };
      try {
        secretsOf([], 'a b=c\n'.repeat(pairs));
      } finally {
        String.prototype.matchAll = matchAll;
      }
      return searches;
    };
    assert.ok(searchesFor(500) < 200, `${searchesFor(500)} searches`);
    assert.equal(searchesFor(1000), searchesFor(500));
  });
});
