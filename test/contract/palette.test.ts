import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { SESSIONS_VIEW } from '../../src/vscode/mobileApps/mobileAppsContract';
import { SERVER_VIEW } from '../../src/vscode/server/serverContract';
import { WHOLE_CONTRACT } from '../support/wholeContract';
import { type ContextValues, clauseHolds } from './clauseValue';
import type { Contributes } from './manifestShape';
import { ClauseReader } from './whenClause';

const root = path.resolve(__dirname, '../../..');
const { contributes } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  readonly contributes: Contributes;
};
const clauses = new ClauseReader();
const holds = (clause: string | undefined, context: ContextValues) =>
  clause === undefined || clauseHolds(clauses.read(clause).clause, context);

/** Commands that have something to do in any window, and why. */
const ALWAYS: Readonly<Record<string, string>> = {
  'folder.open': 'It is the way in.',
  'sample.create': 'It is the way in without a folder.',
  'finding.explain': 'It is help, on any code.',
  'push.explain': 'It is help.',
  'server.showActions': 'Its list has what fits the status.',
  'server.showLog': 'There is a log from the start on.',
  'token.decode': 'A token can be pasted.',
  'scenario.create': 'It is the way to a scenario of a project.',
  'flow.open': 'Flows ship with the extension.',
  'flow.play': 'Flows ship with the extension.',
  'flow.run': 'Flows ship with the extension.',
  'flow.openFile': 'Flows ship with the extension.',
};

const when = new Map(contributes.menus.commandPalette?.map(({ command = '', when }) => [command, when]));

/** The commands that the palette offers, without what all of them begin with. A command that is disabled is not there. */
function offered(context: ContextValues): string[] {
  return contributes.commands
    .filter(({ command, enablement }) => holds(when.get(command), context) && holds(enablement, context))
    .map(({ command }) => command.slice('sessionWorkbench.'.length));
}

/** Context keys of ours, with their values, in a trusted window. */
function window(own: ContextValues): ContextValues {
  const named = Object.entries(own).map(([name, value]) => [`sessionWorkbench.${name}`, value] as const);
  const known = new Set(WHOLE_CONTRACT.flatMap((part) => Object.values(part.contextKeys ?? {})).map(({ id }) => id));
  for (const [name] of named) assert.ok(known.has(name), name);
  return { isWorkspaceTrusted: true, ...Object.fromEntries(named) };
}

const NO_FOLDER = { sessionsView: 'noWorkspace', serverStatus: 'stopped' };
const NO_SESSIONS = { ...NO_FOLDER, sessionsView: 'noFolder' };
const SESSIONS = { ...NO_FOLDER, sessionsView: 'sessions', hasApplications: true, hasSessions: true };
const SELECTED = { ...SESSIONS, sessionMeant: true, canAccept: true, canSetPending: true };
const RUNNING = { ...SESSIONS, serverStatus: 'running' };

const OF_SESSION = /^(session\.(?!open)|token\.(editDecoded|regenerate))/;
const OF_SERVER = /^(clock|journal|outbox|fault|snapshot|web|mendix|tokens|recording)\./;

