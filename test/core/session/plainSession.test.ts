import assert from 'node:assert/strict';
import { isUtf8 } from 'node:buffer';
import { PlainSession } from '../../../src/core/session/plainSession';
import { PLAIN } from '../../../src/core/session/plainShape';
import { SEED_SESSION } from '../../support/seedSession';

describe('PlainSession', () => {
  const session = new PlainSession();

  it('a plain session tells its texts', () => {
    assert.equal(isPlain(SEED_SESSION), true);
    assert.equal(session.text(PLAIN.deviceDescription), 'iPhone X');
    assert.deepEqual(
      [session.says(PLAIN.email), session.has(PLAIN.email), session.has(PLAIN.teamName), session.isSimulator],
      [false, true, false, true],
    );
  });

  it('a text with bytes beyond ASCII is plain if and only if it is UTF-8', () => {
    const [before, behind] = SEED_SESSION.split('iPhone X').map((text) => Buffer.from(text)) as [Buffer, Buffer];
    const counts = { plain: 0, other: 0 };
    const first = [
      0x7f, 0x80, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
    ];
    const next = [0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0];
    for (const one of first) {
      for (const two of next) {
        for (const three of next) {
          for (const four of next) {
            const bytes = Buffer.of(one, two, three, four);
            const expected = isUtf8(bytes);
            assert.equal(isPlain(Buffer.concat([before, bytes, behind])), expected, bytes.toString('hex'));
            counts[expected ? 'plain' : 'other']++;
          }
        }
      }
    }
    assert.ok(counts.plain > 100 && counts.other > 100);
  });

  it('a version of a device is plain as a text and as a number that is kept as it is written', () => {
    const plain = (version: string) => isPlain(SEED_SESSION.replace('"11.3"', version));
    for (const version of ['0', '7', '34', '123456789012345', '"34"', '""']) {
      assert.equal(plain(version), true, version);
      assert.equal(session.text(PLAIN.deviceVersion), String(JSON.parse(version)));
    }
    for (const version of ['00', '034', '-1', '1.0', '1e3', '12345678901234567890', 'null', 'true', '[]', '{}', '']) {
      assert.equal(plain(version), false, version);
    }
  });

  for (const member of ['userInfo', 'parameters']) {
    it(`${member} is plain if and only if it is an object of single values without a key twice`, () => {
      const scalars = ['""', '"é"', 'true', 'false', 'null', '0', '-0', '-12.50', '1e5', '1E+5', '0.1e-7', ' 1 '];
      const wrong = [
        '01',
        '1.',
        '.5',
        '-',
        '1e',
        '1e+',
        '+1',
        'tru',
        'nul',
        'NaN',
        "'a'",
        '"\\n"',
        '"\t"',
        '',
        '1 1',
        '[1]',
        '{}',
      ];
      const objects = [
        '{}',
        '{ }',
        '{"a":1,"aa":1}',
        '{"aa":1,"a":1}',
        '{"":1}',
        '{"a" : 1 , "b" : 2}',
        '{"a":{"b":1}}',
        '[]',
        '1',
      ];
      const others = [
        '{"a":1,"a":1}',
        '{"a":1,"b":2,"a":3}',
        '{"":1,"":2}',
        '{"a":1,}',
        '{,}',
        '{"a"}',
        '{"a":1',
        '{"a":1}}',
        '{1:1}',
      ];
      const texts = [...scalars, ...wrong].map((value) => `{"a":${value}}`).concat(objects, others);
      for (const text of texts) {
        const written = SEED_SESSION.replace('"send"', `"${member}":${text},"send"`);
        assert.equal(isPlain(written), isFlat(text), text);
      }
      const many = (count: number) => `{${Array.from({ length: count }, (_, i) => `"${i}":${i}`).join(',')}}`;
      assert.equal(isPlain(SEED_SESSION.replace('"send"', `"${member}":${many(16)},"send"`)), true);
      assert.equal(isPlain(SEED_SESSION.replace('"send"', `"${member}":${many(17)},"send"`)), false);
    });
  }

  it('nothing of a file before is in a shorter one', () => {
    assert.equal(isPlain(SEED_SESSION), true);
    for (let length = 0; length < SEED_SESSION.trimEnd().length; length++) {
      assert.equal(isPlain(SEED_SESSION.slice(0, length)), false, `${length}`);
    }
  });

  /** Behind the text there is what an earlier file has left. */
  function isPlain(text: string | Uint8Array): boolean {
    const bytes = Buffer.from(text);
    return session.read(
      Buffer.concat([bytes, Buffer.of(0), Buffer.from(SEED_SESSION).subarray(bytes.length)]),
      bytes.length,
    );
  }

  function isFlat(text: string): boolean {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return false;
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value) || text.includes('\\')) return false;
    const isSingle = Object.values(value).every((each) => typeof each !== 'object' || each === null);
    return isSingle && Object.keys(value).length === (text.match(/"[^"]*"\s*:/g)?.length ?? 0);
  }
});
