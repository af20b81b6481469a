import assert from 'node:assert/strict';
import { type RequestWithSecrets, secretsInRequest } from '../../../src/core/redaction/secretsInRequest';

const e = encodeURIComponent;
const BASIC = btoa('ada:Heron-Qx');
const SIGNED = btoa('{"token":"Heron-Ba"}');
const part = (name: string, value: string, more = '') =>
  `--xx\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;

describe('What a request says is secret', () => {
  const urls: readonly (readonly [query: string, secrets: readonly string[]])[] = [
    [`$filter=${e('password = "Heron-Aa"')}`, ['Heron-Aa']],
    [`$filter=${e('user.token == Heron-Ab')}`, ['Heron-Ab']],
    [`$filter=${e('token!=Heron-Ac or name = Jane')}`, ['Heron-Ac']],
    [`$filter=${e("secret in ['Heron-Ad','Heron-Ae'] and city = 'Rome'")}`, ['Heron-Ad', 'Heron-Ae']],
    [`$filter=${e('token begin Heron-Af')}`, ['Heron-Af']],
    [`$filter=${e('(token = {Heron-Ag})')}`, ['Heron-Ag', '{Heron-Ag})']],
    [`$filter=${e('"token"="Heron-Ah"')}`, ['Heron-Ah']],
    [`$filter=${e(String.raw`token = "He\"ron"`)}`, [String.raw`He\"ron`, 'He"ron']],
    [`$filter=${e('Name = :1 and Password = :2')}&$params=${e('["Jane","Heron-Ai"]')}`, ['Heron-Ai']],
    [`$params=${e(`'["Heron-Aj"]'`)}&$filter=${e('token = :1')}`, ['Heron-Aj']],
    [`$filter=${e('token in :1')}&$params=${e('[["Heron-Ak","Heron-Al"],"x"]')}`, ['Heron-Ak', 'Heron-Al']],
    [`$filter=${e('Name = :1')}&$params=${e('["Jane"]')}`, []],
    [`$filter=${e('token = :1')}&$params=[`, []],
    [`j=${e('{"a":{"pwd":"Heron-Am"},"name":"Jane"}')}`, ['Heron-Am']],
    [`j=${e('{"token":{"value":"Heron-An"},"n":[{"apiKey":["Heron-Ao"]}]}')}`, ['Heron-An', 'Heron-Ao']],
    [`q=${e(e('/x?a=1&token=Heron-Ap'))}`, ['Heron-Ap']],
    [`next=${e(`/x?j=${e('{"password":"Heron-Aq"}')}`)}`, ['Heron-Aq']],
    ['token[0][v]=Heron-Ar&user[password]=Heron-As&accessToken[]=Heron-At', ['Heron-Ar', 'Heron-As', 'Heron-At']],
    ['token[count]=twelve&filters[0][v]=Jane', []],
    [`u=${e('https://ada:Heron-Au@h/')}`, ['Heron-Au']],
    [`u=${e('https://heron7av0@h/')}`, ['heron7av0']],
    [`u=${e('https://jane@h/ ssh://git@h/ https://h/@ada')}`, []],
    [`h=${e('Bearer HEron-Aw')}`, ['HEron-Aw']],
    [`h=${e(`say Bearer aBcDeFgH, or Basic ${BASIC}`)}`, ['aBcDeFgH', BASIC]],
    [`b=${SIGNED}`, ['Heron-Ba']],
    ['t=Basic+training&u=bearer+instruments.&v=Bearer+shares/bonds&w=basic+authentication', []],
    [`v=${e('token=12 coins')}&state=1&code=FR&token=true&secret=none&page=2`, []],
    [`q=${e('The token is in the mail')}&r=${e('My password! is great')}&$search=${e('"a and b"')}`, []],
    ['q=%zz&token=%zz1', ['%zz1']],
  ];
  for (const [query, secrets] of urls) {
    it(`${secrets.join(', ') || 'nothing'} is secret in ?${query.replaceAll('%', '٪')}`, () => {
      assert.deepEqual(secretsInRequest({ headers: {}, url: `/x?${query}` }).sort(), [...secrets].sort());
    });
  }

  const messages: Readonly<
    Record<string, readonly [request: Partial<RequestWithSecrets>, secrets: readonly string[]]>
  > = {
    JSON: [
      {
        body: '{"password":"Heron-Ca","a":{"token":{"v":"Heron-Cb"}},"pin":47112,"t":"{\\"pwd\\":\\"Heron-Cc\\"}","k":1}',
      },
      ['Heron-Ca', 'Heron-Cb', '47112', 'Heron-Cc'],
    ],
    'a form': [
      {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `password=Heron+Da&name=Jane&q=${e('{"token":"Heron-Db"}')}`,
      },
      ['Heron Da', 'Heron-Db'],
    ],
    'the parts of a form': [
      {
        headers: { 'content-type': 'multipart/form-data; boundary=xx' },
        body: `${part('password', 'Heron\r\nEa')}${part('f', '{"token":"Heron-Eb"}', '; filename="a.json"')}${part('name', 'Jane')}--xx--\r\n`,
      },
      ['Heron\r\nEa', 'Heron-Eb'],
    ],
    XML: [
      {
        body: '<a><password>Heron-Fa</password><b token="Heron-Fb" name="Jane"/><s:Token x="1"><![CDATA[Heron-Fc]]></s:Token><c>Basic training</c></a>',
      },
      ['Heron-Fa', 'Heron-Fb', 'Heron-Fc'],
    ],
    headers: [
      {
        headers: {
          'X-Api-Key': 'Heron-Ga',
          Password: 'Heron-Gb',
          authorization: 'Bearer Heron-Gc',
          cookie: 'lang=FR; 4DSID_x=0123456789ABCDEF',
          'x-csrf-token': 'true',
          'X-Auth-User': 'jane',
        },
      },
      ['Heron-Ga', 'Heron-Gb', 'Bearer Heron-Gc', 'Heron-Gc', '0123456789ABCDEF'],
    ],
    'a sentence': [{ body: 'Basic training begins; bearer instruments are traded; token=12 coins.' }, []],
  };
  for (const [where, [request, secrets]] of Object.entries(messages)) {
    it(`secrets are found by their names in ${where}, and nothing else is one`, () => {
      assert.deepEqual(secretsInRequest({ headers: {}, url: '/x', ...request }).sort(), [...secrets].sort());
    });
  }
});
