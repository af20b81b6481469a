import assert from 'node:assert/strict';
import { IgnoredPaths } from '../../../src/core/configuration/ignoredPaths';
import { readConfiguration } from '../../../src/core/configuration/readConfiguration';

/** The faults of a text, each with its place as people count. */
function faultsIn(text: string): string[] {
  return readConfiguration(text).faults.map(
    ({ message, range: { start } }) => `${start.line + 1}:${start.character + 1} ${message}`,
  );
}

describe('reading session-workbench.json', () => {
  it('a configuration gives hints, globs and the schema, and leaves the rest to the server', () => {
    const text = `{
      "$schema": "",
      "hints": { "hint/id": "off", "hint/bom": "warning", "hint/leftover": "hint" },
      "ignore": ["old/**", "*.bak"],
      "schema": "s.json",
      "mendix": {},
      "port": 80
    }`;
    assert.deepEqual(readConfiguration(text), {
      configuration: {
        hints: { 'hint/id': 'off', 'hint/bom': 'warning', 'hint/leftover': 'hint' },
        ignore: ['old/**', '*.bak'],
        schema: 's.json',
        server: { mendix: {}, port: 80 },
      },
      faults: [],
    });
    assert.deepEqual(readConfiguration('\ufeff{}').faults, []);
  });

  for (const [what, text, place, words] of [
    ['an empty file', '', '1:1', /The file is empty$/],
    ['white space alone', ' \n ', '2:2', /The file is empty$/],
    ['a comment with slashes', '{\n  // no\n}', '2:3', /this is a comment, and JSON has none; take it out/],
    ['a comment with a star', '/* no */ {}', '1:1', /this is a comment/],
    ['a comment after a value', '{} // no', '1:4', /this is a comment/],
    ['a comma too much', '{"port":1,}', '1:11', /a property name in double quotes is expected here/],
    ['half an object', '{"port":', '1:9', /the file ends where a value is expected/],
    ['a number', '7', '1:1', /must be an object that may have “hints”.*, not a number/],
    [
      'a misspelt member',
      '{"hint":{}}',
      '1:2',
      /must not have “hint”; “hints” may be meant; it may have (?!.*“hints”)/,
    ],
    ['a member of another case', '{"Ignore":[]}', '1:2', /must not have “Ignore”; “ignore” may be meant/],
    ['a member of an object below', '{"bodyMb":1,"preset":"bank"}', '1:13', /“preset”; it belongs into “tokens”/],
    ['the name of the prototype', '{"__proto__":{"port":1}}', '1:2', /must not have “__proto__”/],
    ['the name of the constructor', '{"constructor":{}}', '1:2', /must not have “constructor”/],
    ['one member twice', '{"port":1,\n"port":2}', '2:1', /“port” is here twice/],
    [
      'hints that are a list',
      '{"hints":[]}',
      '1:10',
      /“hints” must be an object that may have “hint\/id”.*, not a list/,
    ],
    ['hints that are null', '{"hints":null}', '1:10', /“hints” must be an object .*, not null/],
    ['an error among the hints', '{"hints":{"mobi/3":"off"}}', '1:11', /must not have “mobi\/3”; errors always count/],
    ['a misspelt hint', '{"hints":{"hint/jailbrokn":"off"}}', '1:11', /“hint\/jailbroken” may be meant/],
    ['a hint of every object', '{"hints":{"toString":"off"}}', '1:11', /must not have “toString”/],
    [
      'an unknown severity',
      '{"hints":{"hint/id":"of"}}',
      '1:21',
      /one of "off", "hint", "warning"; “off” may be meant/,
    ],
    ['the severity of errors', '{"hints":{"hint/id":"error"}}', '1:21', /one of "off", "hint", "warning"$/],
    ['a severity that is false', '{"hints":{"hint/id":false}}', '1:21', /one of "off", "hint", "warning"$/],
    ['ignored paths in one text', '{"ignore":"old"}', '1:11', /“ignore” must be a list, each of it a text/],
    ['an ignored number', '{"ignore":["a",7]}', '1:16', /“ignore\.1” must be a text that is not empty, not a number/],
    ['an empty glob', '{"ignore":[""]}', '1:12', /“ignore\.0” must be a text that is not empty/],
    ['a blank glob', '{"ignore":["  "]}', '1:12', /“ignore\.0” is blank/],
    ['a glob that brings back', '{"ignore":["!a"]}', '1:12', /begins with “!”/],
    ['a glob from the root', '{"ignore":["/a"]}', '1:12', /write it relative to the folder of this file/],
    ['a glob with a drive', '{"ignore":["C:/a"]}', '1:12', /write it relative to the folder of this file/],
    ['a glob that leads out', '{"ignore":["a/../../b"]}', '1:12', /leads out of the folder of this file/],
    ['a glob of Windows', '{"ignore":["old\\\\files"]}', '1:12', /has “\\” between folders; write “\/”/],
    [
      'a glob of brackets that nothing closes: {a,b',
      '{"ignore":["{a,b"]}',
      '1:12',
      /“ignore\.0” has a “\{” that nothing closes; close it with “\}”, or write “\[\{\]”/,
    ],
    [
      'a glob of brackets that nothing closes: old/{a',
      '{"ignore":["old/{a"]}',
      '1:12',
      /“ignore\.0” has a “\{” that nothing closes; close it with “\}”, or write “\[\{\]”/,
    ],
    [
      'a glob of brackets that nothing closes: {a,{b}',
      '{"ignore":["{a,{b}"]}',
      '1:12',
      /“ignore\.0” has a “\{” that nothing closes; close it with “\}”, or write “\[\{\]”/,
    ],
    [
      'a glob of brackets that nothing closes: a{',
      '{"ignore":["a{"]}',
      '1:12',
      /“ignore\.0” has a “\{” that nothing closes; close it with “\}”, or write “\[\{\]”/,
    ],
    [
      'a glob that means nothing: a]{b',
      '{"ignore":["a]{b"]}',
      '1:12',
      /cannot be read as a glob, and would match nothing/,
    ],
    [
      'a glob of brackets that nothing closes: [abc',
      '{"ignore":["[abc"]}',
      '1:12',
      /“ignore\.0” has a “\[” that nothing closes; close it with “\]”, or write “\[\[\]”/,
    ],
    [
      'a glob of brackets that nothing closes: a/[!x',
      '{"ignore":["a/[!x"]}',
      '1:12',
      /“ignore\.0” has a “\[” that nothing closes; close it with “\]”, or write “\[\[\]”/,
    ],
    [
      'a glob of brackets that nothing closes: {a,[b}',
      '{"ignore":["{a,[b}"]}',
      '1:12',
      /“ignore\.0” has a “\[” that nothing closes; close it with “\]”, or write “\[\[\]”/,
    ],
    [
      'a glob of brackets that nothing closes: [',
      '{"ignore":["["]}',
      '1:12',
      /“ignore\.0” has a “\[” that nothing closes; close it with “\]”, or write “\[\[\]”/,
    ],
    [
      'a glob of brackets that nothing closes: @(a|b',
      '{"ignore":["@(a|b"]}',
      '1:12',
      /“ignore\.0” has a “\(” that nothing closes; close it with “\)”, or write “\[\(\]”/,
    ],
    [
      'a glob of brackets that nothing closes: copy (1',
      '{"ignore":["copy (1"]}',
      '1:12',
      /“ignore\.0” has a “\(” that nothing closes; close it with “\)”, or write “\[\(\]”/,
    ],
    [
      'a glob that means nothing: [z-a]',
      '{"ignore":["[z-a]"]}',
      '1:12',
      /cannot be read as a glob, and would match nothing/,
    ],
    ['a glob that is too long', `{"ignore":["${'a'.repeat(1001)}"]}`, '1:12', /is longer than 1000 characters/],
    ['a glob that is too deep', `{"ignore":["${'{a,'.repeat(30)}"]}`, '1:12', /more than 20 groups in each other/],
    ['too many globs', JSON.stringify({ ignore: Array(1001).fill('a') }), '1:11', /no more than 1000 items/],
    ['a schema that is an object', '{"schema":{}}', '1:11', /“schema” must be a text that is not empty, not an object/],
    ['a schema without a name', '{"schema":""}', '1:11', /“schema” must be a text that is not empty/],
    ['a schema for editors that is a number', '{"$schema":1}', '1:12', /“\$schema” must be a text, not a number/],
  ] as const) {
    it(`${what} is told at its place, with what may be there`, () => {
      const [first, ...others] = faultsIn(text);
      assert.deepEqual(others, []);
      assert.ok(first?.startsWith(`${place} `), first);
      assert.match(first ?? '', words);
      assert.doesNotMatch(first ?? '', /[\n.]$/);
    });
  }

  it('each fault is told, in the order of the text, and what is sound is used', () => {
    const text =
      '{\n"schema": 1,\n"ignore": ["a", 2, "/b"],\n"hints": {"hint/id": "off", "hint/x": "off"},\n"prot": 1}';
    assert.deepEqual(
      faultsIn(text).map((each) => each.split(' ')[0]),
      ['2:11', '3:17', '3:20', '4:29', '5:1'],
    );
    assert.deepEqual(readConfiguration(text).configuration, { hints: { 'hint/id': 'off' }, ignore: ['a'], server: {} });
  });

  it('a place counts a byte order mark and characters of two units as editors do', () => {
    assert.deepEqual(
      faultsIn('\ufeff{"schema":"😀","prot":1}').map((each) => each.split(' ')[0]),
      ['1:17'],
    );
  });
});

describe('the paths that a configuration ignores', () => {
  for (const [glob, ignored, looked] of [
    ['old', ['old', 'a/old', 'old/b/c'], ['older', 'a/bold']],
    ['*.bak', ['x.bak', 'a/x.bak', 'a/.x.bak'], ['x.bak2', 'bak']],
    ['a/b', ['a/b', 'a/b/c/d'], ['b', 'x/a/b', 'a/bc']],
    ['./a/b/', ['a/b', 'a/b/c'], ['a']],
    ['a/**', ['a/b', 'a/b/c'], ['b/a', 'ab']],
    ['**/MobileApps/T.*', ['MobileApps/T.x', 'Data/MobileApps/T.y/ID'], ['MobileApps/U.x']],
    ['{one,two}', ['one', 'x/two/y'], ['three']],
    ['[abc]?', ['a1', 'x/b2'], ['d1', 'a12']],
    ['.hidden', ['.hidden', 'a/.hidden/b'], ['hidden']],
    ['été', ['été', 'a/été'], ['ete']],
    ['a b', ['a b', 'c/a b'], ['a', 'b']],
    ['a]', ['a]'], ['a']],
    ['a)', ['a)'], ['a']],
    ['a}', ['a}'], ['a']],
    ['[{]a', ['{a'], ['a']],
    ['[[]a', ['[a'], ['a']],
    ['[(]a', ['(a'], ['a']],
  ] as const) {
    it(`the glob ${glob} ignores what it names and all in it, and nothing else`, () => {
      const paths = new IgnoredPaths([glob]);
      for (const way of ignored) assert.ok(paths.has(way), way);
      for (const way of looked) assert.ok(!paths.has(way), way);
    });
  }

  it('upper and lower case are one where the file system takes them for one', () => {
    assert.ok(new IgnoredPaths(['Old'], { ignoreCase: true }).has('a/oLD/b'));
    assert.ok(!new IgnoredPaths(['Old']).has('a/old/b'));
  });

  it('a glob with many stars keeps no check busy', () => {
    const paths = new IgnoredPaths([`${'*a'.repeat(300)}b`]);
    assert.equal(paths.has('a'.repeat(4000)), false);
  });

  it('the folder of the configuration itself is never ignored', () => {
    assert.ok(!new IgnoredPaths(['**', '*']).has(''));
  });
});
