import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as vscode from 'vscode';
import { type FileLimit, fileFaultPhrase } from '../../core/files/fileFault';
import { UserFileError } from '../../core/files/userFileError';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { failurePhrase, mayHaveArrived, type PushFailure } from '../../core/push/pushFailure';
import { DEV_SERVER_PUSH, outcomeOf, type PushOutcome } from '../../core/push/pushOutcome';
import type { PushTarget } from '../../core/push/pushTarget';
import type { PendingMarks } from '../../core/push/unpushedMarks';
import { readUserFile } from '../../disk/userFile';
import { PushFailedError, pushToTarget } from '../../server/client/pushToTarget';
import { execute } from '../host/commandRegistry';
import { errorText } from '../host/errorText';
import { l10n } from '../host/l10n';
import { resolvePath } from '../host/pathSetting';
import { phraseIn } from '../host/phraseText';
import { pick } from '../host/pick';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import { SESSIONS_VIEW } from '../mobileApps/mobileAppsContract';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import { wholeFolders } from '../mobileApps/wholeFolders';
import { PUSH_COMMANDS, PUSH_SETTINGS } from './pushContract';
import { type Destination, targetFolder } from './pushDestinations';
import { countsText, filesAtFault, type LastPush, type PushResults } from './pushResults';
import type { PushSecrets } from './pushSecrets';

const FOLDER_KEY = 'push.folderOfTarget:';
const DEV_SERVER_MS = 120_000;
const CERTIFICATE_LIMIT: FileLimit = { bytes: 1_000_000, name: 'CERTIFICATE_LIMIT' };

/** What a push needs. */
export interface PushTools {
  readonly index: SessionIndex;
  readonly documents: SessionDocuments;
  readonly pending: NotYetPushed;
  readonly results: PushResults;
  readonly secrets: PushSecrets;
  readonly memento: vscode.Memento;
  readonly log: Pick<vscode.LogOutputChannel, 'info' | 'error'>;
}

/**
 * Asks a server to load the session files. It saves open files, sends the request, keeps the result for the tree,
 * removes the marks of what was pushed, and tells the user. If anything fails, the marks stay.
 */
export class Push {
  private isUnderWay = false;

  constructor(private readonly tools: PushTools) {}

  /**
   * @param row the MobileApps folder of the row that the command was called on
   * @returns the result; undefined if nothing was sent
   */
  async to(destination: Destination, row?: string): Promise<LastPush | undefined> {
    if (this.isUnderWay) {
      void vscode.window.showInformationMessage(l10n.t('A push is under way.'));
      return undefined;
    }
    this.isUnderWay = true;
    try {
      return await this.pushOnce(destination, row);
    } finally {
      this.isUnderWay = false;
    }
  }

  private async pushOnce(destination: Destination, row: string | undefined): Promise<LastPush | undefined> {
    const folder = await this.folderFor(destination, row);
    if (folder === 'cancelled' || !(await this.saveOpen(folder))) return undefined;
    const secret = destination.kind === 'target' ? await this.tools.secrets.forPush(destination.target) : undefined;
    if (secret === 'cancelled') return undefined;
    const marks = this.tools.pending.atPush(folder ?? '');
    const push = await this.send(destination, folder ?? '', marks, secret);
    if (push === undefined) return undefined;
    if (push.outcome) this.tools.pending.pushed(marks, this.leftBy(push.outcome, push.folder));
    // Without a folder there is no row for the result, only a notification.
    if (folder !== undefined) this.tools.results.set(push);
    return push;
  }

  private async send(
    destination: Destination,
    folder: string,
    marks: PendingMarks,
    secret?: string,
  ): Promise<LastPush | undefined> {
    const name = nameOf(destination);
    const done = (rest: Pick<LastPush, 'outcome' | 'failure'>): LastPush => ({
      folder,
      destination: name,
      at: Date.now(),
      ...rest,
    });
    try {
      const outcome = await this.withProgress(destination, (signal) => refresh(destination, secret, signal));
      this.tools.log.info(`Pushed to ${name}.`);
      void this.tell(outcome, name, folder);
      return done({ outcome });
    } catch (error) {
      const failure = error instanceof PushFailedError ? error.failure : undefined;
      if (mayHaveArrived(failure)) this.tools.pending.unsure(marks);
      this.tools.log.error(`Not pushed to ${name}: ${error instanceof Error ? error.message : String(error)}`);
      const text = failure
        ? phraseIn(failurePhrase(failure))
        : l10n.t('Not pushed: {0} says: {1}', name, errorText(error));
      void this.tellFailure(text, failure, destination, folder);
      return failure?.kind === 'cancelled' ? undefined : done({ failure: text });
    }
  }

