import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from './temporaryFolder';

const CACHE = path.resolve(__dirname, '../../src/disk/compileCache.js');
/** A module that is long enough to be kept, and says where it fails. */
const FILLER = Array.from({ length: 4000 }, (_, at) => `function f${at}(x) { return x + ${at}; }`).join('\n');
const moduleThat = (says: string) =>
  `exports.says = ${says}; exports.fails = () => { throw new Error('here'); };\n${FILLER}\nexports.sum = f1(f2(3));`;

describe('compiled code of an older Node', () => {
  const temporary = temporaryFolder();
  let program: string;
  let kept: string;

  beforeEach(() => {
    program = path.join(temporary(), 'program');
    kept = path.join(temporary(), 'kept');
    fs.mkdirSync(program);
    write(moduleThat('1'));
    fs.writeFileSync(
      path.join(program, 'main.js'),
      `require(${JSON.stringify(CACHE)}).keepCompiledCode(__dirname, {});
      const big = require('./big.js');
      let stack;
      try { big.fails(); } catch (error) { stack = error.stack.split('\\n')[1].replace(/^.*big\\.js/, ''); }
      Promise.resolve(big.loaded?.()).then((loaded) => console.log(JSON.stringify([big.says, big.sum, stack, loaded])));`,
    );
  });

  const write = (text: string) => fs.writeFileSync(path.join(program, 'big.js'), text);
  const run = (environment: NodeJS.ProcessEnv = {}): unknown => {
    const { NODE_V8_COVERAGE: _, ...env } = process.env;
    const given = { ...env, NODE_COMPILE_CACHE: kept, ...environment };
    return JSON.parse(
      execFileSync(process.execPath, [path.join(program, 'main.js')], { env: given, encoding: 'utf8' }),
    );
  };
  const files = (): string[] =>
    fs.existsSync(kept)
      ? fs
          .readdirSync(kept, { recursive: true, encoding: 'utf8' })
          .map((name) => path.join(kept, name))
          .filter((file) => fs.statSync(file).isFile())
      : [];
  const only = (): string => {
    const [file, ...others] = files();
    assert.ok(file !== undefined && others.length === 0, files().join());
    return file;
  };

  it('a module runs as ever with its compiled form, which is taken and not made again', () => {
    const plain = run({ NODE_DISABLE_COMPILE_CACHE: '1' });
    assert.deepEqual(files(), []);
    assert.deepEqual(run(), plain);
    const { mtimeMs, ino } = fs.statSync(only());
    assert.deepEqual(run(), plain);
    const after = fs.statSync(only());
    assert.deepEqual([after.mtimeMs, after.ino], [mtimeMs, ino]);
    assert.deepEqual(plain, [1, 6, ':1:49)', null]);
  });

  for (const [what, damage] of Object.entries<(bytes: Buffer) => Buffer>({
    'with another byte in the middle': (bytes) => {
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff;
      return bytes;
    },
    'that was cut': (bytes) => bytes.subarray(0, bytes.length >> 1),
    'without a byte': () => Buffer.alloc(0),
    'of something else': () => Buffer.from('compiled'),
  })) {
    it(`compiled code ${what} is not run, and is made anew`, () => {
      const first = run();
      const whole = fs.readFileSync(only());
      fs.writeFileSync(only(), damage(Buffer.from(whole)));
      assert.deepEqual(run(), first);
      assert.equal(fs.readFileSync(only()).subarray(20).length, whole.subarray(20).length);
    });
  }

  it('a module that has changed runs as it is now, even if it is as long as before', () => {
    run();
    write(moduleThat('2'));
    const past = new Date(Date.now() - 5000);
    fs.utimesSync(path.join(program, 'big.js'), past, past);
    assert.equal((run() as unknown[])[0], 2);
  });

  it('a module that imports others later can do so, and is left to Node', () => {
    fs.writeFileSync(path.join(program, 'other.mjs'), 'export default 7;');
    write(`${moduleThat('1')}\nexports.loaded = () => import('./other.mjs').then((other) => other.default);`);
    assert.equal((run() as unknown[])[3], 7);
    assert.equal((run() as unknown[])[3], 7);
    assert.deepEqual(files(), []);
  });

  it('compiled code of a version that is not used any more goes when new code comes', () => {
    run();
    const old = `${only()}-old`;
    fs.writeFileSync(old, '');
    const past = new Date(Date.now() - 40 * 86_400_000);
    fs.utimesSync(old, past, past);
    write(moduleThat('34'));
    run();
    assert.equal(fs.existsSync(old), false);
    assert.equal(files().length, 2);
  });
});