describe('the palette', () => {
  it('the palette has a command always only where the table says why', () => {
    const always = contributes.commands.map(({ command }) => command).filter((command) => !when.has(command));
    assert.deepEqual(
      always.sort(),
      Object.keys(ALWAYS)
        .map((name) => `sessionWorkbench.${name}`)
        .sort(),
    );
  });

  it('the palette of a fresh window has fifteen commands at most: those of the table, and the one that starts the server', () => {
    const shown = [...Object.keys(ALWAYS), 'server.start'].sort();
    assert.ok(shown.length <= 15, String(shown.length));
    assert.deepEqual(offered(window(NO_FOLDER)).sort(), shown);
    // The extension does not run yet, and a command starts it.
    assert.deepEqual(offered({ isWorkspaceTrusted: true }).sort(), shown);
    assert.deepEqual(offered(window(NO_SESSIONS)).sort(), [...shown, 'sessions.refresh'].sort());
  });

  it('the palette has nothing about a session while none is meant, and nothing of a server that does not run', () => {
    const shown = offered(window(SESSIONS));
    assert.deepEqual(
      shown.filter((name) => OF_SESSION.test(name)),
      [],
    );
    assert.deepEqual(
      shown.filter((name) => OF_SERVER.test(name)),
      [],
    );
    for (const name of ['sessions.find', 'sessions.filter', 'sessions.push', 'application.showGrid', 'server.start'])
      assert.ok(shown.includes(name), name);
  });

  it('the palette has the commands about a session once one is meant, and those about findings where there are any', () => {
    const shown = offered(window(SELECTED));
    for (const name of ['session.accept', 'session.delete', 'session.copyId', 'token.regenerate', 'session.compare'])
      assert.ok(shown.includes(name), name);
    const ofFindings = ['finding.fixAll', 'finding.showAll', 'session.showProblem'];
    assert.deepEqual(
      shown.filter((name) => ofFindings.includes(name)),
      [],
    );
    const isAccepted = offered(window({ ...SELECTED, canAccept: false }));
    assert.deepEqual(
      isAccepted.filter((name) => /^session\.(accept|setPending|toggleStatus)$/.test(name)),
      ['session.setPending'],
    );
    const isBroken = { ...SESSIONS, sessionMeant: true, hasFindings: true };
    assert.deepEqual(
      offered(window(isBroken)).filter((name) => OF_SESSION.test(name) || name === 'finding.fixAll'),
      [
        'session.copyId',
        'session.copyPath',
        'session.delete',
        'session.compare',
        'session.compareVersion',
        'session.showProblem',
        'session.revealInOS',
        'session.revealInExplorer',
      ],
    );
    const atFault = offered(window({ ...SELECTED, hasFindings: true }));
    assert.deepEqual(
      ofFindings.filter((name) => !atFault.includes(name)),
      [],
    );
  });

  it('the palette has of a server that has just started what needs nothing but the server', () => {
    const shown = offered(window(RUNNING)).filter((name) => OF_SERVER.test(name));
    assert.deepEqual(shown.sort(), [
      'clock.advance',
      'clock.pause',
      'fault.add',
      'journal.follow',
      'journal.showOwn',
      'recording.start',
      'snapshot.load',
      'snapshot.save',
    ]);
  });

  it('each key that says what there is brings a command into the palette, or takes one away', () => {
    const before = offered(window({ ...RUNNING, ...SELECTED, serverStatus: 'running' }));
    const flags = WHOLE_CONTRACT.flatMap((part) => Object.values(part.contextKeys ?? {}))
      .filter(({ id, kind }) => kind === 'flag' && !/\.tour\./.test(id))
      .map(({ id }) => id.slice('sessionWorkbench.'.length));
    const idle = flags.filter((flag) => {
      const now = { ...RUNNING, ...SELECTED, serverStatus: 'running', hasFindings: true };
      const [on, off] = [true, false].map((value) => offered(window({ ...now, [flag]: value })).join());
      return on === off;
    });
    assert.ok(before.length > 40);
    // What only other menus and views ask for.
    assert.deepEqual(idle.sort(), ['hasChanges', 'pushNeeded']);
  });

  it('the palette can have every command that it does not hide for good', () => {
    const everything = Object.fromEntries(
      WHOLE_CONTRACT.flatMap((part) => Object.values(part.contextKeys ?? {}))
        .filter(({ kind }) => kind === 'flag')
        .map(({ id }) => [id.slice('sessionWorkbench.'.length), true]),
    );
    const editors = {
      editorLangId: '4d-mobile-session',
      resourceLangId: 'session-scenario',
      resourceScheme: 'session-workbench-restorable',
    };
    const states = [true, false].flatMap((value) =>
      ['running', 'stopped'].map((serverStatus) => ({
        ...window({
          ...everything,
          sessionsView: 'sessions',
          serverStatus,
          ...(value ? {} : { clockPaused: false, journalFollowed: false, journalWithOwn: false, recording: false }),
          sessionsGrouped: value,
        }),
        ...editors,
      })),
    );
    const shown = new Set(states.flatMap(offered));
    const hidden = contributes.commands.map(({ command }) => command.slice('sessionWorkbench.'.length));
    const never = hidden.filter((name) => !shown.has(name));
    assert.deepEqual(
      never.sort(),
      [...when]
        .filter(([, clause]) => clause === 'false')
        .map(([id]) => id.slice('sessionWorkbench.'.length))
        .sort(),
    );
  });

  it('the palette of a workspace that is not trusted has nothing that writes, runs code or asks the server', () => {
    const shown = offered({ ...window({ ...SELECTED, hasFindings: true }), isWorkspaceTrusted: false });
    for (const name of [
      'session.accept',
      'session.delete',
      'finding.fixAll',
      'flow.play',
      'sessions.push',
      'sample.create',
    ])
      assert.ok(!shown.includes(name), name);
    for (const name of ['session.copyId', 'finding.showAll', 'flow.open', 'sessions.find'])
      assert.ok(shown.includes(name), name);
  });

  it('a view without rows has one text that says what to do next, in each of its states', () => {
    const texts = (view: string, context: ContextValues) =>
      contributes.viewsWelcome.filter((each) => each.view === view && holds(each.when, context)).length;
    for (const isWorkspaceTrusted of [true, false]) {
      for (const sessionsView of ['noWorkspace', 'noFolder', 'filtered'])
        assert.equal(texts(SESSIONS_VIEW.id, { ...window({ sessionsView }), isWorkspaceTrusted }), 1, sessionsView);
      for (const sessionsView of ['starting', 'noWorkspace', 'noFolder', 'filtered', 'sessions']) {
        const context = window({ sessionsView, serverStatus: 'stopped' });
        assert.equal(texts(SERVER_VIEW.id, { ...context, isWorkspaceTrusted }), 1, sessionsView);
      }
    }
    for (const serverStatus of ['starting', 'running', 'failed'])
      assert.equal(texts(SERVER_VIEW.id, window({ serverStatus })), 0, serverStatus);
  });
});