  /** Marks stay for files that were returned with an error, because the server's memory has not changed for them. */
  private leftBy({ errors }: PushOutcome, folder: string): (key: SessionKey) => boolean {
    const left = new Set<string>();
    for (const { component, code, file } of errors) {
      if (file !== undefined) left.add(file.split('/').slice(-2).join('/'));
      // 4D does not always say which file it means, so all files with this finding count.
      else for (const key of filesAtFault(this.tools.index, folder, `${component}/${code}`)) left.add(idOf(key));
    }
    return (key) => left.has(idOf(key));
  }

  /** The MobileApps folder that the server serves; undefined if none is shown. */
  private async folderFor(
    destination: Destination,
    row: string | undefined,
  ): Promise<string | undefined | 'cancelled'> {
    if (destination.kind === 'devServer') return destination.folder;
    const { index, pending, memento } = this.tools;
    const own = targetFolder(destination.target) ?? row;
    if (own !== undefined) return own;
    const shown = wholeFolders(index).filter((folder) => index.stateOf(folder)?.kind !== 'gone');
    if (shown.length < 2) return shown[0];
    const marked = shown.filter((folder) => pending.keys(folder).length > 0);
    if (marked.length === 1) return marked[0];
    const key = FOLDER_KEY + destination.target.name;
    const known = memento.get<string>(key);
    if (known !== undefined && shown.includes(known)) return known;
    const items = shown.map((folder) => ({ label: path.basename(folder), description: path.dirname(folder), folder }));
    const title = l10n.t('Which MobileApps folder is that of {0}?', destination.target.name);
    const chosen = await pick(items, { title });
    if (!chosen) return 'cancelled';
    await memento.update(key, chosen.folder);
    return chosen.folder;
  }

  /** @returns whether to continue */
  private async saveOpen(folder: string | undefined): Promise<boolean> {
    if (folder === undefined) return true;
    const unsaved = vscode.workspace.textDocuments.filter(
      (each) => each.isDirty && !each.isClosed && this.tools.documents.keyOf(each)?.folder === folder,
    );
    if (unsaved.length === 0) return true;
    const save = l10n.t('Save and Push');
    const go = l10n.t('Push Without Saving');
    const question =
      unsaved.length === 1
        ? l10n.t('A session file is open with unsaved changes.')
        : l10n.t('{0} session files are open with unsaved changes.', unsaved.length);
    const detail = l10n.t('The server reads the files, not the editors.');
    const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, save, go);
    if (answer !== save) return answer === go;
    for (const document of unsaved) {
      if (!(await document.save()))
        throw new Error(l10n.t('{0} could not be saved; nothing was pushed.', document.fileName));
    }
    return true;
  }

  /** The dev server is so fast that a notification could not be read. Another server may take longer. */
  private withProgress<T>(destination: Destination, run: (signal: AbortSignal) => Promise<T>): Thenable<T> {
    const cancel = new AbortController();
    if (destination.kind === 'devServer') {
      return vscode.window.withProgress({ location: { viewId: SESSIONS_VIEW.id } }, () => run(cancel.signal));
    }
    const title = l10n.t('Pushing to {0}', nameOf(destination));
    const location = vscode.ProgressLocation.Notification;
    return vscode.window.withProgress({ location, title, cancellable: true }, (_, token) => {
      token.onCancellationRequested(() => cancel.abort());
      return run(cancel.signal);
    });
  }

  private async tell(outcome: PushOutcome, name: string, folder: string): Promise<void> {
    const message = l10n.t('Pushed to {0}: {1}.', name, countsText(outcome));
    const isClean = outcome.errors.length === 0;
    const show = isClean ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
    const details = l10n.t('Show Details');
    const hasDetails = folder !== '' && outcome.detailed;
    const answer = await (hasDetails ? show(message, details) : show(message));
    if (answer === details) await execute(PUSH_COMMANDS.pushShowLast, { folder });
  }

  private async tellFailure(
    text: string,
    failure: PushFailure | undefined,
    destination: Destination,
    folder: string,
  ): Promise<void> {
    if (failure?.kind === 'cancelled') {
      void vscode.window.showInformationMessage(text);
      return;
    }
    const again = l10n.t('Push Again');
    const wayOut = wayOutOf(failure, destination);
    const answer = await vscode.window.showErrorMessage(text, ...(wayOut ? [wayOut.label] : []), again);
    if (answer === undefined) return;
    if (answer === again) {
      const to = destination.kind === 'target' ? { to: destination.target.name } : {};
      await execute(PUSH_COMMANDS.sessionsPush, { ...(folder !== '' && { folder }), ...to });
    } else await wayOut?.run();
  }
}

