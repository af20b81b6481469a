import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { webServer } from './webHarness';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');

interface DocumentedClass {
  readonly source: string | readonly string[];
  /** The interface or class of the types. Absent for commands. */
  readonly type?: string;
  readonly members: readonly string[];
}

interface Row {
  readonly member: string;
  readonly here: string;
  /** The name in JavaScript. */
  readonly name: string;
  readonly note: string;
}

interface TypedMember {
  readonly isFunction: boolean;
  readonly isOptional: boolean;
  readonly isReadOnly: boolean;
}

const { $comment: _, ...documented } = JSON.parse(read('test/server/webClassesOf4D.json')) as {
  readonly $comment: string;
} & Record<string, DocumentedClass>;
const rows = tables(read('docs/web-classes.md'));
const types = read('media/types/4d-web-code.d.ts');
const classes = Object.entries(documented).flatMap(([title, { type }]) =>
  type === undefined ? [] : [{ title, type }],
);

/** The rows of a document by the heading that they are below. */
function tables(text: string): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>();
  let title = '';
  for (const line of text.split('\n')) {
    title = /^## (.*)$/.exec(line)?.[1] ?? title;
    if (!line.startsWith('| `')) continue;
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    const [, member = '', here = '', ...more] = cells;
    const [name = member, note = ''] = more.length > 2 ? more : [member, more[0]];
    const plain = (cell: string) => cell.replaceAll('`', '');
    found.set(title, [...(found.get(title) ?? []), { member: plain(member), here, name: plain(name), note }]);
  }
  return found;
}

