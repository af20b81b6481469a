import assert from 'node:assert/strict';
import { phraseText } from '../../../src/core/compliance/phrase';
import { pushedFile } from '../../../src/core/push/pushedFile';
import {
  addressError,
  isReadableOnTheWay,
  originOf,
  readTarget,
  readTargets,
  shownAddress,
} from '../../../src/core/push/pushTarget';

const URL = 'https://server.example/push';
const fault = (value: unknown): string => {
  const read = readTarget(value);
  return read.ok ? '' : phraseText(read.why);
};

describe('A push target of the settings', () => {
  it('a push target needs a name and an address only', () => {
    assert.deepEqual(readTarget({ name: ' Production ', url: URL }), {
      ok: true,
      target: {
        name: 'Production',
        url: URL,
        method: 'POST',
        headers: {},
        secretHeader: 'Authorization',
        secretPrefix: 'Bearer ',
        timeoutMs: 30_000,
      },
    });
  });

  it('a push target has a secret without a prefix in a header of its own', () => {
    const read = readTarget({ name: 'a', url: URL, secretHeader: 'X-Push-Secret', method: 'put', timeout: 5 });
    assert.ok(read.ok);
    const { secretHeader, secretPrefix, method, timeoutMs } = read.target;
    assert.deepEqual([secretHeader, secretPrefix, method, timeoutMs], ['X-Push-Secret', '', 'PUT', 5000]);
  });

  it('a push target that cannot be used is refused with the reason', () => {
    const bad: [unknown, RegExp][] = [
      ['x', /an object/],
      [{ url: URL }, /needs a name/],
      [{ name: 'a' }, /“a” needs a url/],
      [{ name: 'a', url: 'server.example' }, /begins with https/],
      [{ name: 'a', url: 'file:///etc/passwd' }, /begins with https/],
      [{ name: 'a', url: 'https://server.example:99999' }, /begins with https/],
      [{ name: 'a', url: 'https://user:word@server.example/' }, /no password/],
      [{ name: 'a', url: URL, method: 'DELETE' }, /POST, PUT, GET/],
      [{ name: 'a', url: URL, timeout: 0 }, /number of seconds/],
      [{ name: 'a', url: URL, timeout: 1e9 }, /number of seconds/],
      [{ name: 'a', url: URL, headers: [] }, /headers is an object/],
      [{ name: 'a', url: URL, headers: { 'x y': 'z' } }, /"x y" cannot be sent/],
      [{ name: 'a', url: URL, headers: { x: 'a\r\nb: c' } }, /"x" cannot be sent/],
      [{ name: 'a', url: URL, headers: { Host: 'other' } }, /"Host" cannot be sent/],
      [{ name: 'a', url: URL, secretHeader: 'Content-Length' }, /cannot be sent/],
    ];
    for (const [value, words] of bad) assert.match(fault(value), words, JSON.stringify(value));
  });

  it('a push target counts once for each name', () => {
    const { targets, errors } = readTargets([{ name: 'a', url: URL }, { name: 'a', url: `${URL}/2` }, 7]);
    assert.deepEqual(
      targets.map(({ url }) => url),
      [URL],
    );
    assert.deepEqual(
      errors.map(phraseText).map((text) => text.slice(0, 22)),
      ['Two push targets are n', 'A push target is an ob'],
    );
    assert.deepEqual(readTargets(undefined), { targets: [], errors: [] });
  });
});

describe('The address of a push target', () => {
  it('the address of a push target has an origin without what is usual, whatever it is written like', () => {
    assert.equal(originOf('HTTPS://Server.Example:443/a?b'), 'https://server.example');
    assert.equal(originOf('http://server.example:8080'), 'http://server.example:8080');
    assert.equal(originOf('http://[::1]:80/'), 'http://[::1]');
    assert.equal(originOf('https://a@b/'), '');
  });

  it('the address of a push target is shown without its query', () => {
    assert.equal(shownAddress('https://server.example/push/now?key=secret'), 'https://server.example/push/now');
    assert.equal(shownAddress('https://server.example?key=secret'), 'https://server.example');
  });

  it('the address of a push target is the one that Node makes of it', () => {
    for (const text of ['http://127.0.0.1:80/x', 'https://a.b:443?x', 'http://[fe80::1]:8/', 'https://A/%41']) {
      assert.equal(addressError(text), undefined, text);
      assert.equal(originOf(text), new globalThis.URL(text).origin, text);
    }
  });

  it('a push can be read by others on the way, unless it is encrypted or never leaves the machine', () => {
    for (const text of [
      'http://server.example/',
      'http://127.0.0.1.example/',
      'http://localhost.example',
      'http://10.0.0.1',
    ])
      assert.ok(isReadableOnTheWay(text), text);
    for (const text of [URL, 'http://localhost:80', 'http://127.0.0.1/x', 'http://[::1]:8080', 'http://app.localhost/'])
      assert.ok(!isReadableOnTheWay(text), text);
  });
});

describe('A file that a server names', () => {
  it('a file that a server names is told by its last two parts', () => {
    assert.deepEqual(pushedFile('C:\\Data\\MobileApps\\T.com.x\\abc'), { application: 'T.com.x', name: 'abc' });
    assert.deepEqual(pushedFile('T.com.x/abc'), { application: 'T.com.x', name: 'abc' });
  });

  it('a file that a server names is none without a folder, and never one above', () => {
    for (const text of ['abc', '', '/', 'a/', '../abc', 'a/..', './x']) assert.equal(pushedFile(text), undefined, text);
  });
});