interface WayOut {
  readonly label: string;
  run(): Thenable<unknown>;
}

function wayOutOf(failure: PushFailure | undefined, destination: Destination): WayOut | undefined {
  if (destination.kind === 'devServer' || !failure) return undefined;
  switch (failure.kind) {
    case 'unauthorized':
    case 'secret': {
      const { name } = destination.target;
      const run = () => execute(PUSH_COMMANDS.pushSetSecret, name);
      return { label: l10n.t('Set Push Secret…'), run };
    }
    case 'notFound':
    case 'notJson': {
      const run = () => execute(PUSH_COMMANDS.pushExplain);
      return { label: l10n.t('How to Make a Push Target'), run };
    }
    case 'unreachable':
    case 'certificate':
    case 'redirect':
    case 'timeout': {
      const setting = PUSH_SETTINGS.targets.key;
      const run = () => execute(VSCODE_COMMANDS.openSettings, setting);
      return { label: l10n.t('Open Settings'), run };
    }
    default:
      return undefined;
  }
}

async function refresh(
  destination: Destination,
  secret: string | undefined,
  signal: AbortSignal,
): Promise<PushOutcome> {
  if (destination.kind === 'devServer') return outcomeOf(await inTime(destination.client.ask(DEV_SERVER_PUSH)));
  const { target } = destination;
  return pushToTarget(target, { secret, signal, certificates: await certificatesOf(target) });
}

/** The dev server is on this machine. If it takes longer than this, it hangs. */
async function inTime<T>(call: Promise<T>): Promise<T> {
  const done = new AbortController();
  const late = wait(DEV_SERVER_MS, undefined, { signal: done.signal }).then(() => {
    throw new PushFailedError({ kind: 'timeout', address: l10n.t('Dev Server'), seconds: DEV_SERVER_MS / 1000 });
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([call, late]);
  } finally {
    done.abort();
  }
}

async function certificatesOf({ name, certificate }: PushTarget): Promise<string | undefined> {
  if (certificate === undefined) return undefined;
  const resolved = resolvePath(certificate, vscode.workspace.workspaceFolders?.[0]);
  const fail = (reason: string) =>
    new Error(l10n.t('Push target “{0}” names the certificate file “{1}”, but {2}.', name, certificate, reason));
  if ('reason' in resolved) throw fail(resolved.reason);
  try {
    return (await readUserFile(resolved.path, { limit: CERTIFICATE_LIMIT })).bytes.toString('utf8');
  } catch (error) {
    if (!(error instanceof UserFileError)) throw error;
    const why = phraseIn(fileFaultPhrase(resolved.path, error.fault));
    throw new Error(l10n.t('The certificate file of the push target “{0}” cannot be used: {1}.', name, why));
  }
}

/** The name of a destination. */
function nameOf(destination: Destination): string {
  return destination.kind === 'target' ? destination.target.name : l10n.t('Dev Server');
}

function idOf({ application, name }: SessionKey): string {
  return `${application}/${name}`;
}
