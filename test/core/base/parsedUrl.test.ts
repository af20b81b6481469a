import assert from 'node:assert/strict';
import { parsedUrl } from '../../../src/core/base/parsedUrl';

describe('parsedUrl', () => {
  it('a URL with letters beyond ASCII stays one, however often it is read', () => {
    for (let i = 0; i < 50_000; i++) {
      assert.equal(parsedUrl(() => new URL('http://m\u00fcnchen.test:1'))?.host, 'xn--mnchen-3ya.test:1');
    }
  });

  it('a text that is no URL gives nothing', () => {
    for (const text of ['', 'nonsense', 'http://', 'http://a b/', 'http://a:99999/', '//a']) {
      assert.equal(
        parsedUrl(() => new URL(text)),
        undefined,
        text,
      );
    }
  });

  it('an error that the text did not make is not hidden', () => {
    const broken = () => {
      throw new RangeError('other');
    };
    assert.throws(() => parsedUrl(broken), /other/);
  });
});
