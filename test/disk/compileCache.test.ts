import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { compiledFolder, keepCompiledCode } from '../../src/disk/compileCache';
import { onPosix, temporaryFolder } from './temporaryFolder';

const HOME = '/home/tester';

describe('the folder for compiled code', () => {
  const places: [platform: NodeJS.Platform, environment: NodeJS.ProcessEnv, folder: string][] = [
    ['linux', {}, '/home/tester/.cache/session-workbench/compiled'],
    ['linux', { HOME: '/home/another' }, '/home/tester/.cache/session-workbench/compiled'],
    ['linux', { XDG_CACHE_HOME: '/fast' }, '/fast/session-workbench/compiled'],
    ['linux', { XDG_CACHE_HOME: 'fast' }, '/home/tester/.cache/session-workbench/compiled'],
    ['darwin', {}, '/home/tester/Library/Caches/session-workbench/compiled'],
    ['win32', { LOCALAPPDATA: 'C:\\Local' }, 'C:\\Local\\session-workbench\\compiled'],
  ];
  for (const [platform, environment, folder] of places) {
    it(`compiled code is kept in ${folder} on ${platform} with ${JSON.stringify(environment)}`, () => {
      assert.equal(
        compiledFolder(platform, environment, () => HOME),
        folder,
      );
    });
  }
});

describe('the start of a program', () => {
  const temporary = temporaryFolder();
  const asked = (environment: NodeJS.ProcessEnv) => {
    const folders: (string | undefined)[] = [];
    keepCompiledCode({ enableCompileCache: (folder) => folders.push(folder) }, environment);
    return folders;
  };

  it('compiled code goes to the folder that NODE_COMPILE_CACHE names, else to the one of the product', () => {
    assert.deepEqual(asked({ NODE_COMPILE_CACHE: '/chosen' }), [undefined]);
    const place = path.join(temporary(), 'not', 'there');
    const folder = path.join(place, 'session-workbench', 'compiled');
    assert.deepEqual(asked({ XDG_CACHE_HOME: place, LOCALAPPDATA: place }), [folder]);
    assert.ok(fs.statSync(folder).isDirectory());
  });

  it('a program does not ask Node to keep compiled code where no folder can be made', () => {
    const file = path.join(temporary(), 'file');
    fs.writeFileSync(file, '');
    assert.deepEqual(asked({ XDG_CACHE_HOME: file, LOCALAPPDATA: file }), []);
  });

  onPosix('a program keeps no compiled code where others may write, whichever of the three folders it is', () => {
    const environment = { XDG_CACHE_HOME: path.join(temporary(), 'shared') };
    const folder = path.join(environment.XDG_CACHE_HOME, 'session-workbench', 'compiled');
    assert.deepEqual(asked(environment), [folder]);
    for (const each of [folder, path.dirname(folder), environment.XDG_CACHE_HOME]) {
      fs.chmodSync(each, 0o777);
      assert.deepEqual(asked(environment), [], each);
      fs.chmodSync(each, 0o700);
    }
    assert.deepEqual(asked(environment), [folder]);
  });

  it('a program starts without compiled code where Node cannot keep any', () => {
    keepCompiledCode({}, { NODE_DISABLE_COMPILE_CACHE: '1' });
    keepCompiledCode(
      {
        enableCompileCache() {
          throw new Error('not here');
        },
      },
      {},
    );
  });
});
