import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { SERVER_REASONS } from '../../src/core/server/serverReasons';
import { SYSTEMS } from '../../src/server/systems';

const root = path.resolve(__dirname, '../../..');

interface Part {
  readonly name: string;
  readonly codes: readonly string[];
  /** Where its answers are made. */
  readonly code: string;
}

const PARTS: readonly Part[] = [
  { name: 'the server itself', codes: Object.keys(SERVER_REASONS), code: codeIn('src/server/kernel') },
  ...SYSTEMS.map(({ name, reasonCodes }) => ({
    name: `the system ${name}`,
    codes: Object.keys(reasonCodes),
    code: codeIn(`src/server/systems/${name}`),
  })),
];
const OF_SERVER = Object.keys(SERVER_REASONS);

function codeIn(folder: string): string {
  const names = fs.readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => name.endsWith('.ts'));
  return files.map((name) => fs.readFileSync(path.join(root, folder, name), 'utf8')).join('\n');
}

/** Codes of refusals that are thrown: the journal has each as `server.…`. */
function refusalsIn(code: string): string[] {
  const thrown = [...code.matchAll(/new HttpError\(\s*[\w.]+,\s*'([\w-]+)'/g)].map(([, name]) => `server.${name}`);
  return [...new Set(thrown)];
}

describe('reason codes', () => {
  for (const { name, codes, code } of PARTS) {
    it(`every refusal that ${name} throws is declared`, () => {
      const missing = refusalsIn(code).filter((each) => !codes.includes(each) && !OF_SERVER.includes(each));
      assert.deepEqual(missing, []);
    });

    it(`every reason code of ${name} is given somewhere`, () => {
      const given = (each: string) => {
        const last = each.slice(each.lastIndexOf('.') + 1);
        // Some are put together from a beginning and a word that the compiler knows: `web.otp.${reason}`.
        const beginning = `\`${each.slice(0, -last.length)}\${`;
        return (
          code.includes(`'${each}'`) || code.includes(`'${each.replace(/^server\./, '')}'`) || code.includes(beginning)
        );
      };
      assert.deepEqual(
        codes.filter((each) => !given(each)),
        [],
      );
    });

    it(`every reason code of ${name} has a whole sentence`, () => {
      const all = { ...SERVER_REASONS, ...Object.assign({}, ...SYSTEMS.map(({ reasonCodes }) => reasonCodes)) };
      for (const each of codes) assert.match(all[each].sentence, /^\S.*\.$/, each);
    });
  }

  it('no two parts declare one reason code', () => {
    const all = PARTS.flatMap(({ codes }) => codes);
    assert.deepEqual(
      all.filter((each, at) => all.indexOf(each) !== at),
      [],
    );
  });
});
