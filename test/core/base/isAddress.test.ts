import assert from 'node:assert/strict';
import { isAddress } from '../../../src/core/base/isAddress';

describe('addresses that are given as paths', () => {
  it('an address of any protocol is one, also with one slash', () => {
    const addresses = [
      ...['http://x', 'HTTPS://x/y', 'https:/x/y', 'ftp://x', 'ws://x', 'file:///tmp/x', 'file:/tmp/x'],
      ...['vscode://file/x', 'git+ssh://x/y', 'data:,x', 'data:text/plain;base64,eA==', 'blob:x', 'http:/', 'vsls:/x'],
    ];
    for (const each of addresses) assert.equal(isAddress(each), true, each);
  });

  it('a path is none, whatever its names are', () => {
    const paths = [
      ...[
        '',
        '.',
        '/',
        'a',
        './http://x',
        '/http://x',
        'C:/x',
        'c:\\x',
        'my:x',
        'my:',
        'http:',
        'http',
        'http/x',
        'x/http://y',
      ],
      ...['data', 'data/x', '12:/x', 'database:x', 'a b:/x', '日本:/x', '\\\\host\\share', '//host/share', ' http://x'],
    ];
    for (const each of paths) assert.equal(isAddress(each), false, each);
  });
});
