import assert from 'node:assert/strict';
import { ERROR_CODES, type Finding, HINT_CODES } from '../../../src/core/compliance/finding';
import { pointerRange, SessionChecker } from '../../../src/core/compliance/sessionChecker';
import { JSON_DEPTH } from '../../../src/core/json/jsonDepth';
import { encodeToken } from '../../../src/core/session/connectionToken';
import { deriveSessionId } from '../../../src/core/session/sessionId';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../../support/seedSession';
import { countSteps } from '../../support/steps';
import { consistent, findingsOf, rangeText, type Session, seedChanged, seedWith, type Told, told } from './checking';

const TOKEN = JSON.parse(SEED_SESSION).token as string;
const quoted = (text: string) => `"${text}"`;
const base64 = (content: string | Uint8Array) => Buffer.from(content).toString('base64').replace(/=+$/, '');

describe('SessionChecker', () => {
  it('the session that 4D publishes has no finding', () => {
    assert.deepEqual(findingsOf(SEED_SESSION), []);
  });

  it('the session that 4D publishes has no finding, however it is formatted and ordered', () => {
    const value = JSON.parse(SEED_SESSION) as Session;
    const reversed = Object.fromEntries(Object.entries(value).reverse());
    for (const text of [JSON.stringify(value), JSON.stringify(value, undefined, '\t'), JSON.stringify(reversed)]) {
      assert.deepEqual(findingsOf(text), []);
    }
    assert.deepEqual(findingsOf(SEED_SESSION.replaceAll('\n', '\r\n')), []);
    assert.deepEqual(findingsOf(` \r\n\t${SEED_SESSION}`), []);
  });

  it('properties that nobody knows are no finding', () => {
    const text = seedChanged((session) => {
      session.privileges = ['a'];
      session.device.screen = { width: 1 };
    });
    assert.deepEqual(findingsOf(text), []);
  });

  describe('malformed JSON', () => {
    const rows: [what: string, text: string, covered: string][] = [
      ['an empty file', '', ''],
      ['white space alone', ' \n\t ', ''],
      ['a missing comma', seedWith('"status":"accepted",', '"status":"accepted"'), '"'],
      ['a trailing comma', SEED_SESSION.replace(/"\n}\n$/, '",\n}\n'), '}'],
      ['a missing quote', seedWith('"Contact"', '"Contact'), '\n'],
      ['a missing bracket', SEED_SESSION.replace(/}\n$/, ''), ''],
      ['half a file', SEED_SESSION.slice(0, 100), ''],
      ['a comment', seedWith('"email":"",', '"email":"", // nobody'), '/'],
      ['text before', `x${SEED_SESSION}`, 'x'],
      ['text after', `${SEED_SESSION}x`, 'x'],
      ['two texts', SEED_SESSION + SEED_SESSION, '{'],
      ['single quotes', seedWith('"email":""', `'email':''`), `'`],
      ['a key without quotes', seedWith('"email":""', 'email:""'), 'email'],
      ['Python words', seedWith('"simulator":true', '"simulator":True'), 'True'],
      ['a tab in a string', seedWith('iPhone X', 'iPhone\tX'), '\t'],
      ['an unknown escape', seedWith('iPhone X', 'iPhone\\ X'), ' '],
      ['a second byte order mark', `\ufeff\ufeff${SEED_SESSION}`, '\ufeff'],
      ['a byte order mark after white space', ` \ufeff${SEED_SESSION}`, '\ufeff'],
      ['a NUL at the end', `${SEED_SESSION}\0`, '\0'],
    ];
    for (const [what, text, covered] of rows) {
      it(`a text that is not JSON gives mobi/2 alone, where the parser stopped: ${what}`, () => {
        const place = { applicationFolder: 'elsewhere', name: 'another' };
        assert.deepEqual(told(findingsOf(text, place), text), [['mobi/2', '', covered]]);
        assert.throws(() => JSON.parse(text.replace(/^\ufeff/, '')));
      });
    }

    it('a text that is not JSON tells nothing of its session', () => {
      const verdict = new SessionChecker(() => []).check({ applicationFolder: 'a', name: 'b', text: '{' });
      assert.equal(verdict.fields, undefined);
    });

    it('bytes that are not UTF-8 give mobi/2 alone', () => {
      const text = seedWith('"iPhone X"', '"iPhone \ufffd"');
      const findings = findingsOf(text, { illFormedAt: text.indexOf('\ufffd'), name: 'another' });
      assert.deepEqual(told(findings, text), [['mobi/2', '', '\ufffd']]);
    });

    it('bytes that are not UTF-8 give mobi/2 alone after a byte order mark', () => {
      const text = `\ufeff${seedWith('"iPhone X"', '"iPhone \ufffd"')}`;
      const findings = findingsOf(text, { illFormedAt: text.indexOf('\ufffd') });
      assert.deepEqual(told(findings, text), [['mobi/2', '', '\ufffd']]);
    });

    it('a replacement character that really is one is a character like any other', () => {
      assert.deepEqual(findingsOf(seedWith('"iPhone X"', '"iPhone \ufffd"')), []);
    });
  });

  describe('damages', () => {
    const rows: [what: string, text: string, findings: Told[]][] = [
      // mobi/3: not an object
      ['an array', '[]', [['mobi/3', '', '[]']]],
      ['a string', ' "session"', [['mobi/3', '', '"session"']]],
      ['a number', '-1.5e3\n', [['mobi/3', '', '-1.5e3']]],
      ['true', 'true', [['mobi/3', '', 'true']]],
      ['null', 'null', [['mobi/3', '', 'null']]],
      // mobi/3: something is missing
      ...['application', 'language', 'email', 'device', 'session', 'status'].map((key): [string, string, Told[]] => {
        const text = seedChanged((session) => delete session[key]);
        return [`no ${key}`, text, [['mobi/3', '', text]]];
      }),
      ...['application.id', 'application.name', 'application.version', 'language.id'].map(
        (path): [string, string, Told[]] => without(path),
      ),
      ...['device.id', 'device.description', 'session.id', 'session.ip'].map((path): [string, string, Told[]] => {
        return without(path);
      }),
      [
        'accepted without a token',
        seedWith(`,\n"token":"${TOKEN}"`, ''),
        [['mobi/3', '', seedWith(`,\n"token":"${TOKEN}"`, '').trimEnd()]],
      ],
      // mobi/3: the wrong type
      ...(
        [
          ['/application/name', '"Contact"', '5'],
          ['/application/version', '"1.0.0"', '1.0'],
          ['/language', '{\n  "id":"en_US",\n  "code":"en",\n  "region":"US"\n}', '"en_US"'],
          ['/language/region', '"US"', 'null'],
          ['/email', '""', 'null'],
          ['/device/description', '"iPhone X"', '[]'],
          ['/device/version', '"11.3"', '11.3'],
          ['/device/simulator', 'true', '"true"'],
          ['/session/ip', '"::ffff:192.168.5.4"', '{}'],
          ['/status', '"accepted"', '5'],
          ['/send', '"link"', 'false'],
          ['/token', quoted(TOKEN), '{}'],
        ] as const
      ).map(([pointer, stretch, wrong]): [string, string, Told[]] => [
        `${pointer} is ${wrong}`,
        seedWith(stretch, wrong),
        [['mobi/3', pointer, wrong]],
      ]),
      ...(['userInfo', 'parameters'] as const).map((key): [string, string, Told[]] => [
        `/${key} is a text`,
        seedWith('"email":"",', `"email":"","${key}":"x",`),
        [['mobi/3', `/${key}`, '"x"']],
      ]),
      [
        'a push token that is a number',
        seedWith('"simulator":true', '"simulator":true, "token": 7'),
        [['mobi/3', '/device/token', '7']],
      ],
      // mobi/3: a word or a text that is not allowed
      ['an unknown status', seedWith('"accepted"', '"blocked"'), [['mobi/3', '/status', '"blocked"']]],
      ['an upper-case status', seedWith('"accepted"', '"Accepted"'), [['mobi/3', '/status', '"Accepted"']]],
      ['an unknown way to send', seedWith('"link"', '"pigeon"'), [['mobi/3', '/send', '"pigeon"']]],
      // An ill-typed id says nothing about the other rows, which need it.
      ['a team id that is a number', seedWith('"UTT7VDX8W5"', '12345'), [['mobi/3', '/team/id', '12345']]],
      ['a team that is a text', seedWith('{\n  "id":"UTT7VDX8W5"\n}', '"UTT"'), [['mobi/3', '/team', '"UTT"']]],
      [
        'a device id that is a number',
        seedWith('"0DC5132E-1EF4-407C-A832-5FE33D818AF3"', '42'),
        [['mobi/3', '/device/id', '42']],
      ],
      [
        'an application id that is a number',
        seedWith('"com.contactApp.Contact"', '1'),
        [['mobi/3', '/application/id', '1']],
      ],
      ['a session id that is a number', seedWith(quoted(SEED_NAME), '7023'), [['mobi/3', '/session/id', '7023']]],
      ['a team id that is null', seedWith('"UTT7VDX8W5"', 'null'), [['mobi/3', '/team/id', 'null']]],
      ['a team that is null', seedWith('{\n  "id":"UTT7VDX8W5"\n}', 'null'), [['mobi/3', '/team', 'null']]],
      ['a team that is a list', seedWith('{\n  "id":"UTT7VDX8W5"\n}', '[]'), [['mobi/3', '/team', '[]']]],
      // mobi/3 and what can still be looked at
      [
        'two errors of the schema',
        seedWith('"accepted"', '"blocked"').replace('"link"', '1'),
        [
          ['mobi/3', '/send', '1'],
          ['mobi/3', '/status', '"blocked"'],
        ],
      ],
      [
        'an empty device id',
        seedWith('"0DC5132E-1EF4-407C-A832-5FE33D818AF3"', '""'),
        [['hint/id', '/session/id', quoted(SEED_NAME)]],
      ],
      [
        'a team that names nobody: the application id alone is the folder then',
        seedWith('{\n  "id":"UTT7VDX8W5"\n}', '{}'),
        [
          ['mobi/1', '/team', '{}'],
          ['mobi/4', '/token', quoted(TOKEN)],
          ['hint/id', '/session/id', quoted(SEED_NAME)],
        ],
      ],
      // mobi/4
      ['a token that is empty', seedWith(TOKEN, ''), [['mobi/4', '/token', '""']]],
      ['a token that is not base64', seedWith(TOKEN, 'a token'), [['mobi/4', '/token', '"a token"']]],
      ['a token cut off', seedWith(TOKEN, TOKEN.slice(0, -3)), [['mobi/4', '/token', quoted(TOKEN.slice(0, -3))]]],
      ...(
        [
          ['not UTF-8', new Uint8Array([0x7b, 0xff, 0x7d])],
          ['not JSON', '{appNameID}'],
          ['an array', '[]'],
          ['null', 'null'],
          ['another application', tokenJson({ appNameID: 'com.other' })],
          ['another session', tokenJson({ id: '00' })],
          ['another team', tokenJson({ teamID: 'OTHERTEAM0' })],
          ['an id that is a number', tokenJson({ id: 7 })],
          ['no team', tokenJson({ teamID: undefined })],
          ['everything in other letters', JSON.stringify({ appnameid: '', ID: '', teamid: '' })],
        ] as const
      ).map(([what, content]): [string, string, Told[]] => [
        `a token of which the content is: ${what}`,
        seedWith(TOKEN, base64(content)),
        [['mobi/4', '/token', quoted(base64(content))]],
      ]),
      // Hints
      ['another device id', seedWith('0DC5132E', '0DC5132F'), [['hint/id', '/session/id', quoted(SEED_NAME)]]],
      ['a jailbroken device', seedWith('"simulator":true', '"jb":true'), [['hint/jailbroken', '/device/jb', 'true']]],
      ['a device that is said not to be jailbroken', seedWith('"simulator":true', '"jb":false'), []],
      [
        'an Android device with a team',
        seedWith('"simulator":true', '"os":"Android"'),
        [['hint/legacy-folder', '/team/id', '"UTT7VDX8W5"']],
      ],
      [
        'a duplicate key',
        seedWith('"email":"",', '"email":"a","email":"",').replace('"email":"",', '"email" :"",'),
        [['hint/duplicate-key', '/email', '"email"']],
      ],
      [
        'a duplicate key in another spelling',
        seedWith('"name":"Contact",', '"name":"Contact","n\\u0061me":"Contact",'),
        [['hint/duplicate-key', '/application/name', '"n\\u0061me"']],
      ],
      [
        'a duplicate __proto__',
        seedWith('"email":"",', '"email":"","__proto__":{"status":"x"},"__proto__":"",'),
        [['hint/duplicate-key', '/__proto__', '"__proto__"']],
      ],
      ['a byte order mark', `\ufeff${SEED_SESSION}`, [['hint/bom', '', '']]],
      // A duplicate's last value counts, and that is where the fault is.
      [
        'a duplicate that is at fault',
        seedWith('"status":"accepted"', '"status":"accepted","status":"no"'),
        [
          ['mobi/3', '/status', '"no"'],
          ['hint/duplicate-key', '/status', '"status"'],
        ],
      ],
    ];
    for (const [what, text, findings] of rows) {
      it(`a damaged session has exactly the findings it should, each at its place: ${what}`, () => {
        assert.deepEqual(told(findingsOf(text), text), findings);
      });
    }

    function without(path: string): [string, string, Told[]] {
      const [parent, key] = path.split('.') as [string, string];
      const text = seedChanged((session) => delete session[parent][key]);
      const covered = JSON.stringify(JSON.parse(text)[parent], undefined, 2).replaceAll('\n', '\n  ');
      return [`no ${path}`, text, [['mobi/3', `/${parent}`, covered]]];
    }

    function tokenJson(changes: Record<string, unknown>): string {
      return JSON.stringify({ appNameID: 'com.contactApp.Contact', id: SEED_NAME, teamID: 'UTT7VDX8W5', ...changes });
    }
  });

  describe('a file in the wrong place', () => {
    const application = '"com.contactApp.Contact"';
    const team = '"UTT7VDX8W5"';
    const noTeam = consistent({ ...(JSON.parse(SEED_SESSION) as Session), team: undefined });
    const emptyTeam = consistent({ ...(JSON.parse(SEED_SESSION) as Session), team: { id: '' } });
    const rows: [what: string, text: string, folder: string, name: string, findings: Told[]][] = [
      ['another team', SEED_SESSION, 'OTHER.com.contactApp.Contact', SEED_NAME, [['mobi/1', '/team/id', team]]],
      ['no team', SEED_SESSION, 'com.contactApp.Contact', SEED_NAME, [['mobi/1', '/team/id', team]]],
      [
        'another application',
        SEED_SESSION,
        'UTT7VDX8W5.com.other',
        SEED_NAME,
        [['mobi/1', '/application/id', application]],
      ],
      ['nothing of it', SEED_SESSION, 'Backup', SEED_NAME, [['mobi/1', '/application/id', application]]],
      [
        'other letters',
        SEED_SESSION,
        SEED_APPLICATION.toLowerCase(),
        SEED_NAME,
        [['mobi/1', '/application/id', application]],
      ],
      ['another name', SEED_SESSION, SEED_APPLICATION, 'abc', [['mobi/1', '/session/id', quoted(SEED_NAME)]]],
      [
        'an upper-case name',
        SEED_SESSION,
        SEED_APPLICATION,
        SEED_NAME.toUpperCase(),
        [['mobi/1', '/session/id', quoted(SEED_NAME)]],
      ],
      [
        'another folder and another name',
        SEED_SESSION,
        'x',
        'y',
        [
          ['mobi/1', '/application/id', application],
          ['mobi/1', '/session/id', quoted(SEED_NAME)],
        ],
      ],
      [
        'a session without a team in its folder',
        JSON.stringify(noTeam.session),
        noTeam.applicationFolder,
        noTeam.name,
        [],
      ],
      [
        'a session with an empty team in its folder',
        JSON.stringify(emptyTeam.session),
        emptyTeam.applicationFolder,
        emptyTeam.name,
        [],
      ],
      [
        'a session without a team in a team folder',
        JSON.stringify(noTeam.session),
        SEED_APPLICATION,
        noTeam.name,
        [['mobi/1', '/application/id', application]],
      ],
      [
        'a session with an empty team in a team folder',
        JSON.stringify(emptyTeam.session),
        SEED_APPLICATION,
        emptyTeam.name,
        [['mobi/1', '/team/id', '""']],
      ],
    ];
    for (const [what, text, applicationFolder, name, findings] of rows) {
      it(`a file in the wrong place gives mobi/1 at the value that disagrees: ${what}`, () => {
        assert.deepEqual(told(findingsOf(text, { applicationFolder, name }), text), findings);
      });
    }

    it('the finding of a wrong place comes after those of the schema, and before that of the token', () => {
      const text = seedWith('"accepted"', '"blocked"').replace(TOKEN, 'x');
      const findings = findingsOf(text, { applicationFolder: 'x', name: 'y' });
      assert.deepEqual(
        findings.map(({ code }) => code),
        ['mobi/3', 'mobi/1', 'mobi/1', 'mobi/4'],
      );
    });
  });

  describe('tokens that are compliant', () => {
    const ids = { appNameID: 'com.contactApp.Contact', id: SEED_NAME, teamID: 'UTT7VDX8W5' };
    const spellings: [what: string, token: string][] = [
      [
        'with its keys in another order',
        base64(JSON.stringify({ teamID: ids.teamID, id: ids.id, appNameID: ids.appNameID })),
      ],
      ['with more keys', base64(JSON.stringify({ ...ids, note: '\u00ff\u00fe?>' }))],
      ['with white space', base64(JSON.stringify(ids, undefined, 1))],
      ['with padding', Buffer.from(JSON.stringify({ ...ids, n: 1 })).toString('base64')],
      ['in the URL alphabet', Buffer.from(JSON.stringify({ ...ids, note: '\u00ff\u00fe?>' })).toString('base64url')],
    ];
    for (const [what, token] of spellings) {
      it(`a token ${what} is compliant`, () => assert.deepEqual(findingsOf(seedWith(TOKEN, token)), []));
    }

    it('a token without a team id, or with an empty one, is compliant for a session without a team', () => {
      const { session, applicationFolder, name } = consistent({ ...JSON.parse(SEED_SESSION), team: undefined });
      const appNameID = session.application.id as string;
      for (const content of [
        { appNameID, id: name },
        { appNameID, id: name, teamID: '' },
      ]) {
        const text = JSON.stringify({ ...session, token: base64(JSON.stringify(content)) });
        assert.deepEqual(findingsOf(text, { applicationFolder, name }), []);
      }
    });

    it('a pending session without a token is compliant', () => {
      const text = seedWith(`,\n"token":"${TOKEN}"`, '').replace('accepted', 'pending');
      assert.deepEqual(findingsOf(text), []);
    });
  });

  describe('places', () => {
    const status = (text: string) => findingsOf(text).map((finding) => `${finding.code} ${rangeText(finding)}`);
    const damaged = seedWith('"accepted"', '"blocked"');
    const rows: [what: string, text: string, findings: string[]][] = [
      ['in lines that end with LF', damaged, ['mobi/3 26:9-26:18']],
      ['in lines that end with CRLF', damaged.replaceAll('\n', '\r\n'), ['mobi/3 26:9-26:18']],
      ['in lines that end with CR', damaged.replaceAll('\n', '\r'), ['mobi/3 26:9-26:18']],
      ['in lines that end in all three ways', mixedLineEnds(damaged), ['mobi/3 26:9-26:18']],
      ['after a byte order mark', `\ufeff${damaged}`, ['mobi/3 26:9-26:18', 'hint/bom 0:0-0:0']],
      ['after a byte order mark on one line', `\ufeff${compact(damaged)}`, ['mobi/3 0:395-0:404', 'hint/bom 0:0-0:0']],
      ['on one line', compact(damaged), ['mobi/3 0:395-0:404']],
      [
        'after characters of two code units',
        damaged.replace('"status"', '"note":"\u{1f4f1}\u{1f4f1}","status"'),
        ['mobi/3 26:23-26:32'],
      ],
      ['after a tab, which is one character', damaged.replace('"status":', '\t"status":\t'), ['mobi/3 26:11-26:20']],
      ['after a combining accent', damaged.replace('"status"', '"e\u0301":1,"status"'), ['mobi/3 26:16-26:25']],
      ['over several lines', seedWith('"ip":"::ffff:192.168.5.4"', '"x":1'), ['mobi/3 22:10-25:1']],
      ['in malformed JSON after a byte order mark', '\ufeff{x', ['mobi/2 0:1-0:2']],
      ['in malformed JSON after CRLF and an emoji', '{\r\n"\u{1f4f1}" 1}', ['mobi/2 1:5-1:6']],
      ['at the end of a file that ends too early', '{\n"a":\n', ['mobi/2 2:0-2:0']],
      ['in an empty file', '', ['mobi/2 0:0-0:0']],
    ];
    for (const [what, text, findings] of rows)
      it(`places are told as an editor counts them ${what}`, () => assert.deepEqual(status(text), findings));

    function mixedLineEnds(text: string): string {
      let count = 0;
      return text.replaceAll('\n', () => ['\n', '\r\n', '\r'][count++ % 3] as string);
    }

    function compact(text: string): string {
      return JSON.stringify(JSON.parse(text));
    }
  });

  describe('the words of findings', () => {
    const rows: [text: string, message: string][] = [
      ['', 'The file is empty.'],
      ['{"a":1', 'Not well-formed JSON: the file ends before the closing bracket.'],
      ['{"a" 1}', 'Not well-formed JSON: a colon is expected here, not “1”.'],
      ['\u00a0', 'Not well-formed JSON: a value is expected here, not a no-break space (U+00A0).'],
      [
        '{\u00a0}',
        'Not well-formed JSON: a property name in double quotes or "}" is expected here, not a no-break space (U+00A0).',
      ],
      ['[]', 'A session file holds one object, not: array.'],
      [seedWith('"accepted"', '"blocked"'), '"status" must be one of "accepted", "pending"; it is "blocked".'],
      [seedWith('"1.0.0"', '1'), '"application.version" must be of type string, not: number.'],
      [seedWith(SEED_NAME, ''), '"session.id" must not be empty.'],
      [seedChanged((session) => delete session.email), 'Property "email" is missing.'],
      [seedChanged((session) => delete session.session.ip), 'Property "ip" is missing from "session".'],
      [seedWith(TOKEN, '!'), 'The connection token is not base64.'],
      [
        seedWith(TOKEN, encodeToken({ appNameID: 'com.contactApp.Contact', id: SEED_NAME, teamID: 'X' })),
        'The connection token says teamID "X"; the session says team.id "UTT7VDX8W5".',
      ],
    ];
    for (const [text, message] of rows)
      it(`a finding says in words: ${message}`, () => assert.equal(findingsOf(text)[0]?.message, message));

    it('a finding of the place says what is wrong in words', () => {
      const place = { applicationFolder: 'com.other', name: 'abc' };
      assert.deepEqual(
        findingsOf(SEED_SESSION, place).map(({ message }) => message),
        [
          'By its content this file belongs in folder "UTT7VDX8W5.com.contactApp.Contact", but it is in "com.other".',
          `session.id is "${SEED_NAME}", but the file is named "abc".`,
        ],
      );
    });

    it('a text that is not UTF-8 is told in words', () => {
      assert.equal(
        findingsOf('{"\ufffd"}', { illFormedAt: 2 })[0]?.message,
        'Not well-formed JSON: the file is not UTF-8 from here on. Save it with the encoding UTF-8.',
      );
    });

    it('every hint says what is meant in words', () => {
      const text = seedWith('0DC5132E', '0DC5132F').replace('"simulator":true', '"jb":true,"os":"Android"');
      const twice = text.replace('"email":"",', '"email":"","email":"",');
      const ids = { teamId: 'UTT7VDX8W5', applicationId: 'com.contactApp.Contact' };
      const derived = deriveSessionId({ ...ids, deviceId: '0DC5132F-1EF4-407C-A832-5FE33D818AF3' });
      assert.deepEqual(
        findingsOf(`\ufeff${twice}`).map(({ code, message }) => [code, message]),
        [
          ['hint/id', `4D would name this session "${derived}" (SHA-1 of team.id, application.id and device.id).`],
          ['hint/jailbroken', 'This device is jailbroken.'],
          [
            'hint/legacy-folder',
            'Android apps made since 2023 send no team: the next login of this device makes a second file, in folder "com.contactApp.Contact".',
          ],
          ['hint/duplicate-key', 'Property "email" is here twice; readers take the last one.'],
          ['hint/bom', 'The file begins with a byte order mark; 4D writes none.'],
        ],
      );
    });

    it('the words of a finding are those of its phrase, for those who translate', () => {
      const { message, phrase } = findingsOf(SEED_SESSION, { name: 'abc' })[0] as Finding;
      assert.deepEqual(phrase, {
        template: 'session.id is "{0}", but the file is named "{1}".',
        args: [SEED_NAME, 'abc'],
      });
      assert.equal(message, phrase.template.replace('{0}', SEED_NAME).replace('{1}', 'abc'));
    });

    it('a value put into a sentence is not filled with other values', () => {
      const [finding] = findingsOf(SEED_SESSION, { applicationFolder: '{0}{1}$&' });
      assert.equal(
        finding?.message,
        'By its content this file belongs in folder "UTT7VDX8W5.com.contactApp.Contact", but it is in "{0}{1}$&".',
      );
    });
  });

  it('the four codes of 4D are errors, and everything else is a hint', () => {
    const text = `\ufeff${seedWith('"accepted"', '"blocked"').replace('"simulator":true', '"jb":true,"os":"Android","os":"android"')}`;
    const moved = findingsOf(text.replace(TOKEN, 'x').replace('0DC5132E', '0DC5132F'), { name: 'x' });
    const severities = moved.map(({ code, severity }) => `${code} ${severity}`);
    assert.deepEqual(severities.slice(0, 3), ['mobi/3 error', 'mobi/1 error', 'mobi/4 error']);
    assert.deepEqual(severities.slice(3).sort(), [
      'hint/bom hint',
      'hint/duplicate-key hint',
      'hint/id hint',
      'hint/jailbroken hint',
      'hint/legacy-folder hint',
    ]);
    assert.equal(findingsOf('{')[0]?.severity, 'error');
  });

  it('every code is known, errors in the order they are looked for', () => {
    assert.deepEqual(ERROR_CODES, ['mobi/2', 'mobi/3', 'mobi/1', 'mobi/4']);
    assert.deepEqual([...HINT_CODES].sort(), [
      'hint/bom',
      'hint/duplicate-device',
      'hint/duplicate-key',
      'hint/duplicate-push',
      'hint/id',
      'hint/jailbroken',
      'hint/leftover',
      'hint/legacy-folder',
      'hint/misplaced',
    ]);
  });

  it('an Android session without a team has no hint of an old folder, and neither has an iOS session', () => {
    const android = consistent({
      ...JSON.parse(SEED_SESSION),
      team: undefined,
      device: { id: 'd', description: '', os: 'Android' },
    });
    assert.deepEqual(findingsOf(JSON.stringify(android.session), android), []);
    assert.deepEqual(findingsOf(seedWith('"simulator":true', '"os":"iPadOS"')), []);
  });

  it('a session has to be an object even where a schema does not ask for it', () => {
    const lenient = new SessionChecker(() => []);
    for (const text of ['[]', '5', 'null', '"x"']) {
      const { findings } = lenient.check({ applicationFolder: 'a', name: 'b', text });
      assert.deepEqual(told(findings, text), [['mobi/3', '', text]]);
    }
    assert.deepEqual(lenient.check({ applicationFolder: 'a', name: 'b', text: '{}' }).findings, []);
  });

  it('the fields of a session are read, the device version as a text', () => {
    const text = seedWith('"11.3"', '29');
    const { fields } = new SessionChecker(() => []).check({ applicationFolder: 'a', name: 'b', text });
    assert.deepEqual(
      { ...fields, token: undefined },
      {
        applicationId: 'com.contactApp.Contact',
        applicationName: 'Contact',
        teamId: 'UTT7VDX8W5',
        sessionId: SEED_NAME,
        deviceId: '0DC5132E-1EF4-407C-A832-5FE33D818AF3',
        deviceDescription: 'iPhone X',
        deviceVersion: '29',
        deviceOs: undefined,
        email: '',
        status: 'accepted',
        token: undefined,
        simulator: true,
        jailbroken: false,
      },
    );
  });

  describe('sessions as deep or as faulty as can be', () => {
    const DEPTH = 100_000;

    /** What is checked ten times as deep takes ten times as many steps, not a hundred times as many. */
    async function assertInProportion(check: (depth: number) => void): Promise<void> {
      const few = (await countSteps(() => check(DEPTH / 10))).all;
      const many = (await countSteps(() => check(DEPTH))).all;
      assert.ok(few > DEPTH / 10, `${few} steps`);
      assert.ok(many < 11 * few, `${few} steps, then ${many}`);
    }

    for (const [what, nested] of Object.entries({
      arrays: (depth: number) => '['.repeat(depth) + ']'.repeat(depth),
      objects: (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
    })) {
      it(`nested ${what} are taken to the limit, and told as too deep above it, in as few steps when there are 100,000`, async () => {
        const codesOf = (depth: number) =>
          findingsOf(seedWith('"email":""', `"userInfo":{"deep":${nested(depth)}},"email":""`)).map(({ code }) => code);
        assert.deepEqual(codesOf(JSON_DEPTH.levels - 2), []);
        assert.deepEqual(codesOf(JSON_DEPTH.levels - 1), ['mobi/2']);
        const few = (await countSteps(() => assert.deepEqual(codesOf(DEPTH / 10), ['mobi/2']))).all;
        const many = (await countSteps(() => assert.deepEqual(codesOf(DEPTH), ['mobi/2']))).all;
        assert.ok(many < 11 * few, `${few} steps, then ${many}`);
      });
    }

    it('100,000 duplicate keys side by side are checked in ten times as many steps as 10,000', () =>
      assertInProportion((depth) => {
        const text = seedWith('"email":""', `"x":{${'"a":1,'.repeat(depth)}"a":1},"email":""`);
        assert.ok(findingsOf(text).length > 0);
      }));
  });
});

