import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { run, Scratch, seedWith } from './commandLine';

const TOKEN = /"token":"(.*)"/.exec(SEED_SESSION)?.[1] as string;

function schemaNamed(name: string): ValidateFunction {
  const file = path.resolve(__dirname, '../../../schemas', `${name}.schema.json`);
  return new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
    JSON.parse(fs.readFileSync(file, 'utf8')),
  );
}

describe('the names of published schemas', () => {
  it('each published schema has a name of its own that ends in that of its file, and those of outputs have an address', () => {
    const folder = path.resolve(__dirname, '../../../schemas');
    const files = fs.readdirSync(folder).filter((name) => name.endsWith('.schema.json'));
    const ids = files.map(
      (name) => (JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')) as { $id: string }).$id,
    );
    assert.equal(new Set(ids).size, files.length);
    for (const [at, name] of files.entries()) {
      assert.equal(path.posix.basename(ids[at] ?? ''), name);
      const isOutput = /^(?:.*-report|decoded-token|refresh)\./.test(name);
      if (isOutput) assert.match(ids[at] ?? '', /^https:\/\/github\.com\/session-workbench\/session-workbench\//);
    }
  });
});

describe('published schemas of outputs', () => {
  let scratch: Scratch;
  let env: Record<string, string>;
  before(async () => {
    scratch = new Scratch();
    env = { XDG_STATE_HOME: scratch.path('state'), HOME: scratch.path('state') };
    await run(['sample', scratch.path('made'), '--sessions', '120', '--faults', '60']);
    scratch.seed('good/MobileApps');
    scratch.file(`odd/MobileApps/${SEED_APPLICATION}/${SEED_NAME} (1)`, SEED_SESSION);
    scratch.file(`odd/MobileApps/${SEED_NAME}`, SEED_SESSION);
    const large = scratch.file(`odd/MobileApps/${SEED_APPLICATION}/deadbeef`, '');
    fs.truncateSync(large, 3 * 1024 * 1024);
  });
  after(() => scratch.remove());

  async function hold(schema: string, calls: readonly (readonly [args: string[], input?: string])[]): Promise<void> {
    const validate = schemaNamed(schema);
    for (const [args, input = ''] of calls) {
      const { stdout } = await run(args, { cwd: scratch.root, env, input });
      assert.ok(validate(JSON.parse(stdout)), `${args.join(' ')}: ${JSON.stringify(validate.errors)}`);
      assert.ok(!validate({ ...JSON.parse(stdout), more: 1 }), 'nothing else may be there');
    }
  }

  it('the outputs of check are as their schema says', () =>
    hold('check-report', [
      [['check', 'made', '--format', 'json']],
      [['check', 'good', '--format', 'json']],
      [['check', 'odd', '--format', 'json']],
      [['check', '-', '--format', 'json'], '{'],
      [['check', `odd/MobileApps/${SEED_NAME}`, '--format', 'json']],
    ]));

  it('the outputs of fix are as their schema says', () =>
    hold('fix-report', [
      [['fix', 'made', '--dry-run', '--format', 'json']],
      [['fix', 'good', '--format', 'json']],
      [['fix', 'odd', '--format', 'json']],
      [['fix', 'made', '--only', 'hint/bom', '--only', 'mobi/4', '--format', 'json']],
    ]));

  it('the outputs of decode are as their schema says', () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const inputs = [
      TOKEN,
      `Cookie: a=${TOKEN}; b`,
      `${part({ alg: 'none' })}.${part({ sub: 1 })}.xx`,
      `${part({ alg: 'dir' })}.aa.bb.cc.dd`,
      SEED_SESSION,
      seedWith(TOKEN, part({ appNameID: 'a', id: 'b', teamID: 7 })),
      seedWith(`,\n"token":"${TOKEN}"`, ''),
      '{',
      'no token at all',
      part([1]),
      part({ id: 'a' }),
    ];
    return hold(
      'decoded-token',
      inputs.map((input) => [['decode', '-'], input] as const),
    );
  });
});

describe('a token in a wrong place', () => {
  const PLACES: [place: string, text: string, name: string][] = [
    ['the status', seedWith('"accepted"', `"${TOKEN}"`), SEED_NAME],
    ['the id of the session', SEED_SESSION.replace(`"id":"${SEED_NAME}"`, `"id":"${TOKEN}"`), SEED_NAME],
    ['the id of the team', seedWith('"UTT7VDX8W5"', `"${TOKEN}"`), SEED_NAME],
    ['a key', seedWith('"status"', `"${TOKEN}":1,"status"`), SEED_NAME],
    ['a key that is there twice', seedWith('"status"', `"${TOKEN}":1,"${TOKEN}":2,"status"`), SEED_NAME],
    ['the name of the file', SEED_SESSION, TOKEN],
    ['broken text', seedWith('"accepted"', `"accepted" ${TOKEN}`), SEED_NAME],
    ['a value of another kind', seedWith('"simulator":true', `"simulator":"${TOKEN}"`), SEED_NAME],
    ['a JSON Web Token as status', seedWith('"accepted"', `"${TOKEN}.${TOKEN}.c2lnbmF0dXJl"`), SEED_NAME],
  ];
  for (const [place, text, name] of PLACES) {
    it(`a token in ${place} is covered in every output of check and fix`, async () => {
      const scratch = new Scratch();
      try {
        scratch.file(`MobileApps/${SEED_APPLICATION}/${name}`, text);
        const env = {
          XDG_STATE_HOME: scratch.path('state'),
          HOME: scratch.path('state'),
          GITHUB_STEP_SUMMARY: scratch.path('summary'),
        };
        const formats = ['json=a', 'sarif=b', 'junit=c', 'github=d', 'unix=e', 'pretty'];
        const calls = [
          ['check', 'MobileApps', ...formats.flatMap((format) => ['--format', format])],
          ['fix', 'MobileApps', '--dry-run'],
          ['fix', 'MobileApps', '--dry-run', '--format', 'json'],
        ];
        const outputs: string[] = [];
        for (const args of calls) {
          const { stdout, stderr } = await run(args, { cwd: scratch.root, env });
          outputs.push(stdout, stderr);
        }
        for (const file of ['a', 'b', 'c', 'd', 'e', 'summary'])
          outputs.push(fs.readFileSync(scratch.path(file), 'utf8'));
        for (const output of outputs) {
          for (const at of [0, 20, 60, 100]) {
            assert.ok(!output.includes(TOKEN.slice(at, at + 16)), `${at}: ${output.slice(0, 3000)}`);
          }
        }
        JSON.parse(outputs[6] as string);
        JSON.parse(outputs[7] as string);
      } finally {
        scratch.remove();
      }
    });
  }
});
