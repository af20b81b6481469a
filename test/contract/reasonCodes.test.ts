import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { SERVER_REASONS } from '../../src/core/server/serverReasons';
import { HttpError } from '../../src/server/kernel/answer/httpError';
import type { Refusal } from '../../src/server/kernel/answer/refusal';
import { Trace } from '../../src/server/kernel/journal/trace';
import { SYSTEMS } from '../../src/server/systems';
import { MobileRefusal } from '../../src/server/systems/mobile/mobileRefusal';
import { PlatformRefusal } from '../../src/server/systems/platform/platformRefusal';
import { WebRefusal } from '../../src/server/systems/web/webRefusal';
import { filesIn } from '../support/filesIn';

const root = path.resolve(__dirname, '../../..');

interface Part {
  readonly name: string;
  readonly codes: readonly string[];
  /** Where its answers are made. */
  readonly code: string;
}

const PARTS: readonly Part[] = [
  { name: 'the server itself', codes: Object.keys(SERVER_REASONS.codes), code: codeIn('src/server/kernel') },
  ...SYSTEMS.map(({ name, reasonCodes }) => ({
    name: `the system ${name}`,
    codes: Object.keys(reasonCodes.codes),
    code: codeIn(`src/server/systems/${name}`),
  })),
];
function codeIn(folder: string): string {
  return filesIn(folder, /\.ts$/)
    .map((file) => fs.readFileSync(path.join(root, file), 'utf8'))
    .join('\n');
}

describe('reason codes', () => {
  for (const { name, codes, code } of PARTS) {
    it(`every reason code of ${name} is given somewhere`, () => {
      // The compiler refuses codes that are not declared, so each that is given is written out. A refusal may be thrown
      // by its short name.
      const given = (each: string) => [each, each.replace(/^\w+\./, '')].some((word) => code.includes(`'${word}'`));
      assert.deepEqual(
        codes.filter((each) => !given(each)),
        [],
      );
    });

    it(`every reason code of ${name} has a whole sentence`, () => {
      const all = {
        ...SERVER_REASONS.codes,
        ...Object.assign({}, ...SYSTEMS.map(({ reasonCodes }) => reasonCodes.codes)),
      };
      for (const each of codes) assert.match(all[each].sentence, /^\S.*\.$/, each);
    });
  }

  /** The `code` in the body of each refusal of a system, by its reason code. Clients compare them. */
  const BODY_CODES: readonly [reason: string, code: string, refusal: Refusal][] = [
    ['web.quota', 'quota', new WebRefusal(429, 'quota', '')],
    ['web.missing', 'web-missing', new WebRefusal(404, 'missing', '')],
    ['web.no-such-session', 'web-session-unknown', new WebRefusal(404, 'no-such-session', '')],
    ['mobile.apps-missing', 'mobile-apps-missing', new MobileRefusal(404, 'apps-missing', '')],
    ['platform.callback-missing', 'callback-missing', new PlatformRefusal(400, 'callback-missing', '')],
    ['server.token-missing', 'token-missing', new HttpError(401, 'token-missing', '')],
  ];
  for (const [reason, code, refusal] of BODY_CODES) {
    it(`the refusal ${reason} has the code “${code}” in the body of its answer`, () => {
      const [part] = reason.split('.', 1);
      const declared = [SERVER_REASONS, ...SYSTEMS.map(({ reasonCodes }) => reasonCodes)];
      const trace = new Trace('server', '::1', new Set(declared.filter((each) => each.part === part)));
      refusal.noteIn(trace);
      assert.deepEqual([refusal.body.error.code, trace.causes[0]?.rule], [code, reason]);
    });
  }

  it('every declaration of reason codes in the code is that of the server or of a listed system', () => {
    const declared = filesIn('out/src/core', /Reasons\.js$/).flatMap((file) =>
      Object.entries<object>(require(path.join(root, file)))
        .filter(([, value]) => value.constructor === SERVER_REASONS.constructor)
        .map(([constant, value]) => ({ constant, value })),
    );
    const listed: readonly object[] = [SERVER_REASONS, ...SYSTEMS.map(({ reasonCodes }) => reasonCodes)];
    assert.deepEqual(
      declared.filter(({ value }) => !listed.includes(value)).map(({ constant }) => constant),
      [],
    );
    assert.equal(declared.length, listed.length);
  });

  it('no two parts declare one reason code', () => {
    const all = PARTS.flatMap(({ codes }) => codes);
    assert.deepEqual(
      all.filter((each, at) => all.indexOf(each) !== at),
      [],
    );
  });
});