describe('rangeOf', () => {
  it('the range of a value is found, or of the nearest parent when it is not there', () => {
    const text = '{\n  "device": {"id": 5}\n}';
    const device = { start: { line: 1, character: 12 }, end: { line: 1, character: 21 } };
    assert.deepEqual(pointerRange(text, '/device/id'), {
      start: { line: 1, character: 19 },
      end: { line: 1, character: 20 },
    });
    assert.deepEqual(pointerRange(text, '/device/os'), device);
    assert.deepEqual(pointerRange(`\ufeff${text}`, '/device/os/name'), device);
    assert.deepEqual(pointerRange(text, '/nothing'), {
      start: { line: 0, character: 0 },
      end: { line: 2, character: 1 },
    });
  });

  it('the range of no value at all is the whole text', () => {
    assert.deepEqual(pointerRange('\n x', '/a'), { start: { line: 0, character: 0 }, end: { line: 1, character: 2 } });
  });
});

describe('The shapes of session files that are known', () => {
  // docs/facts/4d-mobile.md#published-samples. The identifiers are made up; what agrees and what does not is as it was found.
  const ios = {
    application: { id: 'com.example.Contacts', name: 'Contacts', version: '1.0.0' },
    team: { id: 'TEAM000001' },
    language: { id: 'en_US', code: 'en', region: 'US' },
    email: '',
    device: { description: 'iPhone X', version: '11.3', id: 'E621E1F8-C36C-495A-93FC-0C247A3E6E5F', simulator: true },
    send: 'link',
    session: { ip: '::ffff:192.168.5.4' },
    status: 'accepted',
  };

  it('shape 1, an iOS simulator, has no finding', () => {
    const { session, ...place } = consistent(ios);
    assert.deepEqual(codesOf(session, place), []);
  });

  it('shape 2, a copy with another team whose id and token were not made anew, has mobi/4 and a hint', () => {
    const { session, name } = consistent(ios);
    const copy = { ...session, email: 'jane@example.com', team: { id: 'TEAM000002' } };
    assert.deepEqual(codesOf(copy, { applicationFolder: 'TEAM000002.com.example.Contacts', name }), [
      'mobi/4 /token',
      'hint/id /session/id',
    ]);
  });

  it('shape 3, a token of 142 characters, no region, no device version, other key order, has no finding', () => {
    const { session, ...place } = consistent({
      application: ios.application,
      team: ios.team,
      email: '',
      device: { description: 'Simulator (iPhone X)', id: ios.device.id },
      language: { id: 'en', code: 'en' },
      send: 'link',
      session: { ip: '::1' },
      status: 'accepted',
    });
    assert.equal(session.token.length, 142);
    assert.deepEqual(codesOf(session, place), []);
  });

  it('shapes 4 to 6, sessions copied from another application, have mobi/4 and a hint', () => {
    const { session } = consistent(ios);
    const application = { ...session.application, id: 'com.example.NotifSample' };
    const copies: [name: string, changes: Session][] = [
      [session.session.id, { email: 'a@example.com', device: { ...ios.device, token: 'f'.repeat(64) } }],
      [`7${session.session.id.slice(1)}`, { email: 'b@example.com', device: { ...ios.device, token: 'ooooooo' } }],
      [`8${session.session.id.slice(1)}`, { email: 'c@example.com' }],
    ];
    for (const [name, changes] of copies) {
      const copy = { ...session, application, ...changes, session: { ...session.session, id: name } };
      assert.deepEqual(codesOf(copy, { applicationFolder: 'TEAM000001.com.example.NotifSample', name }), [
        'mobi/4 /token',
        'hint/id /session/id',
      ]);
    }
  });

  it('shape 7, what the unit tests of 4D Mobile App Server leave behind, has mobi/3 for each thing that is missing', () => {
    const left = { email: '', application: { id: 'com.example.Contacts' }, device: { token: 'abc' } };
    const codes = codesOf(left, { applicationFolder: 'com.example.Contacts', name: 'test_session' });
    assert.deepEqual(codes.sort(), [
      'mobi/3 ',
      'mobi/3 ',
      'mobi/3 ',
      'mobi/3 /application',
      'mobi/3 /application',
      'mobi/3 /device',
      'mobi/3 /device',
    ]);
  });

  it('shape 8, iOS, iPadOS and Android in one team folder, has a hint for Android', () => {
    const devices: [device: Session, codes: string[]][] = [
      [{ description: 'iPad Pro', version: '15.4', os: 'iPadOS' }, []],
      [{ description: 'iPhone 13', version: '15.4', os: 'iOS' }, []],
      [{ description: 'Pixel 3', version: '29 (Android Q)', os: 'Android' }, ['hint/legacy-folder /team/id']],
      [{ description: 'Nokia', version: '28 (Android P)', os: 'Android' }, ['hint/legacy-folder /team/id']],
      [{ description: 'Old', version: 28, os: 'android' }, ['hint/legacy-folder /team/id']],
    ];
    for (const [device, codes] of devices) {
      const { session, ...place } = consistent({ ...ios, device: { id: `${device.description}`, ...device } });
      assert.deepEqual(codesOf(session, place), codes);
    }
  });

  it('shape 9, Android without a team, has no finding', () => {
    const { session, ...place } = consistent({
      application: ios.application,
      language: ios.language,
      email: '',
      device: {
        id: '9774d56d682e549c',
        simulator: false,
        description: 'Pixel 7',
        version: '29 (Android Q)',
        os: 'Android',
      },
      session: { ip: '::1' },
      status: 'accepted',
    });
    assert.equal(place.applicationFolder, 'com.example.Contacts');
    assert.equal(
      place.name,
      deriveSessionId({ teamId: '', applicationId: 'com.example.Contacts', deviceId: '9774d56d682e549c' }),
    );
    assert.deepEqual(codesOf(session, place), []);
  });

  function codesOf(session: Session, place: { applicationFolder: string; name: string }): string[] {
    return findingsOf(JSON.stringify(session), place).map(({ code, pointer }) => `${code} ${pointer}`);
  }
});