/** The members of an interface or class of the types, each of which begins a line that is indented once. */
function typedMembers(name: string): ReadonlyMap<string, TypedMember> {
  const block = new RegExp(`^(?:interface|declare class) ${name} \\{\n(.*?)^\\}`, 'ms').exec(types)?.[1];
  assert.ok(block, name);
  const members = [...block.matchAll(/^ {2}(readonly )?(\w+)(\?)?([:(])/gm)];
  return new Map(
    members.map(([, readonly, member = '', optional, sign]) => [
      member,
      { isOptional: optional !== undefined, isReadOnly: readonly !== undefined, isFunction: sign === '(' },
    ]),
  );
}

/** The comment above a declaration of the types. */
function commentOf(declaration: RegExp): string {
  const at = types.search(declaration);
  assert.ok(at >= 0, String(declaration));
  const before = types.slice(0, at);
  return before.endsWith('*/\n') ? before.slice(before.lastIndexOf('/**')) : '';
}

/** What code finds without an import, by name, with the comment of its first declaration. */
function declared(): ReadonlyMap<string, string> {
  const names = [...types.matchAll(/^declare (?:const|function|class) (\w+)/gm)].map(([, name = '']) => name);
  return new Map(names.map((name) => [name, commentOf(new RegExp(`^declare \\w+ ${name}\\b`, 'm'))]));
}

describe('The web classes and commands of 4D', () => {
  const server = webServer({ codeTimeoutMs: 600_000 });
  /** Runs the body of a project method, which is given the objects of all classes by the headings of the document. */
  const run = async (body: string) => {
    const file = path.join(server().folder, 'WebCode/methods/look.js');
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(
      file,
      `module.exports = (_text, request) => {
        const objects = {
          Session, 'Session.info': Session.info, QuotaManager: Session.quotas, IncomingMessage: request,
          OutgoingMessage: new OutgoingMessage(), WebServer: webServer(),
        };
        const result = (() => { ${body} })();
        webSendText(JSON.stringify(result), '.json');
      };`,
    );
    const { json, text } = await server().client().call('/4DACTION/look');
    assert.ok(json, text);
    return json;
  };

  it('each documented member has one row, and each row is documented or says that it is ours', () => {
    assert.deepEqual([...rows.keys()].sort(), Object.keys(documented).sort());
    for (const [title, { members }] of Object.entries(documented)) {
      const own = rows.get(title) ?? [];
      assert.deepEqual(
        own
          .filter(({ here }) => here !== 'ours')
          .map(({ member }) => member)
          .sort(),
        [...members].sort(),
        title,
      );
      assert.equal(new Set(own.map(({ member }) => member)).size, own.length, `${title} has a row twice`);
      for (const { member, here, note } of own) {
        assert.ok(['has', 'differs', 'not here', 'ours'].includes(here), `${title}.${member}: ${here}`);
        assert.ok(here === 'has' || note !== '', `${title}.${member} is “${here}” and does not say why`);
      }
    }
  });

  it('each row of a class is a member of its type unless it is not here, and each member of a type has a row', () => {
    for (const { title, type } of classes) {
      const here = (rows.get(title) ?? []).filter((row) => row.here !== 'not here').map(({ member }) => member);
      assert.deepEqual([...typedMembers(type).keys()].sort(), here.sort(), title);
    }
  });

  it('each command that is here is declared, none that is not is, and no declared web command lacks a row', () => {
    const names = declared();
    const commands = rows.get('Commands') ?? [];
    for (const { name, here } of commands) assert.equal(names.has(name), here !== 'not here', name);
    const ofCommands = [...names.keys()].filter((name) => /^(?:web|session)[A-Z]/.test(name) || name === 'webServer');
    assert.ok(ofCommands.length > 15);
    const known = new Set(commands.map(({ name }) => name));
    assert.deepEqual(
      ofCommands.filter((name) => !known.has(name)),
      [],
    );
  });

  it('each class and command of the types names the page of 4D that documents it', () => {
    const names = new Set((rows.get('Commands') ?? []).map(({ name }) => name));
    for (const [name, text] of declared()) {
      if (names.has(name)) assert.match(text, /Source: https:\/\/developer\.4d\.com\/docs\//, name);
    }
    for (const { title, type } of classes) {
      const [source] = [documented[title]?.source ?? ''].flat();
      const comment = commentOf(new RegExp(`^(?:interface|declare class) ${type} `, 'm'));
      assert.ok(comment.includes(`Source: ${source}`), type);
    }
  });

  it('code finds each member of the types, and no other', async () => {
    const json = await run(
      `const out = {};
       for (const [title, object] of Object.entries(objects)) {
         const names = new Set();
         for (let each = object; each && each !== Object.prototype; each = Object.getPrototypeOf(each)) {
           for (const [name, { enumerable, value }] of Object.entries(Object.getOwnPropertyDescriptors(each))) {
             if (name !== 'constructor' && (enumerable || typeof value === 'function')) names.add(name);
           }
         }
         out[title] = [...names];
       }
       return out;`,
    );
    for (const { title, type } of classes) {
      const always = [...typedMembers(type)].filter(([, { isOptional }]) => !isOptional).map(([name]) => name);
      const all = new Set(typedMembers(type).keys());
      const found = new Set<string>(json[title]);
      assert.deepEqual(
        always.filter((name) => !found.has(name)),
        [],
        `${title}: missing`,
      );
      assert.deepEqual(
        [...found].filter((name) => !all.has(name)),
        [],
        `${title}: more than the types`,
      );
    }
  });

  it('code finds the names of the types, and no other but those that say what to use instead', async () => {
    const before = JSON.stringify(Object.getOwnPropertyNames(globalThis));
    const { names, fails } = await run(
      `const before = new Set([...require('node:vm').runInNewContext('Object.getOwnPropertyNames(globalThis)'), ...${before}]);
       const names = Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name));
       const missing = ${JSON.stringify((rows.get('Commands') ?? []).filter(({ here }) => here === 'not here').map(({ name }) => name))};
       const fails = missing.map((name) => { try { globalThis[name]('a'); return 'no error'; } catch (error) { return error.message; } });
       return { names, fails };`,
    );
    const gone = (rows.get('Commands') ?? []).filter(({ here }) => here === 'not here');
    assert.deepEqual(names.sort(), [...declared().keys(), ...gone.map(({ name }) => name)].sort());
    assert.deepEqual(
      fails,
      gone.map(({ member, note }) => `${member} is not here: ${note}. See docs/web-classes.md.`),
    );
  });

  it('a member of the web server that is not here says what to use instead', async () => {
    const gone = (rows.get('WebServer') ?? []).filter(({ here }) => here === 'not here');
    assert.ok(gone.length > 3);
    const fails = await run(
      `return ${JSON.stringify(gone.map(({ name }) => name))}.map((name) => {
         try { objects.WebServer[name]; return 'no error'; } catch (error) { return error.message; } });`,
    );
    assert.deepEqual(
      fails,
      gone.map(({ member, note }) => `WebServer.${member} is not here: ${note}. See docs/web-classes.md.`),
    );
  });

  it('the properties of all classes show in JSON and in Object.keys', async () => {
    const { shown, keys } = await run(
      `return {
         shown: Object.fromEntries(Object.entries(objects).map(([title, object]) => [title, Object.keys(JSON.parse(JSON.stringify(object)))])),
         keys: Object.fromEntries(Object.entries(objects).map(([title, object]) => [title, Object.keys(object)])),
       };`,
    );
    for (const { title, type } of classes) {
      const members = [...typedMembers(type).values()];
      const properties = members.filter(({ isFunction, isOptional }) => !isFunction && !isOptional).length;
      assert.equal(keys[title].length, properties, title);
      // Two quotas that are not set are undefined, which JSON leaves out.
      assert.equal(shown[title].length, properties - (title === 'QuotaManager' ? 2 : 0), title);
    }
  });

  it('a property throws when it is set exactly if its type is read-only', async () => {
    const tried = await run(
      `const attempt = (object, name) => { try { object[name] = object[name]; return 'set'; } catch (error) { return error.message; } };
       return Object.fromEntries(Object.entries(objects).filter(([title]) => title !== 'Session.info').map(
         ([title, object]) => [title, Object.keys(object).map((name) => [name, attempt(object, name)])]));`,
    );
    for (const { title, type } of classes) {
      const typed = typedMembers(type);
      for (const [name, what] of (tried[title] ?? []) as [string, string][]) {
        if (typed.get(name)?.isReadOnly) assert.match(what, /\.\w+ is read-only/, `${title}.${name}`);
        else assert.equal(what, 'set', `${title}.${name}`);
      }
    }
  });
});
