import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { encodeToken } from '../../src/core/session/connectionToken';
import { deriveSessionId } from '../../src/core/session/sessionId';
import { SEED_APPLICATION, SEED_SESSION } from '../support/seedSession';
import { fileCallsOf } from '../support/threadFiles';
import { codes, TestMobileApps } from './workspace';

const FILES = 10_000;
/** The most files that the extension takes in without a pause. */
const SLICE = 400;

describe('a folder of 10,000 session files', () => {
  const apps = new TestMobileApps('large');
  after(() => apps.remove());

  it('10,000 session files are read on another thread, while the extension host goes on with other tasks', async () => {
    // Made beside and moved in at once, so that the making does not count.
    const aside = path.join(path.dirname(apps.folder), 'aside');
    const atFault = writeSessions(path.join(aside, SEED_APPLICATION));
    const files = atFault.map((name) => path.join(apps.folder, SEED_APPLICATION, name));

    let turns = 0;
    const isSession = (file: string) => /[0-9a-f]{40}/.test(path.basename(file));
    const calls = await fileCallsOf(isSession, async () => {
      fs.renameSync(aside, apps.folder);
      turns = await turnsDuring(untilAll(files, (count) => count > 0));
    });
    assert.deepEqual(calls, []);
    assert.ok(turns >= FILES / SLICE, `${turns} turns of other tasks`);
  });
});

/** How often another task had its turn on this thread until a promise resolves. */
async function turnsDuring(promise: Promise<void>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const turn = () => {
    turns++;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await promise;
  isOver = true;
  return turns;
}

/** Waits until the number of problems of each of these files is as wanted. */
function untilAll(files: string[], wanted: (count: number) => boolean): Promise<void> {
  const missing = new Set(files);
  return new Promise<void>((resolve) => {
    const subscription = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      for (const uri of uris) if (missing.has(uri.fsPath) && wanted(codes(uri).length)) missing.delete(uri.fsPath);
      if (missing.size > 0) return;
      subscription.dispose();
      resolve();
    });
  });
}

/** Writes the sessions; one in twenty is at fault, as in a folder that has seen life. Answers the names of those. */
function writeSessions(folder: string): string[] {
  fs.mkdirSync(folder, { recursive: true });
  const { application, team, ...rest } = JSON.parse(SEED_SESSION);
  const atFault: string[] = [];
  for (let i = 0; i < FILES; i++) {
    const device = { ...rest.device, id: `device-${i}` };
    const id = deriveSessionId({ teamId: team.id, applicationId: application.id, deviceId: device.id });
    const token = encodeToken({ appNameID: application.id, id, teamID: team.id });
    const status = i % 20 === 0 ? 'acepted' : 'accepted';
    if (status === 'acepted') atFault.push(id);
    const session = { application, team, ...rest, device, session: { ...rest.session, id }, status, token };
    fs.writeFileSync(path.join(folder, id), JSON.stringify(session));
  }
  return atFault;
}
